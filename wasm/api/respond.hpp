#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "wasm/http/answer.hpp"

namespace budgeting::api {

/// How the one statement ended.
enum class Event : std::uint8_t {
  row,          ///< it gave a row
  unchanged,    ///< it gave a row without a body: the client has that
  no_row,       ///< it gave none: what it is about is not there
  error,        ///< PostgreSQL refused, with an SQLSTATE
  unreachable,  ///< it was never sent
  lost,     ///< it was sent, this time or before, and the connection broke: nobody knows if a write was made
  timeout,  ///< it ran past the shim's deadline, so the same is not known of a write
};

struct Outcome {
  Event event = Event::no_row;
  std::string_view sqlstate = {};    ///< with `error`
  std::string_view constraint = {};  ///< that the error is about, if it is about one
  std::string_view detail = {};      ///< PostgreSQL's, such as `Key (a, b)=(1, 2) already exists.`
  std::string_view problem = {};     ///< the row's; empty if it is an answer
  std::string_view body = {};  ///< the row's, if needed; `json::padding` bytes behind it must be readable
  std::string_view etag = {};  ///< the row's, without quotes; empty if it has none
};

/// The event that the shim names so; nothing for a name that is none.
std::optional<Event> event_of(std::string_view name) noexcept;

/// The answer to the request that `continuation` was made for.
http::Answer respond(std::string_view continuation, const Outcome& outcome);

/// The answer for when the code itself failed.
http::Answer fail(std::string_view request_id);

}  // namespace budgeting::api
