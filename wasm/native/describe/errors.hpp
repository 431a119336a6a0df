#pragma once

#include "wasm/api/endpoint.hpp"
#include "wasm/native/describe/json.hpp"

/// The errors of the endpoints. The core produces each example when the description is generated.
namespace budgeting::describe {

/// The errors that an endpoint can return, as OpenAPI `responses`, by status.
Members error_responses(const api::Endpoint& endpoint);

/// The responses that every endpoint shares, as components.
Members shared_error_responses();

/// The examples of errors that all endpoints with a body share, as components.
Members shared_error_examples();

/// The schemas of errors.
Members error_schemas();

}  // namespace budgeting::describe
