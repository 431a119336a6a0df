#pragma once

#include "wasm/query/fragments.hpp"

/// Reads. Each returns one row with the answer as `body`, or no row if the thing does not exist.
namespace budgeting::query {

/// A read as a statement: adds the answer's entity tag, and returns a null body if the client already has it.
/// A body of more than `most` bytes is a problem: the limits on rows prevent that, but another app that
/// writes to the same tables may have no limits. `offset 0` keeps PostgreSQL from repeating the body's
/// expression wherever the body is named, and is cheaper than a materialized CTE, which copies the body.
constexpr void tagged(Builder& sql, auto read, int most) {
  const auto is_too_large = [=](Builder& out) { out << "pg_column_size(body) > " << most; };
  sql << "select case when " << is_too_large;
  sql.only_with(Guard::condition, [&] { sql << " or " << tags << " && array['*', tag]"; });
  sql << " then null else body end as body, case when " << is_too_large
      << " then 'too_large' end as problem, tag as etag from"
         " (select body, to_hex(hashtextextended(body::text, 0)) as tag from ("
      << read << " offset 0) as result offset 0) as tagged";
}

/// The given columns of a user's first row in order; all null if the user has no row.
constexpr void latest(Builder& sql, const model::Entity& entity, std::span<const std::string_view> names) {
  const Owned rows(entity);
  sql << "select row_to_json(answer) as body from (select";
  std::string_view comma = " ";
  for (const std::string_view name : names) {
    sql << comma << "newest." << name;
    comma = ", ";
  }
  sql << " from (values (1)) as always left join (select " << rows.name() << ".*" << from(rows)
      << order_by(rows) << " limit 1) as newest on true) as answer" << uncached;
}

}  // namespace budgeting::query
