#pragma once

#include "wasm/api/endpoint.hpp"
#include "wasm/native/describe/json.hpp"

/// The errors of the endpoints. Each is one that the core has just answered, so none is made up.
namespace budgeting::describe {

/// The errors that an endpoint can answer, as the `responses` of OpenAPI, by status.
Members error_responses(const api::Endpoint& endpoint);

/// Those that every endpoint answers alike, as components.
Members shared_error_responses();

/// The examples of errors that every endpoint with a body answers alike, as components.
Members shared_error_examples();

/// The schemas of errors.
Members error_schemas();

}  // namespace budgeting::describe
