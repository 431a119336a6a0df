#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "wasm/api/endpoint.hpp"
#include "wasm/http/answer.hpp"

namespace budgeting::api {

/// The maximum length of a URL in bytes; RFC 9110 section 4.1 recommends at least 8000.
inline constexpr std::size_t most_url_bytes = 8192;

struct RouteRequest {
  std::string_view method = {};
  std::string_view url = {};
  std::string_view request_id = {};
};

/// Where a request leads: directly to a response, or to an endpoint and its requirements.
struct Routed {
  std::optional<http::Answer> answer;
  std::string_view pattern;  ///< the pattern that the path matches, for the log; empty if none
  bool is_open = false;      ///< no sign-in needed
  std::uint32_t body_bytes =
      0;              ///< how much of a body to read: one byte more than the maximum; 0: no body expected
  std::string route;  ///< for `plan`: passed back to it unchanged
};

/// Finds the endpoint for a method and a path. Nothing else is needed, so a request rejected here costs
/// neither a check of credentials nor the reading of a body.
/// Errors: 414 if the URL exceeds `most_url_bytes`, 404 if the path is unknown, 405 with `Allow` if the path
/// does not support the method.
Routed route(const RouteRequest& request);

struct Route {
  const Endpoint* endpoint;
  /// The segments where the path has numbers; empty where it has none.
  std::array<std::string_view, 2> numbers;
  std::string_view query;  ///< the part after `?`, if the endpoint has query parameters
};

/// Parses what `route` wrote; traps on anything else.
Route routed(std::string_view route);

}  // namespace budgeting::api
