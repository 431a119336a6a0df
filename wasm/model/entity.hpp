#pragma once

#include <span>
#include <string_view>

#include "wasm/model/type.hpp"

namespace budgeting::model {

/// Whether a request that creates a row, or one that changes it, may give a column's value.
enum class Given : std::uint8_t { never, required, optional };

struct Column {
  std::string_view name;   ///< in PostgreSQL
  std::string_view json;   ///< in requests and answers
  std::string_view label;  ///< what people call it, at the beginning of a sentence
  Type type;
  Given on_create = Given::never;
  bool on_patch = false;
  bool nullable = false;
  std::string_view absent = {};  ///< SQL for what an optional value is when a create leaves it out
};

struct Order {
  std::string_view column;
  std::string_view direction = {};
};

/// A table, and how its rows look to a client. Every id is a serial primary key named `id`.
struct Entity {
  std::string_view table;
  std::string_view thing = {};     ///< as in `<thing> not found`
  const Entity* parent = nullptr;  ///< whose rows own these; none: a profile does, by its token
  std::string_view parent_column;
  std::span<const Column> columns = {};  ///< in the order of requests and answers
  std::span<const Order> order = {};     ///< of lists
};

/// The name of the column with the entity's money; each has at most one.
constexpr std::string_view money_column(const Entity& entity) noexcept {
  for (const Column& column : entity.columns) {
    if (is_money(column.type)) return column.name;
  }
  return {};
}

/// A list inside an answer: the rows of `entity` that belong to the row around it.
struct Nested {
  std::string_view json;
  const Entity* entity;
  std::span<const Nested> nested = {};
  std::string_view link = {};    ///< the column that points to the row around it; none: `parent_column`
  std::string_view filter = {};  ///< a further condition on the rows, as SQL
  std::string_view alias = {};   ///< needed where a table is nested in itself
};

}  // namespace budgeting::model
