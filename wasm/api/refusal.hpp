#pragma once

#include <cstdint>
#include <string_view>

#include "wasm/http/error.hpp"

namespace budgeting::api {

/// Why the shim does not let a request in, or cannot go on with it.
enum class Refusal : std::uint8_t {
  unauthorized,  ///< nobody is signed in
  forbidden,     ///< a write that another site's page made a browser send
  host,          ///< in development, a request to another host than this machine
  unavailable,   ///< what credentials are checked with, or the database, is not to be had
  credentials,   ///< they are too long
  rate,          ///< the user has sent too much of late
  body,          ///< it did not arrive in time
};

struct RefuseRequest {
  Refusal refusal = Refusal::unauthorized;
  std::string_view request_id = {};
};

http::Answer refuse(const RefuseRequest& request);

/// The database cannot be used now; the client may try again in `Retry-After` seconds.
http::Error unavailable();

/// Nobody is signed in.
http::Error unauthorized();

}  // namespace budgeting::api
