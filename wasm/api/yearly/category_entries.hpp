#pragma once

#include "wasm/api/common.hpp"
#include "wasm/model/yearly.hpp"

/// `/api/yearly/category-entries`
namespace budgeting::api {

namespace category_entries {

using namespace query;

inline constexpr std::array bulk_fields{
    Field{"id", "ID", model::Type::reference, true},
    Field{"amount", "Amount", model::Type::cents},
    Field{"isPaid", "Paid", model::Type::boolean},
};

/// Merges items with the same id: for each field, the last value given counts.
void merge_repeated(const Body& body, Values& values, std::vector<http::FieldError>& errors);

/// All or nothing: rows are changed only if every id that was sent is locked and belongs to the user.
constexpr void bulk(Builder& sql) {
  const Owned entry(model::category_entry);
  const Parameter ids = each("id", "bigint[]");
  const auto and_wanted = [=](Builder& out) {
    out << " and yearly_category_entries.id = any(" << ids << ")";
  };
  cte(sql, "wanted", [&] {
    sql << "select * from unnest(" << ids << ", " << each("amount", "integer[]") << ", "
        << each("isPaid", "boolean[]") << ") as item(id, amount, is_paid)";
  });
  cte(sql, "budgets", [&] {
    sql << "select yearly_budgets.id" << from_roots(entry, and_wanted)
        << " order by yearly_budgets.id for no key update";
  });
  const Rows owned = cte(sql, "owned", [&] {
    sql << "select yearly_category_entries.id" << from(entry) << and_wanted
        << " and (select count(*) from budgets) > 0 order by yearly_category_entries.id"
           " for no key update of yearly_category_entries";
    return entry;
  });
  cte(sql, "complete",
      [&] { sql << "select where (select count(*) from owned) = cardinality(" << ids << ")"; });
  cte(sql, "changed", [&] {
    const auto values = [](Builder& out) {
      out << "amount = coalesce(wanted.amount, entries.amount),"
             " is_paid = coalesce(wanted.is_paid, entries.is_paid), updated_at = "
          << now;
    };
    sql << update(same(owned, "entries"), values,
                  "complete cross join owned join wanted on wanted.id = owned.id");
  });
  answer(sql, {}, [](Builder& out) {
    out << "json_build_object('success', true, 'updated', " << count
        << ") as body, null as problem, null as etag from complete";
  });
}

}  // namespace category_entries

inline constexpr std::array category_entry_endpoints{
    changes<model::category_entry, no_lists>("updateCategoryEntry", "/api/yearly/category-entries/:id"),
    Endpoint{.operation = "updateCategoryEntries",
             .method = http::Method::post,
             .path = "/api/yearly/category-entries/bulk",
             .missing = "One or more category entries",
             .body = {category_entries::bulk_fields, "updates"},
             .statement = query::statement<category_entries::bulk, query::Guard::key>,
             .prepare = category_entries::merge_repeated},
};

}  // namespace budgeting::api
