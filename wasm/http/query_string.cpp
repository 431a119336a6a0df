#include "wasm/http/query_string.hpp"

#include <algorithm>

#include "wasm/http/hexadecimal.hpp"
#include "wasm/json/text.hpp"

namespace budgeting::http {
namespace {

std::optional<std::string> decoded(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      plain += text[at] == '+' ? ' ' : text[at];
      continue;
    }
    const int byte = at + 2 < text.size() ? hex_pair(text[at + 1], text[at + 2]) : -1;
    if (byte < 0) return std::nullopt;
    plain += static_cast<char>(byte);
    at += 2;
  }
  const bool is_text =
      json::first_invalid_utf8(plain) == plain.size() && plain.find('\0') == std::string::npos;
  return is_text ? std::optional(std::move(plain)) : std::nullopt;
}

}  // namespace

std::string_view query_of(std::string_view url) noexcept {
  url = url.substr(0, url.find('#'));
  const std::size_t mark = url.find('?');
  return mark == std::string_view::npos ? std::string_view{} : url.substr(mark + 1);
}

std::vector<QueryPair> query_pairs(std::string_view query) {
  std::vector<QueryPair> pairs;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    pairs.push_back(
        {decoded(pair.substr(0, equals)), decoded(pair.substr(std::min(equals + 1, pair.size())))});
  }
  return pairs;
}

}  // namespace budgeting::http
