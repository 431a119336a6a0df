#pragma once

#include <span>

#include "wasm/api/endpoint.hpp"

namespace budgeting::api {

/// Every endpoint of the contract, in the contract's order.
std::span<const Endpoint> endpoints() noexcept;

/// The same, and behind them what is asked of the service itself.
std::span<const Endpoint> routes() noexcept;

}  // namespace budgeting::api
