#pragma once

#include <optional>
#include <string_view>

#include "wasm/api/endpoint.hpp"
#include "wasm/api/plan.hpp"

namespace budgeting::api {

/// The maximum size of a body in bytes: 1 MiB.
inline constexpr std::size_t most_body_bytes = 1'048'576;

/// Parses and validates a request's body.
/// Errors: 413 if it exceeds `most_body_bytes`; 415 if it is encoded or has a content type other than JSON;
/// 400 if it is empty or malformed; 422 with every invalid field, in the order of the fields.
std::optional<http::Error> read_body(const Endpoint& endpoint, const Invocation& invocation, Values& values);

}  // namespace budgeting::api
