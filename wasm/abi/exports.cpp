// The exported functions. A call works like this: `input(size)` returns the place to write the request to;
// the function takes the request's size and returns the place of its result; `release()` is called once the
// result has been read. All memory of the call stays in place until then and is overwritten with zeroes
// afterwards, so the shim must not keep a view of it. The layout of messages is in `codec.hpp`, the messages
// themselves in `messages.hpp`.

#include "wasm/abi/memory.hpp"
#include "wasm/abi/version.hpp"

#define BUDGETING_EXPORT(name) extern "C" __attribute__((export_name(#name)))

namespace {

namespace abi = budgeting::abi;
namespace api = budgeting::api;

/// Room for everything around the longest text of a result, so that the buffer need not grow and be copied.
constexpr std::size_t usual_bytes = 1024;

std::size_t expected_bytes(const api::Next& next) {
  return next.answer ? next.answer->body.size() + usual_bytes : usual_bytes;
}
std::size_t expected_bytes(const api::Plan& plan) { return plan.sql.size() + usual_bytes; }
std::size_t expected_bytes(const auto& /*result*/) { return usual_bytes; }

template <class Result, class Request>
const char* cross(Result (*function)(const Request&), std::uint32_t size) {
  const auto request = abi::read<Request>({abi::input(), size});
  const Result result = function(request);
  abi::Writer writer(expected_bytes(result));
  writer.put(result);
  return writer.bytes().data();
}

}  // namespace

/// Returns the place for a request of `size` bytes.
BUDGETING_EXPORT(input) char* input(std::uint32_t size) { return abi::begin(size); }

/// Overwrites everything the call has written and frees the memory.
BUDGETING_EXPORT(release) void release() { abi::end(); }

/// The version of the module boundary; both sides must have the same one.
BUDGETING_EXPORT(version) std::uint32_t version() { return abi::version; }

BUDGETING_EXPORT(route) const char* route(std::uint32_t size) { return cross(api::route, size); }
BUDGETING_EXPORT(refuse) const char* refuse(std::uint32_t size) { return cross(api::refuse, size); }
BUDGETING_EXPORT(plan) const char* plan(std::uint32_t size) { return cross(api::plan, size); }
BUDGETING_EXPORT(connect) const char* connect(std::uint32_t size) { return cross(api::connect, size); }
BUDGETING_EXPORT(resume) const char* resume(std::uint32_t size) { return cross(api::resume, size); }
BUDGETING_EXPORT(fail) const char* fail(std::uint32_t size) { return cross(api::fail, size); }
