#include "wasm/api/endpoints.hpp"

#include <algorithm>

#include "wasm/api/months/categories.hpp"
#include "wasm/api/months/fixed_payments.hpp"
#include "wasm/api/months/months.hpp"
#include "wasm/api/months/transactions.hpp"
#include "wasm/api/service.hpp"
#include "wasm/api/yearly/budgets.hpp"
#include "wasm/api/yearly/categories.hpp"
#include "wasm/api/yearly/category_entries.hpp"
#include "wasm/api/yearly/deductions.hpp"
#include "wasm/api/yearly/income_entries.hpp"
#include "wasm/api/yearly/income_sources.hpp"
#include "wasm/api/yearly/month_actions.hpp"
#include "wasm/api/yearly/sections.hpp"

namespace budgeting::api {
namespace {

template <std::size_t... sizes>
constexpr auto joined(const std::array<Endpoint, sizes>&... tables) {
  std::array<Endpoint, (sizes + ...)> all{};
  std::size_t at = 0;
  const auto append = [&](const auto& table) {
    for (const Endpoint& endpoint : table) all[at++] = endpoint;
  };
  (append(tables), ...);
  return all;
}

constexpr auto all_endpoints =
    joined(month_endpoints, category_endpoints, fixed_payment_endpoints, transaction_endpoints,
           yearly_budget_endpoints, month_action_endpoints, income_source_endpoints, income_entry_endpoints,
           deduction_endpoints, section_endpoints, yearly_category_endpoints, category_entry_endpoints,
           service_endpoints);

constexpr bool needs_a_user(const Endpoint& endpoint) { return !endpoint.is_open; }

/// The endpoints that need a user come first.
constexpr auto with_a_user =
    static_cast<std::size_t>(std::count_if(all_endpoints.begin(), all_endpoints.end(), needs_a_user));
static_assert(std::is_partitioned(all_endpoints.begin(), all_endpoints.end(), needs_a_user));

}  // namespace

std::span<const Endpoint> endpoints() noexcept { return routes().first(with_a_user); }

std::span<const Endpoint> routes() noexcept { return all_endpoints; }

}  // namespace budgeting::api
