#pragma once

namespace budgeting::http {

/// The value of a hexadecimal digit, or -1.
constexpr int hex_value(char character) noexcept {
  if (character >= '0' && character <= '9') return character - '0';
  if (character >= 'a' && character <= 'f') return character - 'a' + 10;
  if (character >= 'A' && character <= 'F') return character - 'A' + 10;
  return -1;
}

/// The byte that two hexadecimal digits write, or -1.
constexpr int hex_pair(char high, char low) noexcept {
  const int upper = hex_value(high);
  const int lower = hex_value(low);
  return upper < 0 || lower < 0 ? -1 : upper * 16 + lower;
}

}  // namespace budgeting::http
