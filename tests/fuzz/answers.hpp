#pragma once

#include <algorithm>
#include <string_view>

#include "tests/core/padded.hpp"
#include "tests/fuzz/check.hpp"
#include "tests/fuzz/strict_json.hpp"
#include "wasm/http/answer.hpp"

namespace fuzz {

inline void require_headers(const budgeting::http::Answer& answer) {
  for (const budgeting::http::Header& header : answer.headers) {
    const bool printable = std::all_of(header.value.begin(), header.value.end(),
                                       [](char character) { return character >= ' ' && character <= '~'; });
    require(!header.name.empty() && printable, "headers are printable ASCII");
  }
}

/// An error's body has the one shape that all errors have.
inline void require_error(const budgeting::http::Answer& answer, std::string_view request_id) {
  namespace json = budgeting::json;
  require_headers(answer);
  require(is_json(answer.body), "an error's body is valid JSON and UTF-8");
  const Padded text(answer.body);
  json::Document document;
  require(!document.parse(text.view()), "the core can read its own JSON");
  const auto member = [&](std::string_view name) {
    const auto found = document.root().member(name);
    require(found.has_value(), "an error has all its members");
    return *found;
  };
  require(member("error").truth(), "an error says so");
  require(member("statusCode").text() == std::to_string(answer.status), "an error's status is the answer's");
  require(!member("code").text().empty() && !member("message").text().empty(), "an error says what is wrong");
  require(member("requestId").text() == request_id, "an error names its request");
  require(member("status").text() == member("statusCode").text(), "RFC 9457's status is the same");
  require(member("detail").text() == member("message").text(), "RFC 9457's detail is the message");
  require(member("type").text() == "about:blank" && !member("title").text().empty(), "an error is a problem");
  require((answer.status == 422) == document.root().member("fields").has_value(), "a 422 names its fields");
}

}  // namespace fuzz
