#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wasm/http/answer.hpp"

namespace budgeting::api {

/// All that an answer depends on besides the route and the database.
struct Invocation {
  std::string_view route = {};  ///< as `route` has written it
  std::string_view content_type = {};
  std::string_view content_encoding = {};
  std::string_view body = {};  ///< `json::padding` bytes behind it must be readable
  std::string_view user = {};  ///< who is signed in; empty for nobody
  std::int64_t now = 0;        ///< Unix seconds
  std::string_view request_id = {};
  std::optional<std::string_view> if_match = {};
  std::optional<std::string_view> if_none_match = {};
  std::optional<std::string_view> idempotency_key = {};
  std::string_view row_limits = {};  ///< the variable `ROW_LIMITS`
};

/// What to do with a request: send `refusal`, or run one statement and hand its outcome to `resume`.
struct Plan {
  std::optional<http::Answer> refusal;
  std::string log;  ///< for the log, with a refusal that is the operator's to mend
  std::string sql;
  std::vector<std::optional<std::string>> parameters;
  std::string continuation;
  /// A row without a problem need not be shown to `resume`: its body is the answer as it stands.
  bool row_is_answer = false;
  /// For so many milliseconds the outcome is that of others with the same route as well; 0: of nobody else.
  std::uint16_t shared_milliseconds = 0;
};

/// Check, build the statement. A pure function of its argument.
Plan plan(const Invocation& invocation);

}  // namespace budgeting::api
