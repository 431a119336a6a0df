#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace budgeting::domain {

/// Columns are 32-bit (`integer`), but those of ids, so every amount, year and month has to fit.
constexpr std::int64_t column_max = 2'147'483'647;

/// The cents of an amount in currency units: exact decimal, half away from zero on the third decimal.
/// `number` is the text of a JSON number (RFC 8259 section 6). Nothing if the cents do not fit a column.
/// Examples: `1.005` is 101, `1e2` is 10000, `-0` is 0, `21474836.48` does not fit.
std::optional<std::int32_t> cents_from_units(std::string_view number) noexcept;

/// The integer that a JSON number stands for, so `1.0` and `1e2` are integers and `1.5` is none.
/// `number` is the text of a JSON number. Nothing if it is not integral, above `most` or below `-most - 1`;
/// `most` is at most 2^53 - 1.
std::optional<std::int64_t> integer(std::string_view number, std::int64_t most = column_max) noexcept;

/// Whether the text of a JSON number stands for an integer, however large: `1.0` and `1e99` do, `1.5` does
/// not.
bool is_whole(std::string_view number) noexcept;

/// Whether the text of a JSON number stands for less than zero; `-0` does not, `-0.001` does.
bool is_negative(std::string_view number) noexcept;

}  // namespace budgeting::domain
