#include "wasm/api/endpoints.hpp"

#include <algorithm>
#include <functional>

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

/// The endpoints in docs/api.md are not open, and they come first.
constexpr auto contract_size =
    static_cast<std::size_t>(std::ranges::count(all_endpoints, false, &Endpoint::is_open));
static_assert(std::ranges::is_partitioned(all_endpoints, std::logical_not<>{}, &Endpoint::is_open));

}  // namespace

std::span<const Endpoint> endpoints() noexcept { return routes().first(contract_size); }

std::span<const Endpoint> routes() noexcept { return all_endpoints; }

}  // namespace budgeting::api
