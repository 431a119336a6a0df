#pragma once

#include <span>
#include <string_view>

#include "wasm/model/type.hpp"

namespace budgeting::model {

/// Whether a request that creates a row, or changes one, may contain a column's value.
enum class Given : std::uint8_t { never, required, optional };

struct Column {
  std::string_view name;   ///< its name in PostgreSQL
  std::string_view json;   ///< its name in requests and responses
  std::string_view label;  ///< the name shown to users, as the beginning of a sentence
  Type type;
  Given on_create = Given::never;
  bool on_patch = false;
  bool nullable = false;
  std::string_view absent = {};  ///< the SQL value of an optional field that a create leaves out
};

struct Order {
  std::string_view column;
  std::string_view direction = {};
};

/// A table, and how clients see its rows. Every id is a serial primary key named `id`.
struct Entity {
  std::string_view table;
  std::string_view thing = {};     ///< as in `<thing> not found`
  const Entity* parent = nullptr;  ///< the entity whose rows own these; null: profiles own them, by token
  std::string_view parent_column;
  std::span<const Column> columns = {};  ///< in the order of requests and responses
  std::span<const Order> order = {};     ///< the order in lists
};

/// The name of the entity's column with money; an entity has at most one.
constexpr std::string_view money_column(const Entity& entity) noexcept {
  for (const Column& column : entity.columns) {
    if (is_money(column.type)) return column.name;
  }
  return {};
}

/// A list within a response: the rows of `entity` that belong to the enclosing row.
struct Nested {
  std::string_view json;
  const Entity* entity;
  std::span<const Nested> nested = {};
  std::string_view link = {};    ///< the column that refers to the enclosing row; empty: `parent_column`
  std::string_view filter = {};  ///< a further condition on the rows, as SQL
  std::string_view alias = {};   ///< needed if a table is nested in itself
};

}  // namespace budgeting::model
