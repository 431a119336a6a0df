#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace budgeting::http {

/// A parameter of a query, decoded: `+` is a blank, `%` begins two hexadecimal digits. No text if that is not
/// so, or is not UTF-8, or has a NUL.
struct QueryPair {
  std::optional<std::string> name;
  std::optional<std::string> value;
};

/// The part of a URL between `?` and `#`.
std::string_view query_of(std::string_view url) noexcept;

/// The parameters in it, in their order, as forms send them (url.spec.whatwg.org, section 5.1): separated by
/// `&`, with an empty value if they have no `=`. Nothing between two separators is no parameter.
std::vector<QueryPair> query_pairs(std::string_view query);

}  // namespace budgeting::http
