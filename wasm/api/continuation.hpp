#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "wasm/api/endpoint.hpp"

namespace budgeting::api {

/// What `respond` needs from `plan`. Its text is for the core alone; others hand it back as it is.
struct Continuation {
  const Endpoint* endpoint;
  std::int64_t number;    ///< in the path
  bool is_keyed;          ///< the request has an `Idempotency-Key`
  std::string_view wide;  ///< as in `Values`
  /// Of a read, the tags of which its answer must have one; of a write, its condition. Empty without one.
  std::string_view condition;
  std::string_view request_id;

  [[nodiscard]] std::string text() const;
  /// Traps on a text that `text` did not make.
  static Continuation from(std::string_view text);
};

/// The database cannot be used now; the client may try again in `Retry-After` seconds.
http::Error unavailable();

/// Nobody is signed in.
http::Error unauthorized();

/// What the endpoint is about is not there. `number`: what stands in the path in place of a number.
http::Error not_found(const Endpoint& endpoint, std::string_view number);

/// The number in the path cannot be the id of a thing, or a year.
http::Error invalid_number(const Endpoint& endpoint);

}  // namespace budgeting::api
