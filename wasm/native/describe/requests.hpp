#pragma once

#include "wasm/api/endpoint.hpp"
#include "wasm/api/plan.hpp"
#include "wasm/native/describe/json.hpp"

/// What clients send.
namespace budgeting::describe {

/// What stands in for the database, the user and the like where the core is asked for an example.
inline constexpr std::string_view example_request_id = "3f1c0a6e-5d2b-4c8e-9a47-6b0d1f2e3c4a";

/// The name of the parameter in a path such as `/api/months/:id`; empty if there is none.
std::string_view parameter_name(std::string_view path);

/// The path with its parameter as OpenAPI writes it, `/api/months/{id}`.
std::string templated(std::string_view path);

/// The body's schema.
Json body_schema(const api::Endpoint& endpoint);

/// A body that the endpoint takes.
Json body_example(const api::Endpoint& endpoint);

/// A body that has all its fields, and each is wrong.
Json wrong_body(const api::Endpoint& endpoint);

/// A request with that body, but for its route. Holds no texts of its own.
api::Invocation request(std::string_view body);

/// The URL of such a request.
std::string url_example(const api::Endpoint& endpoint);

}  // namespace budgeting::describe
