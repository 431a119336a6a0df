#include "wasm/api/route.hpp"

#include "wasm/api/endpoints.hpp"
#include "wasm/api/words.hpp"
#include "wasm/http/error.hpp"
#include "wasm/http/path.hpp"
#include "wasm/http/query_string.hpp"
#include "wasm/json/writer.hpp"

namespace budgeting::api {
namespace {

struct Found {
  const Endpoint* endpoint = nullptr;  ///< null if the path is known but the method is not
  std::string_view pattern;
  std::array<std::string_view, 2> numbers;
  std::string allow;  ///< the methods that the path supports
};

/// The endpoint for a method and a path; nothing if no endpoint has that path.
std::optional<Found> find(std::optional<http::Method> method, const std::vector<std::string>& segments) {
  if (method == http::Method::head) method = http::Method::get;
  std::optional<Found> found;
  std::uint32_t best = 0;
  for (const Endpoint& endpoint : routes()) {
    const std::optional<http::Match> match = http::match(endpoint.path, segments);
    if (!match || (found && match->specificity < best)) continue;
    if (!found || match->specificity > best) found.emplace();
    best = match->specificity;
    found->pattern = endpoint.path;
    found->numbers = match->parameters;
    if (!found->allow.empty()) found->allow += ", ";
    found->allow += http::name_of(endpoint.method);
    if (endpoint.method == http::Method::get) found->allow += ", HEAD";
    if (endpoint.method == method) found->endpoint = &endpoint;
  }
  return found;
}

Routed refuse(http::Code code, std::string message, const RouteRequest& request,
              std::vector<http::Header> headers = {}) {
  Routed routed;
  routed.answer = http::answer({code, std::move(message), {}, std::move(headers)}, request.request_id);
  return routed;
}

Routed lead(const Found& found, std::optional<http::Method> method, const RouteRequest& request) {
  if (method == http::Method::options) {
    Routed routed;
    routed.answer = http::Answer{204, {{"allow", found.allow}, {"cache-control", "no-store"}}, {}};
    return routed;
  }
  if (found.endpoint == nullptr) {
    return refuse(http::Code::method_not_allowed,
                  std::string(request.method) + " is not allowed here, only " + found.allow, request,
                  {{"allow", found.allow}});
  }
  const Endpoint& endpoint = *found.endpoint;
  Routed routed;
  if (endpoint.is_open && endpoint.statement.is_empty()) {
    routed.answer = http::Answer{endpoint.status, http::json_headers(), R"({"status":"ok"})"};
  }
  routed.is_open = endpoint.is_open;
  if (endpoint.body.expected()) routed.body_bytes = endpoint.body.most_bytes + 1;
  // The segments may hold anything, so their lengths come first.
  append_word(routed.route, &endpoint - routes().data());
  for (const std::string_view each : found.numbers) {
    append_word(routed.route, static_cast<std::int64_t>(each.size()));
  }
  for (const std::string_view each : found.numbers) routed.route += each;
  if (!endpoint.parameters.list.empty()) routed.route += http::query_of(request.url);
  return routed;
}

}  // namespace

Routed route(const RouteRequest& request) {
  if (request.url.size() > most_url_bytes) {
    std::string message = "The URL must have at most ";
    json::append_integer(message, most_url_bytes);
    return refuse(http::Code::uri_too_long, message + " bytes", request);
  }
  const std::vector<std::string> segments = http::path_segments(request.url);  // the result refers to it
  const std::optional<http::Method> method = http::method_of(request.method);
  const std::optional<Found> found = find(method, segments);
  if (!found) return refuse(http::Code::not_found, "Not found", request);
  Routed routed = lead(*found, method, request);
  routed.pattern = found->pattern;
  return routed;
}

Route routed(std::string_view route) {
  Route parsed{&take_endpoint(route), {}, {}};
  std::array<std::int64_t, 2> sizes{};
  for (std::int64_t& size : sizes) size = take_number(route);
  for (std::size_t at = 0; at < sizes.size(); ++at) {
    parsed.numbers[at] = route.substr(0, static_cast<std::size_t>(sizes[at]));
    route.remove_prefix(parsed.numbers[at].size());
  }
  parsed.query = route;
  return parsed;
}

}  // namespace budgeting::api
