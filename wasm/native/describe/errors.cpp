#include "wasm/native/describe/errors.hpp"

#include <algorithm>
#include <functional>

#include "wasm/api/body.hpp"
#include "wasm/api/continuation.hpp"
#include "wasm/api/endpoints.hpp"
#include "wasm/api/refusal.hpp"
#include "wasm/api/respond.hpp"
#include "wasm/api/route.hpp"
#include "wasm/api/row_limits.hpp"
#include "wasm/http/error.hpp"
#include "wasm/native/describe/requests.hpp"
#include "wasm/native/describe/shapes.hpp"

namespace budgeting::describe {
namespace {

using api::Endpoint;
using http::Answer;

struct Example {
  std::string name;
  std::string_view summary;
  Answer answer;
  bool is_shared = false;  ///< every endpoint with a body can return it
};

/// A copy followed by the padding bytes that the core may read.
std::string padded(std::string_view value) { return std::string(value) + std::string(json::padding, '\0'); }

bool takes_json(const Endpoint& endpoint) {
  return endpoint.body.expected() && endpoint.body.read_file == nullptr;
}

using Change = std::function<void(api::Invocation&)>;

/// What the core plans for a request that is valid except for `change`.
api::Plan planned(const Endpoint& endpoint, const Json& body, const Change& change = {}) {
  const std::string url = url_example(endpoint);
  const api::Routed routed = api::route({http::name_of(endpoint.method), url});
  const std::string bytes = padded(body);
  api::Invocation invocation = request(endpoint, {bytes.data(), body.size()});
  invocation.route = routed.route;
  if (change) change(invocation);
  return api::plan(invocation);
}

Answer refused(const Endpoint& endpoint, const Json& body, const Change& change = {}) {
  api::Plan plan = planned(endpoint, body, change);
  if (!plan.refusal) give_up("the core takes what should be an example of an error:", endpoint.operation);
  return std::move(*plan.refusal);
}

/// The response to a valid request whose statement has this outcome.
Answer answered(const Endpoint& endpoint, const api::Outcome& outcome) {
  const Json body = body_example(endpoint);
  const api::Plan plan = planned(endpoint, body);
  if (plan.refusal) give_up("the core refuses the example of a body: " + body, plan.refusal->body);
  return api::respond(api::Continuation::from(plan.continuation), outcome);
}

/// The response to a valid request that exceeds a limit, with the limit's default value.
Answer answered_at_limit(const Endpoint& endpoint, std::string_view name) {
  const Json most = std::to_string(api::row_limits({}).of(name));
  const Json row = padded("{\"most\":" + most + "}");
  const std::string_view body(row.data(), row.size() - json::padding);
  return answered(endpoint, {.event = api::Event::row, .problem = name, .body = body});
}

/// The errors for invalid bodies.
std::vector<Example> body_examples(const Endpoint& endpoint) {
  return {{"malformed", "The body is not valid JSON", refused(endpoint, R"({"name": oops})"), true},
          {"empty", "There is no body", refused(endpoint, ""), true},
          {"object", "The body is JSON, but not an object", refused(endpoint, "[]"), true}};
}

/// The error for an invalid condition.
Example empty_condition(const Endpoint& endpoint) {
  return {"condition", "A header that should list entity tags is empty",
          refused(endpoint, body_example(endpoint), [](auto& invocation) { invocation.if_match = ""; }),
          true};
}

/// The errors specific to the endpoint.
std::vector<Example> own_examples(const Endpoint& endpoint) {
  std::vector<Example> examples;
  const auto add = [&](std::string name, std::string_view summary, Answer answer) {
    examples.push_back({std::move(name), summary, std::move(answer)});
  };
  const auto refused_at = [&](std::string_view url) {
    const api::Routed routed = api::route({http::name_of(endpoint.method), url});
    return refused(endpoint, body_example(endpoint),
                   [&](auto& invocation) { invocation.route = routed.route; });
  };
  if (!parameter_names(endpoint.path).empty()) {
    add("path", "The path has no number where one is needed", refused_at(url_example(endpoint, "abc")));
  }
  if (!endpoint.parameters.list.empty()) {
    const std::string url = url_example(endpoint);
    add("query", "Query parameters are unknown, repeated, missing or invalid; each of them is named",
        refused_at(url + (url.find('?') == std::string::npos ? "?" : "&") + "unknown=1"));
  }
  if (!endpoint.is_open) examples.push_back(empty_condition(endpoint));
  if (endpoint.body.read_file != nullptr) {
    const Json file = body_example(endpoint);
    add("noFile", "There is no body", refused(endpoint, ""));
    add("size", "The file is too large", refused(endpoint, std::string(endpoint.body.most_bytes + 1U, ' ')));
    add("json", "The body is JSON",
        refused(endpoint, file, [](auto& invocation) { invocation.content_type = "application/json"; }));
    add("encoding", "The file is compressed",
        refused(endpoint, file, [](auto& invocation) { invocation.content_encoding = "gzip"; }));
  } else if (endpoint.body.expected()) {
    for (Example& example : body_examples(endpoint)) examples.push_back(std::move(example));
    add("fields", "Fields are invalid; each of them is named", refused(endpoint, wrong_body(endpoint)));
  }
  if (!endpoint.missing.empty()) {
    add("missing", "The object does not exist or belongs to another user",
        answered(endpoint, {api::Event::no_row}));
  }
  const std::string row = padded(R"({"name":"March","year":2026})");
  for (const api::Failure& failure : endpoint.failures) {
    const std::string_view row_body(row.data(), row.size() - json::padding);
    add(std::string(failure.problem), "",
        answered(endpoint, {.event = api::Event::row, .problem = failure.problem, .body = row_body}));
  }
  for (const query::Parameter& parameter : endpoint.statement.parameters()) {
    if (parameter.source == query::Source::limit) {
      add(std::string(parameter.name), "A limit is reached", answered_at_limit(endpoint, parameter.name));
    }
  }
  if (endpoint.method == http::Method::get && !endpoint.is_open && !endpoint.joined) {
    add("tooLarge", "The answer would be too large. Only rows written by another application can cause this",
        answered(endpoint, {.event = api::Event::row, .problem = "too_large"}));
  }
  if (endpoint.statement.takes_key()) {
    add("reused", "The key was already used for a different request",
        answered(endpoint, {.event = api::Event::row, .problem = "reused"}));
    add("raced", "The first request with the key is still in progress",
        answered(endpoint,
                 {.event = api::Event::error, .sqlstate = "23505", .constraint = "idempotency_keys_pkey"}));
  }
  return examples;
}

std::string_view meaning(std::uint16_t status) {
  switch (status) {
    case 400:
      return "The request is malformed: an id or year in the path, a header, or the JSON of the body.";
    case 413:
      return "The file is too large.";
    case 415:
      return "The body is JSON, or the file is compressed.";
    case 404:
      return "Not found: the object does not exist or belongs to another user.";
    case 409:
      return "The request conflicts with existing data, or a limit is reached. `code` and `message` say "
             "which.";
    default:
      return "The request can be read but is invalid. `fields` names every invalid field.";
  }
}

Json shown(const Example& example) {
  return object({{"summary", example.summary.empty() ? Json{} : text(example.summary)},
                 {"value", example.answer.body}});
}

/// A header that some errors have, and the components that describe it: one for a status whose errors all
/// have it, one for a status of which only some do.
struct ErrorHeader {
  std::string_view name;
  std::string_view field;  ///< the name as the core writes it
  std::string_view always;
  std::string_view often;
};

constexpr ErrorHeader error_headers[] = {
    {"Retry-After", "retry-after", "RetryAfter", "OftenRetryAfter"},
    {"WWW-Authenticate", "www-authenticate", "WwwAuthenticate", {}},
    {"Accept-Encoding", "accept-encoding", {}, "AcceptEncoding"},
};

/// The headers of the errors with one status.
Json headers_of(const std::vector<const Example*>& examples) {
  Members members{{"Cache-Control", ref("headers", "CacheControl")}};
  for (const ErrorHeader& known : error_headers) {
    const auto has = [&](const Example* example) {
      const auto& headers = example->answer.headers;
      return std::any_of(headers.begin(), headers.end(),
                         [&](const http::Header& header) { return header.name == known.field; });
    };
    const auto with = static_cast<std::size_t>(std::count_if(examples.begin(), examples.end(), has));
    if (with == 0) continue;
    members.push_back(
        {std::string(known.name), ref("headers", with == examples.size() ? known.always : known.often)});
  }
  return object(members);
}

Json response(std::string_view description, const std::vector<const Example*>& examples) {
  const Answer& first = examples.front()->answer;
  const bool names_parameters = std::any_of(examples.begin(), examples.end(),
                                            [](const Example* each) { return each->name == "query"; });
  const Json schema = names_parameters
                          ? object({{"anyOf", list({ref("schemas", "Error"), ref("schemas", "QueryError")})}})
                          : ref("schemas", first.status == 422 ? "ValidationError" : "Error");
  Members values;
  for (const Example* example : examples) {
    values.push_back({example->name, example->is_shared ? ref("examples", example->name) : shown(*example)});
  }
  return object(
      {{"description", text(description)},
       {"headers", headers_of(examples)},
       {"content", object({{"application/json", object({{"schema", schema}, {"examples", object(values)}})},
                           {"application/problem+json", object({{"schema", schema}})}})}});
}

/// An error that several endpoints share.
struct Shared {
  std::string_view name;
  std::string_view description;
  std::vector<Example> examples;
};

/// An endpoint that can return all of the shared errors.
const Endpoint& any_with_body() {
  const auto endpoints = api::endpoints();
  return *std::find_if(endpoints.begin(), endpoints.end(),
                       [](const Endpoint& endpoint) { return takes_json(endpoint); });
}

/// A change that may have a condition.
const Endpoint& any_change() {
  const auto endpoints = api::endpoints();
  return *std::find_if(endpoints.begin(), endpoints.end(),
                       [](const Endpoint& endpoint) { return endpoint.method == http::Method::patch; });
}

/// A read that needs no particular row.
const Endpoint& any_read() { return api::endpoints().front(); }

std::vector<Shared> shared_errors() {
  const Endpoint& any = any_with_body();
  const Json body = body_example(any);
  const auto one = [](std::string_view name, std::string_view description, Answer answer) {
    return Shared{name, description, {{"example", {}, std::move(answer)}}};
  };
  const auto refused_for = [](api::Refusal refusal) { return api::refuse({refusal, example_request_id}); };
  const std::string long_url = std::string(any.path) + "?" + std::string(api::most_url_bytes, 'x');
  return {
      one("Unauthorized", "The request has no credentials, or they are invalid or have expired.",
          refused_for(api::Refusal::unauthorized)),
      one("Forbidden",
          "A write that is authenticated by a cookie came from a page whose origin is not allowed.",
          refused_for(api::Refusal::forbidden)),
      one("RequestTimeout", "The body did not arrive in time.", refused_for(api::Refusal::body)),
      one("PreconditionFailed",
          "The object's current version has none of the entity tags in `If-Match`; or, for a PATCH or "
          "DELETE, it has one of those in `If-None-Match`.",
          answered(any_change(), {.event = api::Event::row, .problem = "stale"})),
      one("PayloadTooLarge", "The body is larger than 1 MiB.",
          refused(any, Json(api::most_body_bytes + 1, ' '))),
      one("UriTooLong", "The URL is longer than 8 KiB.",
          api::route({http::name_of(any.method), long_url, example_request_id}).answer.value_or(Answer{})),
      {"UnsupportedMediaType",
       "The body's content type is not JSON, or the body is compressed.",
       {{"type", "The content type is not JSON",
         refused(any, body, [](auto& invocation) { invocation.content_type = "text/plain"; })},
        {"encoding", "The body is compressed",
         refused(any, body, [](auto& invocation) { invocation.content_encoding = "gzip"; })}}},
      one("TooManyRequests", "The user has recently sent more requests than the deployment allows.",
          refused_for(api::Refusal::rate)),
      one("HeadersTooLarge", "The cookies or credentials are too long.",
          refused_for(api::Refusal::credentials)),
      one("InternalError", "A bug in the server. The server's log has the details under the `requestId`.",
          api::fail({example_request_id})),
      {"Unavailable",
       "The database is currently unavailable. Unless `message` says otherwise, nothing was changed.",
       {{"unavailable", "Nothing was changed", answered(any, {.event = api::Event::unreachable})},
        {"lost", "A write whose outcome is unknown", answered(any, {.event = api::Event::lost})}}},
      {"Timeout",
       "The database took too long. Unless `message` says otherwise, nothing was changed.",
       {{"read", "A read", answered(any_read(), {.event = api::Event::timeout})},
        {"stopped", "A write that the database canceled",
         answered(any, {.event = api::Event::error, .sqlstate = "57014"})},
        {"write", "A write whose outcome is unknown", answered(any, {.event = api::Event::timeout})}}},
  };
}

/// Whether requests to an endpoint can get the error. Errors about bodies need a body, those about the
/// database a statement. Reads are not checked for the origin of the page, since the browser decides whether
/// the page may read the response. An open endpoint neither checks credentials nor counts requests.
bool concerns(std::uint16_t status, const Endpoint& endpoint) {
  switch (status) {
    case 401:
    case 429:
    case 431:
      return !endpoint.is_open;
    case 403:
      return endpoint.method != http::Method::get;
    case 412:
      return endpoint.method != http::Method::post && !endpoint.is_open && !endpoint.joined;
    case 408:
      return endpoint.body.expected();
    case 413:
    case 415:
      return takes_json(endpoint);
    case 503:
    case 504:
      return !endpoint.statement.is_empty();
    default:
      return true;
  }
}

}  // namespace

Members error_responses(const Endpoint& endpoint) {
  const std::vector<Example> examples = own_examples(endpoint);
  std::vector<std::pair<std::uint16_t, Json>> responses;
  for (const std::uint16_t status : {std::uint16_t{400}, std::uint16_t{404}, std::uint16_t{409},
                                     std::uint16_t{413}, std::uint16_t{415}, std::uint16_t{422}}) {
    std::vector<const Example*> of_status;
    for (const Example& example : examples) {
      if (example.answer.status == status) of_status.push_back(&example);
    }
    if (!of_status.empty()) responses.emplace_back(status, response(meaning(status), of_status));
  }
  for (const Shared& shared : shared_errors()) {
    const std::uint16_t status = shared.examples.front().answer.status;
    if (concerns(status, endpoint)) responses.emplace_back(status, ref("responses", shared.name));
  }
  std::sort(responses.begin(), responses.end());
  Members members;
  for (auto& [status, value] : responses) members.push_back({std::to_string(status), std::move(value)});
  return members;
}

Members shared_error_responses() {
  Members responses;
  for (const Shared& shared : shared_errors()) {
    std::vector<const Example*> examples;
    examples.reserve(shared.examples.size());
    for (const Example& example : shared.examples) examples.push_back(&example);
    responses.push_back({std::string(shared.name), response(shared.description, examples)});
  }
  return responses;
}

Members shared_error_examples() {
  Members examples;
  const Example condition = empty_condition(any_with_body());
  examples.push_back({condition.name, shown(condition)});
  for (const Example& example : body_examples(any_with_body()))
    examples.push_back({example.name, shown(example)});
  return examples;
}

}  // namespace budgeting::describe
