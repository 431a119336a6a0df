#include "wasm/domain/names.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace budgeting::domain {
namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

constexpr Range blanks[] = {
    {0x09, 0x0D},     {0x20, 0x20},     {0x85, 0x85},     {0xA0, 0xA0},
    {0x1680, 0x1680}, {0x2000, 0x200B}, {0x2028, 0x2029}, {0x202F, 0x202F},
    {0x205F, 0x2060}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF},
};

/// Characters that are invisible, besides blanks.
constexpr Range ignorables[] = {
    {0xAD, 0xAD},       {0x34F, 0x34F},     {0x61C, 0x61C},   {0x115F, 0x1160}, {0x17B4, 0x17B5},
    {0x180B, 0x180F},   {0x200C, 0x200F},   {0x202A, 0x202E}, {0x2061, 0x206F}, {0x2800, 0x2800},
    {0x3164, 0x3164},   {0xFE00, 0xFE0F},   {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFF8}, {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};

bool has(std::span<const Range> ranges, std::uint32_t code) noexcept {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const Range& range) { return code >= range.first && code <= range.last; });
}

/// A character read from the front of a text.
struct Character {
  std::uint32_t code;
  std::size_t size;  ///< in bytes
};

Character first(std::string_view text) noexcept {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  std::uint32_t code = size == 1 ? lead : lead & (0x7FU >> size);
  for (std::size_t at = 1; at < size && at < text.size(); ++at) {
    code = code << 6U | (static_cast<unsigned char>(text[at]) & 0x3FU);
  }
  return {code, std::min(size, text.size())};
}

}  // namespace

std::string_view trimmed(std::string_view text) noexcept {
  std::size_t begin = text.size();
  std::size_t end = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = first(text.substr(at));
    if (!has(blanks, character.code)) {
      begin = std::min(begin, at);
      end = at + character.size;
    }
    at += character.size;
  }
  return end == 0 ? std::string_view{} : text.substr(begin, end - begin);
}

bool is_visible(std::string_view text) noexcept {
  while (!text.empty()) {
    const Character character = first(text);
    if (!has(blanks, character.code) && !has(ignorables, character.code)) return true;
    text.remove_prefix(character.size);
  }
  return false;
}

bool has_control(std::string_view text, std::string_view allowed) noexcept {
  while (!text.empty()) {
    const Character character = first(text);
    const bool is_control = character.code < 0x20 || (character.code >= 0x7F && character.code < 0xA0);
    if (is_control && allowed.find(text.front()) == std::string_view::npos) return true;
    text.remove_prefix(character.size);
  }
  return false;
}

}  // namespace budgeting::domain
