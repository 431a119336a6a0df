#pragma once

#include <cstdint>
#include <string_view>

#include "wasm/http/error.hpp"

namespace budgeting::api {

/// Why the shim rejects a request, or cannot continue with it.
enum class Refusal : std::uint8_t {
  unauthorized,  ///< nobody is signed in
  forbidden,     ///< a write that a page of another site made the browser send
  host,          ///< in development, a request whose host is not this machine
  unavailable,   ///< what is needed to check credentials, or the database, is not available
  credentials,   ///< the credentials are too long
  rate,          ///< the user has sent too many requests lately
  body,          ///< the body did not arrive in time
};

struct RefuseRequest {
  Refusal refusal = Refusal::unauthorized;
  std::string_view request_id = {};
};

http::Answer refuse(const RefuseRequest& request);

/// The database is not available now; the client may try again in `Retry-After` seconds.
http::Error unavailable();

/// Nobody is signed in.
http::Error unauthorized();

}  // namespace budgeting::api
