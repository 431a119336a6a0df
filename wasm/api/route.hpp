#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "wasm/api/endpoint.hpp"
#include "wasm/http/answer.hpp"

namespace budgeting::api {

/// The most bytes that a URL may have; RFC 9110 section 4.1 asks for 8000 at least.
inline constexpr std::size_t most_url_bytes = 8192;

struct RouteRequest {
  std::string_view method = {};
  std::string_view url = {};
  std::string_view request_id = {};
};

/// Where a request leads: to an answer at once, or to an endpoint with its demands.
struct Routed {
  std::optional<http::Answer> answer;
  std::string_view pattern;  ///< of the request's path, for the log; empty if there is none
  bool is_open = false;      ///< for anybody; else somebody has to be signed in
  std::uint32_t body_bytes =
      0;              ///< of a body that need to be read: one more than may be sent; 0: none is wanted
  std::string route;  ///< for `plan`: others hand it back as it is
};

/// Finds the endpoint of a method and a path. It depends on nothing else, so what is refused here costs
/// neither a look at credentials nor a body.
/// Errors: 414 for a URL over `most_url_bytes`, 404 for an unknown path, 405 with `Allow` for a method that
/// it has not.
Routed route(const RouteRequest& request);

struct Route {
  const Endpoint* endpoint;
  std::string_view parameter;  ///< the segment in the place of `:id`; empty if the path has none
};

/// Reads what `route` wrote; traps on anything else.
Route routed(std::string_view route);

}  // namespace budgeting::api
