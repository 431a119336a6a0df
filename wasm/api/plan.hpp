#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wasm/api/endpoint.hpp"
#include "wasm/http/answer.hpp"

namespace budgeting::api {

/// Everything that a response depends on, besides the route and the database.
struct Invocation {
  std::string_view route = {};  ///< as returned by `route`
  std::string_view content_type = {};
  std::string_view content_encoding = {};
  std::string_view body = {};  ///< followed by `json::padding` readable bytes
  std::string_view user = {};  ///< the signed-in user; empty if nobody is signed in
  std::int64_t now = 0;        ///< Unix seconds
  std::string_view request_id = {};
  std::optional<std::string_view> if_match = {};
  std::optional<std::string_view> if_none_match = {};
  std::optional<std::string_view> idempotency_key = {};
  std::string_view row_limits = {};  ///< the variable `ROW_LIMITS`
};

/// What to do with a request: send `refusal`, or run one statement and pass its outcome to `resume`.
struct Plan {
  std::optional<http::Answer> refusal;
  std::string log;  ///< to be logged: the reason for a refusal that the operator must fix
  std::string sql;
  /// Under which a pooler may keep the statement prepared, for other requests too: the same for the same text
  /// only. At most 63 bytes, as PostgreSQL's names.
  std::string name;
  std::vector<std::optional<std::string>> parameters;
  std::string continuation;
  /// A row without a problem need not be passed to `resume`: its body is the response body, unchanged.
  bool row_is_answer = false;
  /// If the statement may return several rows: how their bodies become one.
  std::optional<Joined> joined;
  bool may_be_empty = false;  ///< no row is an empty list rather than something that does not exist
  /// For how many milliseconds the outcome may be shared with other requests to the same route; 0: not at
  /// all.
  std::uint16_t shared_milliseconds = 0;
};

/// Validates the request and chooses the statement. A pure function of its argument.
Plan plan(const Invocation& invocation);

}  // namespace budgeting::api
