#pragma once

#include "wasm/query/rows.hpp"

/// The building blocks of statements, all derived from the model.
namespace budgeting::query {

/// The columns of a row under the names that clients know: `rows.month_name as "name", ...`.
constexpr auto columns(const Rows& rows, std::string_view except = {}) {
  return [=](Builder& sql) {
    std::string_view comma;
    for (const model::Column& column : rows.entity().columns) {
      if (column.json == except) continue;
      sql << comma << rows.name() << "." << column.name << " as \"" << column.json << "\"";
      comma = ", ";
    }
  };
}

constexpr auto order_by(const Rows& rows) {
  return [=](Builder& sql) {
    std::string_view comma = " order by ";
    for (const model::Order& order : rows.entity().order) {
      sql << comma << rows.name() << "." << order.column << order.direction;
      comma = ", ";
    }
  };
}

/// ` and` the condition that selects the row whose id is in the path.
constexpr auto and_in_path(const Rows& rows, std::string_view column = "id") {
  return [=](Builder& sql) { sql << " and " << rows.name() << "." << column << " = " << path_number; };
}

constexpr void write_lists(Builder& sql, std::span<const model::Nested> nested, const Rows& around) {
  for (const model::Nested& each : nested) {
    const Linked rows = below(around, *each.entity, each.alias, each.link);
    sql << ", coalesce((select json_agg(item) from (select " << columns(rows);
    write_lists(sql, each.nested, rows);
    sql << from(rows);
    if (!each.filter.empty()) sql << " and " << rows.name() << "." << each.filter;
    sql << order_by(rows) << ") as item), '[]') as \"" << each.json << "\"";
  }
}

/// `, coalesce((select json_agg...` for each list of the rows below a row, including their own lists, as
/// columns of the answer.
constexpr auto lists(std::span<const model::Nested> nested, const Rows& around) {
  return [=](Builder& sql) { write_lists(sql, nested, around); };
}

/// The same lists for a row that was just created: empty.
constexpr auto empty_lists(std::span<const model::Nested> nested) {
  return [=](Builder& sql) {
    for (const model::Nested& below : nested) sql << ", '[]'::json as \"" << below.json << "\"";
  };
}

/// `(select ...)`: a row as the object that clients know, with the columns that `more` writes after its own.
template <class More = Text>
constexpr auto object(const Rows& rows, More more = {}) {
  return [=](Builder& sql) {
    sql << "(select row_to_json(answer) from (select " << columns(rows) << more << ") as answer)";
  };
}

/// The entity tag of a row or an answer: a hash of its text, without quotes around it.
constexpr auto tag(auto what) {
  return [=](Builder& sql) { sql << "to_hex(hashtextextended(" << what << "::text, 0))"; };
}

/// `, <problem> as problem, <tag> as etag`, after the body of an answer that shows a row.
constexpr auto problem_and_tag(Text problem, const Rows& row) {
  return [=](Builder& sql) { sql << ", " << problem << " as problem, " << tag(row.name()) << " as etag"; };
}

/// ` and` the request's condition. `If-Match`: the row, or the `tree` that begins with it, is still the
/// version that the client knows; `If-None-Match`: it is not. The condition looks only at the row that is
/// about to be written, because PostgreSQL rereads that row in its latest version if another transaction has
/// just changed it.
constexpr auto if_match(const Rows& row, std::span<const model::Nested> tree = {}) {
  return [=](Builder& sql) {
    sql << " and (" << tags << " is null or (" << tags << " && array['*', " << tag(row.name());
    if (!tree.empty()) sql << ", " << tag(object(row, lists(tree, row)));
    sql << "]) <> (" << tags << " && array['!']))";
  };
}

/// Ends a read. Hyperdrive caches the results of reads for 60 s unless they call a volatile function
/// (developers.cloudflare.com/hyperdrive/concepts/query-caching); a budget must never be stale.
inline constexpr Text uncached = " where clock_timestamp() is not null";

}  // namespace budgeting::query
