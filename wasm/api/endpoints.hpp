#pragma once

#include <span>

#include "wasm/api/endpoint.hpp"

namespace budgeting::api {

/// Every endpoint in docs/api.md, in the same order.
std::span<const Endpoint> endpoints() noexcept;

/// The same, followed by the endpoints about the service itself.
std::span<const Endpoint> routes() noexcept;

}  // namespace budgeting::api
