#pragma once

#include <optional>
#include <string_view>

#include "wasm/statements/file.hpp"

namespace budgeting::statements {

/// Why a file of these bytes is no statement, told from how it begins: a picture, a PDF, a spreadsheet, an
/// archive. Empty if it may be one.
std::string_view refusal_of_bytes(std::string_view bytes) noexcept;

/// What a text is: a format, or the reason why it is none.
struct Sniffed {
  std::optional<Format> format{};
  std::string_view refusal{};
};
Sniffed sniff(std::string_view text) noexcept;

}  // namespace budgeting::statements
