#include "wasm/abi/memory.hpp"

#include <cstdint>
#include <cstring>
#include <new>

#include "wasm/json/document.hpp"

extern "C" char __heap_base;  // NOLINT: the linker's name for the end of static data and stack

namespace budgeting::abi {
namespace {

constexpr std::size_t page = 65'536;
constexpr std::size_t alignment = 16;

char* top = nullptr;     ///< the first free byte
char* floor_ = nullptr;  ///< where the memory allocated by static initialization ends

std::size_t rounded(std::size_t size) { return (size + alignment - 1) / alignment * alignment; }

}  // namespace

char* allocate(std::size_t size) {
  if (top == nullptr) top = reinterpret_cast<char*>(rounded(reinterpret_cast<std::size_t>(&__heap_base)));
  const std::size_t needed = rounded(size);
  const std::size_t available = __builtin_wasm_memory_size(0) * page - reinterpret_cast<std::size_t>(top);
  if (needed < size) __builtin_trap();
  if (needed > available) {
    const std::size_t pages = (needed - available + page - 1) / page;
    if (__builtin_wasm_memory_grow(0, pages) == SIZE_MAX) __builtin_trap();
  }
  char* place = top;
  top += needed;
  return place;
}

char* begin(std::size_t size) {
  if (floor_ == nullptr) {
    allocate(0);
    floor_ = top;
  }
  end();
  return allocate(size + json::padding);
}

const char* input() { return floor_; }

void end() {
  std::memset(floor_, 0, static_cast<std::size_t>(top - floor_));
  top = floor_;
}

}  // namespace budgeting::abi

void* operator new(std::size_t size) { return budgeting::abi::allocate(size); }
void* operator new[](std::size_t size) { return budgeting::abi::allocate(size); }
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  return budgeting::abi::allocate(size);
}
void* operator new[](std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  return budgeting::abi::allocate(size);
}
// All memory is freed at once, by `end`.
void operator delete(void* /*place*/) noexcept {}
void operator delete[](void* /*place*/) noexcept {}
void operator delete(void* /*place*/, std::size_t /*size*/) noexcept {}
void operator delete[](void* /*place*/, std::size_t /*size*/) noexcept {}
void operator delete(void* /*place*/, const std::nothrow_t& /*tag*/) noexcept {}
void operator delete[](void* /*place*/, const std::nothrow_t& /*tag*/) noexcept {}
