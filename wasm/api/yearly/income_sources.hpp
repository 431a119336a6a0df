#pragma once

#include "wasm/api/common.hpp"
#include "wasm/model/yearly.hpp"
#include "wasm/query/entries.hpp"

/// `/api/yearly/income-sources`
namespace budgeting::api {

namespace income_sources {

using namespace query;

constexpr void create(Builder& sql) {
  const Rows owner = with_owner(sql, model::income_source);
  const Rows checked = check_limits(sql, std::array{Made{&model::income_source}}, owner, "owner");
  const Rows created = created_row(sql, checked, model::income_source);
  const Rows entries = twelve_entries(sql, created, model::income_entry);
  created_answer(sql, created, made_list(entries, "entries", model::income_entry_lists));
}

}  // namespace income_sources

inline constexpr std::array income_source_endpoints{
    creates_by<model::income_source, income_sources::create>("createIncomeSource",
                                                             "/api/yearly/income-sources", "Budget"),
    changes<model::income_source, no_lists>("updateIncomeSource", "/api/yearly/income-sources/:id"),
    removes<model::income_source>("deleteIncomeSource", "/api/yearly/income-sources/:id"),
};

}  // namespace budgeting::api
