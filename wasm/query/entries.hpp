#pragma once

#include "wasm/query/fragments.hpp"

/// The twelve monthly entries that an income source and a yearly category have from the start.
namespace budgeting::query {

/// A CTE `entries`: one row of zero for each month below the row in `created`.
constexpr void twelve_entries(Builder& sql, const model::Entity& entity) {
  sql << "entries as (insert into ";
  table(sql, entity);
  sql << " (" << entity.parent_column << ", month, " << model::money_column(entity)
      << ", created_at, updated_at) select created.id, month, 0, " << now << ", " << now
      << " from created cross join generate_series(1, 12) as month order by month returning *)";
}

/// Those rows as the column `entries` of an answer.
constexpr void made_entries(Builder& sql, const model::Entity& entity,
                            std::span<const model::Nested> nested) {
  sql << ", (select json_agg(item) from (select ";
  columns(sql, entity, "entries");
  empty_lists(sql, nested);
  sql << " from entries";
  order_by(sql, entity, "entries");
  sql << ") as item) as \"entries\"";
}

}  // namespace budgeting::query
