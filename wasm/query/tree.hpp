#pragma once

#include "wasm/query/fragments.hpp"

/// Reads of trees. The statement returns one row with the rows of each table as arrays, from which the core
/// makes the JSON (`api/tree.hpp`). That takes PostgreSQL a fraction of the time that nested `json_agg` takes
/// (docs/performance.md). The columns are `body`, `problem` and `etag`, as in every statement, and then
/// arrays: of each table the numbers of each row, and each column of texts. `body` is the first of them all.
/// Rows are in no particular order.
///
/// If the client names versions that it has, the tag is computed first. If it has the current one, `body` is
/// null, and the arrays are not made.
namespace budgeting::query {

namespace detail {

/// Roughly how many bytes a number takes in a response, with its name.
inline constexpr int bytes_of_number = 24;

/// `, <rows>.<column>` for each column of texts.
constexpr auto texts(const model::Entity& entity, std::string_view rows) {
  return [=, &entity](Builder& sql) {
    each_text(entity, [&](const model::Column& column) { sql << ", " << text_of(rows, column); });
  };
}

/// A hash of all rows in a CTE made by `table`, in any order.
constexpr auto hash_of_rows(const model::Entity& entity) {
  const auto name = [](Builder& out, const model::Column& column) { out << column.name; };
  return [=, &entity](Builder& sql) {
    sql << "bit_xor(" << hash(entity, Text("numbers"), Text("id"), name) << ")";
  };
}

/// CTE, named as the table: the id, the numbers and the texts of the rows. Those of a table above another one
/// are kept, since they are needed several times; reading the others again is cheaper than keeping them.
constexpr Rows table(Builder& sql, const auto& rows, auto from, bool is_kept, std::string_view except = {}) {
  const Named::Kind kind = is_kept ? Named::Kind::cte : Named::Kind::repeated_cte;
  return write_named(sql, rows.entity().table, kind, [&] {
    sql << "select " << rows.name() << ".id, " << numbers(rows.entity(), rows.name(), except) << " as numbers"
        << texts(rows.entity(), rows.name()) << from;
    return rows;
  });
}

/// Such CTEs for the tables below these rows, at any depth.
constexpr void tables_below(Builder& sql, const Rows& above, const model::Tables& tables) {
  for (const model::Entity* each : tables) {
    if (each->parent != &above.entity()) continue;
    bool is_kept = false;
    for (const model::Entity* other : tables) is_kept = is_kept || other->parent == each;
    const Linked rows = below(above, *each);
    tables_below(sql, table(sql, rows, from_all(rows), is_kept), tables);
  }
}

/// ` <word>` the client does not have the current version, if it names any.
constexpr auto if_new(Text word) {
  return [=](Builder& sql) {
    sql.only_with(Guard::condition, [&] { sql << " " << word << " (select is_new from known)"; });
  };
}

/// A subquery, named as the table, with the arrays of the rows in its CTE, their `tag`, and roughly the
/// `size` that they have in a response.
constexpr void arrays(Builder& sql, const model::Entity& entity) {
  sub_select(sql, entity.table, [&] {
    sql << "select array_agg(numbers) as numbers";
    each_text(entity, [&](const model::Column& column) {
      sql << ", array_agg(" << column.name << ") as " << column.name;
    });
    sql << ", " << hash_of_rows(entity) << " as tag, coalesce(cardinality(array_agg(numbers)) * "
        << bytes_of_number;
    each_text(entity, [&](const model::Column& column) {
      sql << " + pg_column_size(array_agg(" << column.name << "))";
    });
    sql << ", 0) as size from " << entity.table << if_new("where");
  });
}

}  // namespace detail

/// The rows of a tree, if they are the signed-in user's. `column` is compared with the number in the path. A
/// response of more than `most` bytes is a problem: the limits on rows prevent that, but another app that
/// writes to the same tables may have no limits.
constexpr void tree(Builder& sql, const model::Tree& tree, int most, std::string_view column = "id") {
  const model::Tables tables(tree.nested);
  const auto each_table = [&](std::string_view separator, auto write) {
    write(*tree.entity);
    for (const model::Entity* each : tables) {
      sql << separator;
      write(*each);
    }
  };

  const Owned owned(*tree.entity);
  const auto from_owned = [&](Builder& out) {
    out << from(owned);
    if (!tree.is_list) out << and_in_path(owned, column);
  };
  detail::tables_below(sql, detail::table(sql, owned, from_owned, true, tree.except), tables);
  sql.only_with(Guard::condition, [&] {
    const Named known(sql, "known");
    sql << "select tag, (" << tags << " && array['*', tag]) is not true as is_new from (select "
        << combined_tag([&](Builder& /*sql*/) {
             each_table(", ", [&](const model::Entity& entity) {
               sql << "(select " << detail::hash_of_rows(entity) << " from " << entity.table << ")";
             });
           })
        << " as tag offset 0) as computed";
  });

  const std::string_view first = tree.entity->table;
  sql << " select case when true" << detail::if_new("and") << " then coalesce(" << first
      << ".numbers, '{}') end as body, case when ";
  each_table(" + ", [&](const model::Entity& entity) { sql << entity.table << ".size"; });
  sql << " > " << most << " then 'too_large' end as problem, coalesce(";
  sql.only_with(Guard::condition, [&] { sql << "(select tag from known), "; });
  sql << combined_tag([&](Builder& /*sql*/) {
    each_table(", ", [&](const model::Entity& entity) { sql << entity.table << ".tag"; });
  }) << ") as etag";
  each_table({}, [&](const model::Entity& entity) {
    if (&entity != tree.entity) sql << ", " << entity.table << ".numbers";
    sql << detail::texts(entity, entity.table);
  });
  sql << " from ";
  each_table(" cross join ", [&](const model::Entity& entity) { detail::arrays(sql, entity); });
  sql << uncached;
  if (!tree.is_list) sql << " and exists (select from " << first << ")";
}

}  // namespace budgeting::query
