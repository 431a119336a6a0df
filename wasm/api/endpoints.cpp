#include "wasm/api/endpoints.hpp"

#include "wasm/api/category_entries.hpp"
#include "wasm/api/incomes.hpp"
#include "wasm/api/month_actions.hpp"
#include "wasm/api/month_items.hpp"
#include "wasm/api/months.hpp"
#include "wasm/api/sections.hpp"
#include "wasm/api/service.hpp"
#include "wasm/api/yearly_budgets.hpp"

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
           yearly_budget_endpoints, month_action_endpoints, income_endpoints, section_endpoints,
           category_entry_endpoints, service_endpoints);
static_assert(all_endpoints.size() == 39 + service_endpoints.size());

}  // namespace

std::span<const Endpoint> endpoints() noexcept { return routes().first(39); }

std::span<const Endpoint> routes() noexcept { return all_endpoints; }

}  // namespace budgeting::api
