#include "wasm/http/path.hpp"

#include "wasm/http/hexadecimal.hpp"

namespace budgeting::http {
namespace {

/// Calls `visit` with each non-empty segment until it returns `false`; returns whether it never did.
template <class Visit>
constexpr bool each_segment(std::string_view path, Visit visit) {
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view segment = path.substr(0, slash);
    if (!segment.empty() && !visit(segment)) return false;
    if (slash == std::string_view::npos) break;
    path.remove_prefix(slash + 1);
  }
  return true;
}

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%' && at + 2 < text.size()) {
      const int byte = hex_pair(text[at + 1], text[at + 2]);
      if (byte >= 0) {
        decoded += static_cast<char>(byte);
        at += 2;
        continue;
      }
    }
    decoded += text[at];
  }
  return decoded;
}

}  // namespace

std::vector<std::string> path_segments(std::string_view url) {
  if (!url.starts_with('/')) {  // an absolute URL: the path starts after the host
    const std::size_t slash = url.find('/', url.find("://") + 3);
    url = slash == std::string_view::npos ? std::string_view{} : url.substr(slash);
  }
  std::vector<std::string> segments;
  each_segment(url.substr(0, url.find_first_of("?#")), [&](std::string_view segment) {
    segments.push_back(percent_decoded(segment));
    return true;
  });
  return segments;
}

std::optional<Match> match(std::string_view pattern, const std::vector<std::string>& segments) {
  Match found;
  std::size_t at = 0;
  std::size_t count = 0;
  const bool fits = each_segment(pattern, [&](std::string_view expected) {
    if (at == segments.size()) return false;
    const bool is_parameter = expected.front() == ':';
    if (!is_parameter && segments[at] != expected) return false;
    if (is_parameter) found.parameters[count++] = segments[at];
    found.specificity = found.specificity * 2 + (is_parameter ? 0 : 1);
    ++at;
    return true;
  });
  if (!fits || at != segments.size()) return std::nullopt;
  return found;
}

std::optional<std::int64_t> path_number(std::string_view segment, std::int64_t most) noexcept {
  if (segment.empty() || segment.front() == '0') return std::nullopt;
  std::int64_t number = 0;
  for (const char character : segment) {
    if (character < '0' || character > '9') return std::nullopt;
    number = number * 10 + (character - '0');
    if (number > most) return std::nullopt;
  }
  return number;
}

bool is_integer(std::string_view segment) noexcept {
  if (segment.starts_with('-')) segment.remove_prefix(1);
  const bool has_leading_zero = segment.size() > 1 && segment.front() == '0';
  return !segment.empty() && !has_leading_zero &&
         segment.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace budgeting::http
