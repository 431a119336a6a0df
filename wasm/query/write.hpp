#pragma once

#include "wasm/query/limits.hpp"

/// Writes of one row. Each gives one row with the answer as `body`, what stopped it as `problem`, and the
/// entity tag of the row as `etag`; or no row if the row that is meant, or the one that should own it, is
/// not there.
namespace budgeting::query {

/// The value that a create gives a column.
constexpr void created_value(Builder& sql, const model::Column& column) {
  const Parameter value = field(column.json, model::sql_type(column.type));
  if (column.absent.empty() || column.absent == "null") {
    sql << value;
  } else {
    sql << "coalesce(" << value << ", ";
    if (column.absent == "now") {
      sql << now;
    } else {
      sql << column.absent;
    }
    sql << ")";
  }
}

/// `insert into <table> (...) select <owner>, ...`: the caller goes on with ` from` and what gives `owner`.
constexpr void insert(Builder& sql, const model::Entity& entity, std::string_view owner) {
  sql << "insert into ";
  table(sql, entity);
  sql << " (" << entity.parent_column;
  for (const model::Column& column : entity.columns) {
    if (column.on_create != model::Given::never && column.name != entity.parent_column) {
      sql << ", " << column.name;
    }
  }
  sql << ", created_at, updated_at) select " << owner;
  for (const model::Column& column : entity.columns) {
    if (column.on_create == model::Given::never || column.name == entity.parent_column) continue;
    sql << ", ";
    created_value(sql, column);
  }
  sql << ", " << now << ", " << now;
}

/// `owner`: the id of the row that the body names as the new one's owner, if it is the signed-in user's; its
/// root's, and what the limits on `entity` are about. `more` writes further columns.
constexpr void with_owner(Builder& sql, const model::Entity& entity, std::string_view lock, auto more) {
  std::string_view json;
  for (const model::Column& column : entity.columns) {
    if (column.name == entity.parent_column) json = column.json;
  }
  const std::array made{Made{&entity}};
  with(sql);
  sql << "owner as (select " << entity.parent->table << ".id, " << root(entity).table << ".id as root_id";
  known_rows(sql, made);
  rows_around(sql, entity);
  more();
  from_owned(sql, *entity.parent);
  sql << " and " << entity.parent->table << ".id = " << reference(json) << lock << ")";
}

/// A limit that a statement has besides those on the rows that it makes: nothing.
struct NoFurtherLimit {
  constexpr void column(Builder& /*sql*/) const {}   ///< of `owner`
  constexpr void reached(Builder& /*sql*/) const {}  ///< a case of `reached`
  constexpr void most(Builder& /*sql*/) const {}     ///< a case of its number
};

/// CTEs up to `checked`, which has a row if the owner is there, with `reached` null if a row may be made.
template <class Further = NoFurtherLimit>
constexpr void check_create(Builder& sql, const model::Entity& entity, const Further& further = {}) {
  with_owner(sql, entity, {}, [&] { further.column(sql); });
  sql << ", ";
  check_limits(sql, std::array{Made{&entity}}, "owner", [&] { further.reached(sql); });
}

/// The answer that shows the row in `created`, with what `more` writes behind its columns, or the limit that
/// was reached.
template <class Further = NoFurtherLimit>
constexpr void created_answer(Builder& sql, const model::Entity& entity, auto more,
                              const Further& further = {}) {
  answer(sql);
  sql << "case when created.id is null then ";
  reached_body(sql, std::array{Made{&entity}}, "checked.reached", [&] { further.most(sql); });
  sql << " else ";
  object(sql, entity, "created", more);
  sql << " end as body";
  problem_and_tag(sql, "checked.reached", "created");
  sql << " from checked left join created on true";
  end(sql, [&](Builder& out) { root_text(out, root(entity), "(select root_id from checked)"); });
}

/// A new row; the answer shows its `nested` lists, which are empty.
template <class Further = NoFurtherLimit>
constexpr void create(Builder& sql, const model::Entity& entity, std::span<const model::Nested> nested = {},
                      const Further& further = {}) {
  check_create(sql, entity, further);
  sql << ", created as (";
  insert(sql, entity, "checked.id");
  sql << " from checked where checked.reached is null returning *)";
  created_answer(sql, entity, [&] { empty_lists(sql, nested); }, further);
}

/// ` set ...`: every column that the body gives; the others stay as they are.
constexpr void set_given(Builder& sql, const model::Entity& entity) {
  sql << " set ";
  for (const model::Column& column : entity.columns) {
    if (!column.on_patch) continue;
    const Parameter value = field(column.json, model::sql_type(column.type));
    sql << column.name << " = ";
    if (column.nullable) {
      sql << "case when " << given(column.json) << " then " << value << " else " << entity.table << "."
          << column.name << " end, ";
    } else {
      sql << "coalesce(" << value << ", " << entity.table << "." << column.name << "), ";
    }
  }
  sql << "updated_at = " << now;
}

/// Changes a row; the answer shows it with its `nested` lists. `tree`: the lists of the read that shows it.
constexpr void patch(Builder& sql, const model::Entity& entity, std::span<const model::Nested> nested,
                     std::span<const model::Nested> tree) {
  with_target(sql, entity);
  sql << "), changed as (update ";
  table(sql, entity);
  set_given(sql, entity);
  sql << " from target where " << entity.table << ".id = target.id";
  if_match(sql, entity, tree);
  sql << " returning " << entity.table << ".*)";
  answer(sql);
  object(sql, entity, "changed", [&] { lists(sql, nested, "changed"); });
  sql << " as body";
  problem_and_tag(sql, "case when changed.id is null then 'stale' end", "changed");
  sql << " from target left join changed on true where changed.id is not null or " << tags << " is not null";
}

/// Deletes a row and, by the foreign keys, everything below it. It locks the root first, as every write of
/// many rows does, so that two of them never wait for each other in a circle.
constexpr void remove(Builder& sql, const model::Entity& entity, std::span<const model::Nested> tree) {
  with_target(sql, entity);
  sql << " for no key update of " << root(entity).table << "), deleted as (delete from ";
  table(sql, entity);
  sql << " using target where " << entity.table << ".id = target.id";
  if_match(sql, entity, tree);
  sql << " returning target.id)";
  if (entity.parent == nullptr) forget_keys(sql, entity);
  answer(sql);
  sql << "'{\"success\":true}'::json as body, case when deleted.id is null then 'stale' end as problem"
         " from target left join deleted on true where deleted.id is not null or "
      << tags << " is not null";
}

}  // namespace budgeting::query
