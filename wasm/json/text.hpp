#pragma once

#include <cstddef>
#include <string_view>

namespace budgeting::json {

inline constexpr std::string_view white_space = " \t\r\n";

/// The number of code points in well-formed UTF-8, that is, of bytes that are not continuation bytes.
constexpr std::size_t code_points(std::string_view text) noexcept {
  std::size_t count = 0;
  for (const char byte : text) count += (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U ? 1U : 0U;
  return count;
}

/// Whether PostgreSQL can store the text: it has no NUL and no surrogate (encoded as ED A0..BF xx).
constexpr bool is_storable(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\0') return false;
    if (text[at] == '\xED' && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0xA0U) {
      return false;
    }
  }
  return true;
}

/// The position of the first byte that is not valid UTF-8 (RFC 3629); the text's size if all of it is valid.
std::size_t first_invalid_utf8(std::string_view text) noexcept;

/// Whether the whole text is a number as defined in RFC 8259 section 6.
bool is_number(std::string_view text) noexcept;

}  // namespace budgeting::json
