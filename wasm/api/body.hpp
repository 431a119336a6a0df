#pragma once

#include <optional>
#include <string_view>

#include "wasm/api/endpoint.hpp"
#include "wasm/api/plan.hpp"

namespace budgeting::api {

/// The most bytes that a body may have: 1 MiB.
inline constexpr std::size_t most_body_bytes = 1'048'576;

/// Reads and checks a request's body.
/// Errors: 413 over `most_body_bytes`, 415 if it is encoded, or its type is given and not JSON, 400 if empty
/// or malformed, 422 with every field that is wrong, in the order of the fields.
std::optional<http::Error> read_body(const Endpoint& endpoint, const Invocation& invocation, Values& values);

}  // namespace budgeting::api
