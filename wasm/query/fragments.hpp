#pragma once

#include "wasm/query/keyed.hpp"

/// The pieces that statements are made of, all derived from the model.
namespace budgeting::query {

/// `budgeting.<table>`: qualified, so that no search path has a say.
constexpr void table(Builder& sql, const model::Entity& entity) { sql << "budgeting." << entity.table; }

/// The columns of a row as a client knows them: `alias.month_name as "name", ...`.
constexpr void columns(Builder& sql, const model::Entity& entity, std::string_view alias,
                       std::string_view except = {}) {
  std::string_view comma;
  for (const model::Column& column : entity.columns) {
    if (column.json == except) continue;
    sql << comma << alias << "." << column.name << " as \"" << column.json << "\"";
    comma = ", ";
  }
}

constexpr void order_by(Builder& sql, const model::Entity& entity, std::string_view alias) {
  std::string_view comma = " order by ";
  for (const model::Order& order : entity.order) {
    sql << comma << alias << "." << order.column << order.direction;
    comma = ", ";
  }
}

/// ` from` the table joined with its owners up to the signed-in profile, and the condition that says whose
/// it is. The only place where ownership is written; a further condition may follow with `and`. A request
/// that was answered before owns nothing.
constexpr void from_owned(Builder& sql, const model::Entity& entity) {
  sql << " from ";
  table(sql, entity);
  const model::Entity* row = &entity;
  for (; row->parent != nullptr; row = row->parent) {
    sql << " join ";
    table(sql, *row->parent);
    sql << " on " << row->parent->table << ".id = " << row->table << "." << row->parent_column;
  }
  sql << " join budgeting.profiles on profiles.profile_token = " << row->table << "." << row->parent_column
      << " where profiles.auth_user_id = " << user;
  unless_stored(sql);
}

/// The entity whose rows a profile owns directly.
constexpr const model::Entity& root(const model::Entity& entity) {
  const model::Entity* row = &entity;
  while (row->parent != nullptr) row = row->parent;
  return *row;
}

/// `target`: the id of the row that the path names, if it is the signed-in user's, and the columns that
/// `more` writes.
constexpr void with_target(Builder& sql, const model::Entity& entity, auto more) {
  with(sql);
  sql << "target as (select " << entity.table << ".id";
  more();
  from_owned(sql, entity);
  sql << " and " << entity.table << ".id = " << path_number;
}

constexpr void with_target(Builder& sql, const model::Entity& entity) {
  with_target(sql, entity, [] {});
}

constexpr void lists(Builder& sql, std::span<const model::Nested> nested, std::string_view alias);

/// `(select json_agg...)` of the rows below a row, each with its own lists, as a column of an answer.
constexpr void list(Builder& sql, const model::Nested& nested, std::string_view around) {
  const model::Entity& entity = *nested.entity;
  const std::string_view alias = nested.alias.empty() ? entity.table : nested.alias;
  sql << ", coalesce((select json_agg(item) from (select ";
  columns(sql, entity, alias);
  lists(sql, nested.nested, alias);
  sql << " from ";
  table(sql, entity);
  if (!nested.alias.empty()) sql << " as " << alias;
  sql << " where " << alias << "." << (nested.link.empty() ? entity.parent_column : nested.link) << " = "
      << around << ".id";
  if (!nested.filter.empty()) sql << " and " << alias << "." << nested.filter;
  order_by(sql, entity, alias);
  sql << ") as item), '[]') as \"" << nested.json << "\"";
}

constexpr void lists(Builder& sql, std::span<const model::Nested> nested, std::string_view alias) {
  for (const model::Nested& below : nested) list(sql, below, alias);
}

/// The same lists of a row that was only just made: empty.
constexpr void empty_lists(Builder& sql, std::span<const model::Nested> nested) {
  for (const model::Nested& below : nested) sql << ", '[]'::json as \"" << below.json << "\"";
}

/// `(select ...)`: a row as the object that clients know, with what `more` writes behind its columns.
constexpr void object(Builder& sql, const model::Entity& entity, std::string_view alias, auto more) {
  sql << "(select row_to_json(answer) from (select ";
  columns(sql, entity, alias);
  more();
  sql << ") as answer)";
}

constexpr void object(Builder& sql, const model::Entity& entity, std::string_view alias) {
  object(sql, entity, alias, [] {});
}

/// The entity tag of a row or an answer: a hash of its text, without the quotes around it.
constexpr void tag_of(Builder& sql, auto what) {
  sql << "to_hex(hashtextextended(";
  what();
  sql << "::text, 0))";
}

constexpr void tag(Builder& sql, std::string_view alias) {
  tag_of(sql, [&] { sql << alias; });
}

/// `, <problem> as problem, <tag> as etag` behind the body of an answer that shows the row `alias`.
constexpr void problem_and_tag(Builder& sql, std::string_view problem, std::string_view alias) {
  sql << ", " << problem << " as problem, ";
  tag(sql, alias);
  sql << " as etag";
}

/// ` and` the condition that the request makes with `If-Match`: that the row, or the `tree` that begins with
/// it, is still what the client knows; or with `If-None-Match`, that it is not. It looks at nothing but the
/// row that is about to be written, which PostgreSQL shows it in its latest version if somebody else has just
/// changed it.
constexpr void if_match(Builder& sql, const model::Entity& entity, std::span<const model::Nested> tree) {
  sql << " and (" << tags << " is null or (" << tags << " && array['*', ";
  tag(sql, entity.table);
  if (!tree.empty()) {
    sql << ", ";
    tag_of(sql, [&] { object(sql, entity, entity.table, [&] { lists(sql, tree, entity.table); }); });
  }
  sql << "]) <> (" << tags << " && array['!']))";
}

/// Ends a read. Hyperdrive keeps the answers of reads for 60 s unless they call a volatile function
/// (developers.cloudflare.com/hyperdrive/concepts/query-caching); a budget must never be stale.
constexpr void uncached(Builder& sql) { sql << " where clock_timestamp() is not null"; }

}  // namespace budgeting::query
