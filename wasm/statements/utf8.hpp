#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace budgeting::statements {

/// A character at the front of a text, and the number of its bytes.
struct Character {
  std::uint32_t code;
  std::size_t size;
};

/// The first character of a text in valid UTF-8, which is not empty.
constexpr Character first_character(std::string_view text) noexcept {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  std::uint32_t code = lead & (0x7FU >> size);
  for (std::size_t at = 1; at < size && at < text.size(); ++at) {
    code = code << 6U | (static_cast<unsigned char>(text[at]) & 0x3FU);
  }
  return {code, size < text.size() ? size : text.size()};
}

/// Removes the first character and returns its code.
constexpr std::uint32_t take_character(std::string_view& text) noexcept {
  const Character character = first_character(text);
  text.remove_prefix(character.size);
  return character.code;
}

inline void append_character(std::string& out, std::uint32_t code) {
  const auto byte = [&](std::uint32_t value) { out += static_cast<char>(static_cast<unsigned char>(value)); };
  if (code < 0x80) return byte(code);
  if (code < 0x800) {
    byte(0xC0U | code >> 6U);
  } else {
    if (code < 0x10000) {
      byte(0xE0U | code >> 12U);
    } else {
      byte(0xF0U | code >> 18U);
      byte(0x80U | (code >> 12U & 0x3FU));
    }
    byte(0x80U | (code >> 6U & 0x3FU));
  }
  byte(0x80U | (code & 0x3FU));
}

/// Spaces of every width, tabs and line ends.
constexpr bool is_blank(std::uint32_t code) noexcept {
  return code == ' ' || (code >= '\t' && code <= '\r') || code == 0x85 || code == 0xA0 || code == 0x1680 ||
         (code >= 0x2000 && code <= 0x200B) || code == 0x2028 || code == 0x2029 || code == 0x202F ||
         code == 0x205F || code == 0x2060 || code == 0x3000 || code == 0xFEFF;
}

/// Control characters and direction marks, which nobody sees.
constexpr bool is_invisible(std::uint32_t code) noexcept {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0xAD || code == 0x61C ||
         (code >= 0x200C && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069);
}

constexpr bool is_digit(std::uint32_t code) noexcept { return code >= '0' && code <= '9'; }

constexpr bool is_letter(std::uint32_t code) noexcept {
  return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
}

constexpr bool is_digit(char byte) noexcept { return byte >= '0' && byte <= '9'; }

constexpr bool is_letter(char byte) noexcept {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

constexpr char lower(char character) noexcept {
  return character >= 'A' && character <= 'Z' ? static_cast<char>(character + ('a' - 'A')) : character;
}

/// Whether the texts are equal but for the case of ASCII letters.
constexpr bool is_same(std::string_view text, std::string_view other) noexcept {
  if (text.size() != other.size()) return false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (lower(text[at]) != lower(other[at])) return false;
  }
  return true;
}

/// Whether `text` begins with `start`, whatever the case of ASCII letters.
constexpr bool begins_with(std::string_view text, std::string_view start) noexcept {
  return is_same(text.substr(0, start.size()), start);
}

}  // namespace budgeting::statements
