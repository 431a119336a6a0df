#pragma once

#include <span>

#include "wasm/api/endpoint.hpp"

namespace budgeting::api {

/// Every endpoint there is, in the contract's order.
std::span<const Endpoint> endpoints() noexcept;

}  // namespace budgeting::api
