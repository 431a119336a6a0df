#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "wasm/http/answer.hpp"

namespace budgeting::api {

/// How the statement ended.
enum class Event : std::uint8_t {
  row,          ///< it returned a row
  no_row,       ///< it returned no row: its subject does not exist
  error,        ///< PostgreSQL reported an error with an SQLSTATE
  unreachable,  ///< it was never sent
  lost,         ///< it was sent, and the connection broke: a write may or may not have been made
  timeout,      ///< it exceeded the shim's deadline: a write may or may not have been made
};

struct Outcome {
  Event event = Event::no_row;
  std::string_view sqlstate = {};    ///< for `error`; for `unreachable` if the server refused the login
  std::string_view constraint = {};  ///< the constraint that the error is about, if any
  std::string_view detail = {};      ///< PostgreSQL's detail, such as `Key (a, b)=(1, 2) already exists.`
  std::optional<std::string_view> problem = {};  ///< the row's problem; none if it is an answer
  /// The row's body; an empty text if nobody reads it; none if it is null. It must be followed by
  /// `json::padding` readable bytes.
  std::optional<std::string_view> body = std::string_view{};
  std::optional<std::string_view> etag = {};  ///< the row's entity tag, without quotes; none if it has none
  std::vector<std::optional<std::string_view>> more = {};  ///< the row's columns after these three
};

struct Continuation;

/// The response to the request to which the continuation belongs.
http::Answer respond(const Continuation& continuation, const Outcome& outcome);

struct FailRequest {
  std::string_view request_id = {};
};

/// The response for a failure of the code itself.
http::Answer fail(const FailRequest& request);

}  // namespace budgeting::api
