#pragma once

#include "wasm/query/fragments.hpp"

/// Reads. Each gives one row with the answer as `body`, or no row if there is no such thing.
namespace budgeting::query {

/// A read as a statement: with the answer's entity tag, and a null for a body that the client has. A body of
/// more than `most` bytes is a problem: the limits on rows let none become so large, but an app that writes
/// to the tables too may have none. `offset 0` keeps PostgreSQL from writing the body's expression wherever
/// the body is named, and costs less than a materialized CTE, which copies the body.
constexpr void tagged(Builder& sql, auto read, int most) {
  const auto is_too_large = [&] { sql << "pg_column_size(body) > " << most; };
  sql << "select case when ";
  is_too_large();
  sql << " or " << tags << " && array['*', tag] then null else body end as body, case when ";
  is_too_large();
  sql << " then 'too_large' end as problem, tag as etag from (select body, ";
  tag(sql, "body");
  sql << " as tag from (";
  read(sql);
  sql << " offset 0) as result offset 0) as tagged";
}

/// All of a user's rows, without `updatedAt`, in their order.
constexpr void list_owned(Builder& sql, const model::Entity& entity) {
  sql << "select coalesce(json_agg(item), '[]') as body from (select ";
  columns(sql, entity, entity.table, "updatedAt");
  from_owned(sql, entity);
  order_by(sql, entity, entity.table);
  sql << ") as item";
  uncached(sql);
}

/// The given columns of a user's first row in order; all null if there is none.
constexpr void latest(Builder& sql, const model::Entity& entity, std::span<const std::string_view> names) {
  sql << "select row_to_json(answer) as body from (select";
  std::string_view comma = " ";
  for (const std::string_view name : names) {
    sql << comma << "newest." << name;
    comma = ", ";
  }
  sql << " from (values (1)) as always left join (select " << entity.table << ".*";
  from_owned(sql, entity);
  order_by(sql, entity, entity.table);
  sql << " limit 1) as newest on true) as answer";
  uncached(sql);
}

/// A row with everything below it. `column` is the one that the number in the path is compared with.
constexpr void tree(Builder& sql, const model::Entity& entity, std::span<const model::Nested> nested,
                    std::string_view column = "id") {
  sql << "select row_to_json(answer) as body from (select ";
  columns(sql, entity, entity.table);
  lists(sql, nested, entity.table);
  from_owned(sql, entity);
  sql << " and " << entity.table << "." << column << " = " << path_number << ") as answer";
  uncached(sql);
}

}  // namespace budgeting::query
