#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wasm/api/connection.hpp"
#include "wasm/http/answer.hpp"
#include "wasm/query/builder.hpp"

namespace budgeting::api {

/// All that an answer depends on besides the database.
struct Invocation {
  std::string_view method = {};
  std::string_view url = {};
  std::string_view content_type = {};
  std::string_view body = {};  ///< `json::padding` bytes behind it must be readable
  std::string_view user = {};  ///< empty if nobody is signed in
  std::string_view hyperdrive = {};
  std::string_view database_url = {};
  std::int64_t now = 0;  ///< Unix seconds
  std::string_view request_id = {};
  /// Why the shim refuses: `forbidden` (a write that another site's page made a browser send), `host` (in
  /// development, a request to another host than this machine), `unavailable` (what credentials are checked
  /// with is not to be had), `credentials` (they are too long), `rate` (the user has sent too much of late),
  /// `body` (it did not come in time); empty if it does not.
  std::string_view refusal = {};
  std::optional<std::string_view> if_match = {};
  std::optional<std::string_view> if_none_match = {};
  std::optional<std::string_view> idempotency_key = {};
  std::string_view content_encoding = {};
  std::string_view row_limits = {};  ///< the variable `ROW_LIMITS`
};

/// The most bytes that a URL may have; RFC 9110 section 4.1 asks for 8000 at least.
inline constexpr std::size_t most_url_bytes = 8192;

/// What to do with a request: send `refusal`, or run one statement and hand its outcome to `respond`.
struct Plan {
  std::optional<http::Answer> refusal;
  std::string log;  ///< for the log, with a refusal that is the operator's to mend

  /// The pattern of the request's path, for the log; empty if there is none.
  std::string_view route;
  /// It may run more than once: nothing changes, or a key sees to it that it changes once.
  bool is_repeatable = false;
  Connection connection;
  std::string sql;
  std::vector<std::optional<std::string>> parameters;
  std::string continuation;
  /// A row without a problem need not be shown to `respond`: its body is the answer as it stands.
  bool row_is_answer = false;
  /// For so many milliseconds the outcome is that of others with the same route as well; 0: of nobody else.
  std::uint16_t shared_milliseconds = 0;
};

/// Route, check, build the statement. A pure function of its argument.
Plan plan(const Invocation& invocation);

}  // namespace budgeting::api
