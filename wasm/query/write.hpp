#pragma once

#include "wasm/query/fragments.hpp"

/// Writes of one row. Each gives one row with the answer as `body`, or no row if the row that is meant, or
/// the one that should own it, is not there.
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

/// `owner`: the id of the row that the body names as the new one's owner, if it is the signed-in user's.
constexpr void with_owner(Builder& sql, const model::Entity& entity) {
  std::string_view json;
  for (const model::Column& column : entity.columns) {
    if (column.name == entity.parent_column) json = column.json;
  }
  sql << "with owner as (select " << entity.parent->table << ".id";
  from_owned(sql, *entity.parent);
  sql << " and " << entity.parent->table << ".id = " << field(json, "integer") << ")";
}

/// A new row; the answer shows its `nested` lists, which are empty.
constexpr void create(Builder& sql, const model::Entity& entity, std::span<const model::Nested> nested = {}) {
  with_owner(sql, entity);
  sql << ", created as (";
  insert(sql, entity, "owner.id");
  sql << " from owner returning *) select row_to_json(answer) as body from (select ";
  columns(sql, entity, "created");
  empty_lists(sql, nested);
  sql << " from created) as answer";
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

/// Changes a row; the answer shows it with its `nested` lists.
constexpr void patch(Builder& sql, const model::Entity& entity, std::span<const model::Nested> nested = {}) {
  with_target(sql, entity);
  sql << "), changed as (update ";
  table(sql, entity);
  set_given(sql, entity);
  sql << " from target where " << entity.table << ".id = target.id returning " << entity.table
      << ".*) select row_to_json(answer) as body from (select ";
  columns(sql, entity, "changed");
  lists(sql, nested, "changed");
  sql << " from changed) as answer";
}

/// Deletes a row and, by the foreign keys, everything below it. It locks the root first, as every write of
/// many rows does, so that two of them never wait for each other in a circle.
constexpr void remove(Builder& sql, const model::Entity& entity) {
  with_target(sql, entity);
  sql << " for no key update of " << root(entity).table << ") delete from ";
  table(sql, entity);
  sql << " using target where " << entity.table
      << ".id = target.id returning '{\"success\":true}'::json as body";
}

}  // namespace budgeting::query
