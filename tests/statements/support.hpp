#pragma once

#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "wasm/statements/amounts.hpp"
#include "wasm/statements/days.hpp"
#include "wasm/statements/file.hpp"

/// What the tests of the readers share.
namespace support {

namespace statements = budgeting::statements;

inline std::string fixture(const std::string& path) {
  std::ifstream file(std::string(FIXTURES) + "/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline std::string units(std::int64_t cents) {
  std::string text;
  statements::append_units(text, cents);
  return text;
}

inline std::int64_t sum(const statements::Statement& statement) {
  std::int64_t sum = 0;
  for (const statements::Line& line : statement.lines) sum += line.amount;
  return sum;
}

/// A line as fixtures describe it: `2026-01-31 -12.50 payee | memo`.
inline std::string described(const statements::Line& line) {
  std::string text = statements::text_of(line.day) + " " + units(line.amount);
  if (!line.payee.empty()) text += " " + std::string(line.payee);
  if (!line.memo.empty()) text += " | " + std::string(line.memo);
  return text;
}

}  // namespace support
