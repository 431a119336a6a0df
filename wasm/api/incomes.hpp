#pragma once

#include "wasm/api/common.hpp"
#include "wasm/model/yearly.hpp"
#include "wasm/query/entries.hpp"

/// Endpoints 27 to 33: income sources, their entries and what is deducted from those.
namespace budgeting::api {

namespace incomes {

constexpr void create_source(query::Builder& sql) {
  query::check_create(sql, model::income_source);
  sql << ", created as (";
  query::insert(sql, model::income_source, "checked.id");
  sql << " from checked where checked.reached is null returning *), ";
  query::twelve_entries(sql, model::income_entry);
  query::created_answer(sql, model::income_source,
                        [&] { query::made_entries(sql, model::income_entry, model::income_entry_lists); });
}

}  // namespace incomes

inline constexpr std::array income_endpoints{
    Endpoint{.operation = "createIncomeSource",
             .method = http::Method::post,
             .path = "/api/yearly/income-sources",
             .missing = "Budget",
             .body = {fields<model::income_source, Purpose::create>},
             .status = 201,
             .statement = query::statement<incomes::create_source, true>},
    changes<model::income_source, no_lists>("updateIncomeSource", "/api/yearly/income-sources/:id"),
    removes<model::income_source>("deleteIncomeSource", "/api/yearly/income-sources/:id"),
    changes<model::income_entry, model::income_entry_lists>("updateIncomeEntry",
                                                            "/api/yearly/income-entries/:id"),
    creates<model::deduction, no_lists>("createDeduction", "/api/yearly/deductions", "Income entry"),
    changes<model::deduction, no_lists>("updateDeduction", "/api/yearly/deductions/:id"),
    removes<model::deduction>("deleteDeduction", "/api/yearly/deductions/:id"),
};

}  // namespace budgeting::api
