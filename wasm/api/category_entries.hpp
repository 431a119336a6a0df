#pragma once

#include "wasm/api/common.hpp"
#include "wasm/model/yearly.hpp"

/// Endpoints 38 and 39: the monthly entries of yearly categories.
namespace budgeting::api {

namespace category_entries {

using query::Builder;

inline constexpr std::array bulk_fields{
    Field{"id", "ID", model::Type::reference, true},
    Field{"amount", "Amount", model::Type::cents},
    Field{"isPaid", "Paid", model::Type::boolean},
};

/// One item per id: of a repeated one, later values win field by field.
void merge_repeated(const Body& body, Values& values, std::vector<http::FieldError>& errors);

/// All or nothing: a row is changed only if every id that was sent is locked and the user's.
constexpr void bulk(Builder& sql) {
  const auto ids = query::each("id", "bigint[]");
  query::with(sql);
  sql << "wanted as (select * from unnest(" << ids << ", " << query::each("amount", "integer[]") << ", "
      << query::each("isPaid", "boolean[]")
      << ") as item(id, amount, is_paid)), budgets as (select yearly_budgets.id from budgeting.yearly_budgets"
         " where yearly_budgets.id in (select yearly_budgets.id";
  query::from_owned(sql, model::category_entry);
  sql << " and yearly_category_entries.id = any(" << ids
      << ")) order by yearly_budgets.id for no key update), owned as (select yearly_category_entries.id";
  query::from_owned(sql, model::category_entry);
  sql << " and yearly_category_entries.id = any(" << ids
      << ") and (select count(*) from budgets) > 0 order by yearly_category_entries.id"
         " for no key update of yearly_category_entries), complete as (select where"
         " (select count(*) from owned) = cardinality("
      << ids
      << ")), changed as (update budgeting.yearly_category_entries as entries"
         " set amount = coalesce(wanted.amount, entries.amount),"
         " is_paid = coalesce(wanted.is_paid, entries.is_paid), updated_at = "
      << query::now
      << " from complete cross join owned join wanted on wanted.id = owned.id where entries.id = owned.id)";
  query::answer(sql);
  sql << "json_build_object('success', true, 'updated', "
      << query::Parameter{query::Source::count, {}, "integer"}
      << ") as body, null as problem, null as etag from complete";
  query::end(sql, query::no_root);
}

}  // namespace category_entries

inline constexpr std::array category_entry_endpoints{
    changes<model::category_entry, no_lists>("updateCategoryEntry", "/api/yearly/category-entries/:id"),
    Endpoint{.operation = "updateCategoryEntries",
             .method = http::Method::post,
             .path = "/api/yearly/category-entries/bulk",
             .missing = "One or more category entries",
             .body = {category_entries::bulk_fields, "updates"},
             .statement = query::statement<category_entries::bulk, true>,
             .prepare = category_entries::merge_repeated},
};

}  // namespace budgeting::api
