#pragma once

#include "wasm/query/fragments.hpp"

/// The twelve monthly entries that an income source and a yearly category have from their creation.
namespace budgeting::query {

/// CTE `entries`: one row with an amount of zero for each month, below the row in `created`.
constexpr Rows twelve_entries(Builder& sql, const Rows& created, const model::Entity& entity) {
  return cte(sql, "entries", [&] {
    const Linked rows = below(created, entity);
    const auto columns = [&](Builder& out) { out << ", month, " << model::money_column(entity); };
    sql << insert(rows, columns, Text(", month, 0"))
        << " from created cross join generate_series(1, 12) as month order by month returning *";
    return rows;
  });
}

/// `, (select json_agg...) as "<name>"`: the rows that a CTE has created, with empty lists, as a column of
/// the answer.
constexpr auto made_list(const Rows& rows, std::string_view name, std::span<const model::Nested> nested) {
  return [=](Builder& sql) {
    sql << ", (select json_agg(item) from (select " << columns(rows) << empty_lists(nested) << " from "
        << rows.name() << order_by(rows) << ") as item) as \"" << name << "\"";
  };
}

}  // namespace budgeting::query
