#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace budgeting::domain {

/// All columns except ids are 32-bit (`integer`), so every amount, year and month must fit in 32 bits.
constexpr std::int64_t column_max = 2'147'483'647;

/// The cents of an amount in currency units, in exact decimal arithmetic, rounded to two decimals half away
/// from zero. `number` is the text of a JSON number (RFC 8259 section 6). Nothing if the cents do not fit in
/// a column. Examples: `1.005` is 101, `1e2` is 10000, `-0` is 0, `21474836.48` does not fit.
std::optional<std::int32_t> cents_from_units(std::string_view number) noexcept;

/// The integer that a JSON number represents: `1.0` and `1e2` are integers, `1.5` is not. `number` is the
/// text of a JSON number. Nothing if it is not an integer, above `most` or below `-most - 1`; `most` is at
/// most 2^53 - 1.
std::optional<std::int64_t> integer(std::string_view number, std::int64_t most = column_max) noexcept;

/// Whether the text of a JSON number represents an integer of any size: `1.0` and `1e99` do, `1.5` does not.
bool is_whole(std::string_view number) noexcept;

/// Whether the text of a JSON number represents a negative number: `-0.001` does, `-0` does not.
bool is_negative(std::string_view number) noexcept;

}  // namespace budgeting::domain
