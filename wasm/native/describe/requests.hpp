#pragma once

#include "wasm/api/endpoint.hpp"
#include "wasm/api/plan.hpp"
#include "wasm/native/describe/json.hpp"

/// Requests from clients.
namespace budgeting::describe {

/// Stand-ins for the database, the user and so on, used when the core is asked for an example.
inline constexpr std::string_view example_request_id = "3f1c0a6e-5d2b-4c8e-9a47-6b0d1f2e3c4a";

/// The names of the parameters in a path such as `/api/months/:id`.
std::vector<std::string_view> parameter_names(std::string_view path);

/// The path with its parameters in OpenAPI's notation, `/api/months/{id}`.
std::string templated(std::string_view path);

/// The endpoint's query parameters, as OpenAPI describes them.
std::vector<Json> query_parameters(const api::Endpoint& endpoint);

/// The schema of the body.
Json body_schema(const api::Endpoint& endpoint);

/// A body that the endpoint accepts: JSON, or a file's contents.
std::string body_example(const api::Endpoint& endpoint);

/// A body that has all fields, each of them invalid.
Json wrong_body(const api::Endpoint& endpoint);

/// A request with that body, but without a route. It refers to the body's text and does not copy it.
api::Invocation request(const api::Endpoint& endpoint, std::string_view body);

/// The URL of a request to the endpoint, with `number` for each number in the path, or with valid ones.
std::string url_example(const api::Endpoint& endpoint, std::string_view number = {});

}  // namespace budgeting::describe
