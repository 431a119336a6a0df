#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "wasm/http/answer.hpp"

namespace budgeting::api {

/// How the one statement ended.
enum class Event : std::uint8_t {
  row,          ///< it gave a row
  no_row,       ///< it gave none: what it is about is not there
  error,        ///< PostgreSQL refused, with an SQLSTATE
  unreachable,  ///< it was never sent
  lost,         ///< it was sent, and the connection broke: nobody knows if a write was made
  timeout,      ///< it ran past the shim's deadline, so the same is not known of a write
};

struct Outcome {
  Event event = Event::no_row;
  std::string_view sqlstate = {};    ///< with `error`, and with `unreachable` if the server has refused
  std::string_view constraint = {};  ///< that the error is about, if it is about one
  std::string_view detail = {};      ///< PostgreSQL's, such as `Key (a, b)=(1, 2) already exists.`
  std::optional<std::string_view> problem = {};  ///< the row's; none if it is an answer
  /// The row's, or an empty text in its place if nobody reads it; none: null. `json::padding` bytes behind it
  /// must be readable.
  std::optional<std::string_view> body = std::string_view{};
  std::optional<std::string_view> etag = {};  ///< the row's, without quotes; none if it has none
};

struct Continuation;

/// The answer to the request that the continuation is of.
http::Answer respond(const Continuation& continuation, const Outcome& outcome);

struct FailRequest {
  std::string_view request_id = {};
};

/// The answer for when the code itself failed.
http::Answer fail(const FailRequest& request);

}  // namespace budgeting::api
