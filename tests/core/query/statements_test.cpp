#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "wasm/api/category_entries.hpp"
#include "wasm/api/endpoints.hpp"
#include "wasm/api/incomes.hpp"
#include "wasm/api/month_actions.hpp"
#include "wasm/api/month_items.hpp"
#include "wasm/api/months.hpp"
#include "wasm/api/sections.hpp"
#include "wasm/api/yearly_budgets.hpp"

using namespace budgeting;
using query::Builder;

namespace {

using Write = void (*)(Builder&);

struct Known {
  std::string_view operation;
  Write write;
};

template <const model::Entity& entity, const auto& lists = api::no_lists>
constexpr Write created = [](Builder& sql) { query::create(sql, entity, lists); };
template <const model::Entity& entity, const auto& lists = api::no_lists, const auto& tree = api::no_lists>
constexpr Write patched = [](Builder& sql) { query::patch(sql, entity, lists, tree); };
template <const model::Entity& entity, const auto& tree = api::no_lists>
constexpr Write removed = [](Builder& sql) { query::remove(sql, entity, tree); };
template <const model::Entity& entity>
constexpr Write listed = [](Builder& sql) { query::list_owned(sql, entity); };

/// What writes the statement of each endpoint, said once more, in the contract's order.
const Known all[] = {
    {"listMonths", listed<model::month>},
    {"createMonth", api::months::create},
    {"latestMonth", [](Builder& sql) { query::latest(sql, model::month, api::months::latest_columns); }},
    {"getMonth", [](Builder& sql) { query::tree(sql, model::month, model::month_lists); }},
    {"updateMonth", api::months::patch},
    {"deleteMonth", removed<model::month, model::month_lists>},
    {"summarizeMonth", api::months::summary},
    {"createCategory", created<model::category, model::category_lists>},
    {"updateCategory", patched<model::category>},
    {"deleteCategory", removed<model::category>},
    {"createFixedPayment", created<model::fixed_payment>},
    {"updateFixedPayment", patched<model::fixed_payment>},
    {"deleteFixedPayment", removed<model::fixed_payment>},
    {"createTransaction", api::transactions::create},
    {"updateTransaction", api::transactions::patch},
    {"deleteTransaction", removed<model::transaction>},
    {"listYearlyBudgets", listed<model::yearly_budget>},
    {"createYearlyBudget", api::yearly_budgets::create},
    {"latestYearlyBudget",
     [](Builder& sql) { query::latest(sql, model::yearly_budget, api::yearly_budgets::latest_columns); }},
    {"getYearlyBudgetByYear",
     [](Builder& sql) { query::tree(sql, model::yearly_budget, model::yearly_budget_lists, "year"); }},
    {"getYearlyBudget",
     [](Builder& sql) { query::tree(sql, model::yearly_budget, model::yearly_budget_lists); }},
    {"updateYearlyBudget", patched<model::yearly_budget, api::no_lists, model::yearly_budget_lists>},
    {"deleteYearlyBudget", removed<model::yearly_budget, model::yearly_budget_lists>},
    {"summarizeYearlyBudget", api::yearly_budgets::summary},
    {"copyMonth", api::month_actions::copy_month},
    {"clearMonth", api::month_actions::clear_month},
    {"createIncomeSource", api::incomes::create_source},
    {"updateIncomeSource", patched<model::income_source>},
    {"deleteIncomeSource", removed<model::income_source>},
    {"updateIncomeEntry", patched<model::income_entry, model::income_entry_lists>},
    {"createDeduction", created<model::deduction>},
    {"updateDeduction", patched<model::deduction>},
    {"deleteDeduction", removed<model::deduction>},
    {"updateSection", patched<model::section>},
    {"createYearlyCategory", api::sections::create_category},
    {"updateYearlyCategory", api::sections::patch_category},
    {"deleteYearlyCategory", removed<model::yearly_category>},
    {"updateCategoryEntry", patched<model::category_entry>},
    {"updateCategoryEntries", api::category_entries::bulk},
};

const api::Endpoint& endpoint_of(std::string_view operation) {
  const auto endpoints = api::endpoints();
  const auto found = std::find_if(endpoints.begin(), endpoints.end(), [&](const api::Endpoint& endpoint) {
    return endpoint.operation == operation;
  });
  REQUIRE(found != endpoints.end());
  return *found;
}

std::vector<std::string_view> names(std::span<const api::Field> fields) {
  std::vector<std::string_view> list;
  for (const api::Field& field : fields) list.push_back(field.name);
  return list;
}

}  // namespace

TEST_CASE("a statement made at compile time is what its builder writes at run time") {
  CHECK(std::size(all) == api::endpoints().size());
  for (const Known& known : all) {
    CAPTURE(known.operation);
    const api::Endpoint& endpoint = endpoint_of(known.operation);
    const query::Statement& made = endpoint.statement;
    CHECK(made.takes_key() == (endpoint.method == http::Method::post));
    const int most =
        endpoint.operation == "summarizeYearlyBudget" ? api::most_year_row_bytes : api::most_answer_bytes;
    const auto write = [&](Builder& sql) {
      endpoint.method == http::Method::get ? query::tagged(sql, known.write, most) : known.write(sql);
    };
    const Builder builder = query::detail::run(write, made.takes_key());
    std::string text;
    for (std::size_t at = 0; at < builder.size(); ++at) text += builder.at(at);
    CHECK(made.sql == text);
    REQUIRE(made.parameters.size() == builder.count());
    for (std::size_t at = 0; at < builder.count(); ++at) {
      CHECK(made.parameters[at] == builder.parameter(at));
    }
    CHECK(builder.size() < Builder::text_capacity);
  }
}

TEST_CASE("a new row needs a value for each required column, a changed one for none") {
  const api::Endpoint create = api::creates<model::fixed_payment, api::no_lists>("c", "/c", "Month");
  const api::Endpoint change = api::changes<model::fixed_payment, api::no_lists>("u", "/u/:id");
  const api::Endpoint remove = api::removes<model::fixed_payment>("d", "/d/:id");
  using Names = std::vector<std::string_view>;
  CHECK(names(create.body.fields) == Names{"monthId", "name", "amount", "orderIndex"});
  CHECK(names(change.body.fields) == Names{"name", "amount", "orderIndex"});
  CHECK(api::field_count(model::fixed_payment, api::Purpose::create) == 4);
  CHECK(api::field_count(model::fixed_payment, api::Purpose::patch) == 3);
  CHECK_FALSE(remove.body.expected());
  CHECK(create.body.fields[2].required);
  CHECK_FALSE(create.body.fields[3].required);
  for (const api::Field& field : change.body.fields) CHECK_FALSE(field.required);
  CHECK(create.status == 201);
  CHECK(change.status == 200);
  CHECK(create.missing == "Month");
  CHECK(remove.missing == "Fixed payment");
  CHECK(create.statement.sql == endpoint_of("createFixedPayment").statement.sql);
}

TEST_CASE("PostgreSQL is told the type of every value") {
  for (const api::Endpoint& endpoint : api::endpoints()) {
    for (const query::Parameter& parameter : endpoint.statement.parameters) {
      if (parameter.source != query::Source::field) continue;
      CAPTURE(endpoint.operation);
      CAPTURE(parameter.name);
      const auto& fields = endpoint.body.fields;
      const auto field = std::find_if(fields.begin(), fields.end(),
                                      [&](const api::Field& each) { return each.name == parameter.name; });
      REQUIRE(field != fields.end());
      CHECK(parameter.type == model::sql_type(field->type));
    }
  }
}
