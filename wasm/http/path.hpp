#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace budgeting::http {

/// The decoded, non-empty segments of a URL's path; the URL may be absolute or start at the path. Trailing
/// and doubled slashes are therefore ignored. An invalid percent escape is kept as it is.
std::vector<std::string> path_segments(std::string_view url);

/// How a path matches a pattern such as `/api/months/:id`.
struct Match {
  /// The segments at the positions of `:id` and of a second parameter; empty where the pattern has none.
  std::array<std::string_view, 2> parameters{};
  /// Orders the patterns that match one path: a fixed segment beats a parameter, compared from the left.
  std::uint32_t specificity = 0;
};
std::optional<Match> match(std::string_view pattern, const std::vector<std::string>& segments);

/// A number in a path: a decimal integer from 1 to `most`, without a sign or leading zeros. `most` is at most
/// 2^53 - 1.
std::optional<std::int64_t> path_number(std::string_view segment, std::int64_t most) noexcept;

/// Whether a segment is an integer of any size, without leading zeros; a minus sign is allowed.
bool is_integer(std::string_view segment) noexcept;

}  // namespace budgeting::http
