#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace budgeting::http {

/// The decoded segments of the path of a URL, absolute or from the path on. Empty ones do not count, so a
/// trailing or doubled slash is ignored; an escape that is none stays as it is.
std::vector<std::string> path_segments(std::string_view url);

/// How a path fits a pattern such as `/api/months/:id`.
struct Match {
  std::string_view parameter;  ///< the segment in place of `:id`; empty if the pattern has none
  /// Compares patterns of one path: a fixed segment wins over a parameter, the leftmost first.
  std::uint32_t specificity = 0;
};
std::optional<Match> match(std::string_view pattern, const std::vector<std::string>& segments);

/// A number in a path: a decimal integer from 1 to `most`, without sign or leading zeros; `most` is at most
/// 2^53 - 1.
std::optional<std::int64_t> path_number(std::string_view segment, std::int64_t most) noexcept;

/// Whether a segment is an integer of any size, without leading zeros; a minus may stand before it.
bool is_integer(std::string_view segment) noexcept;

}  // namespace budgeting::http
