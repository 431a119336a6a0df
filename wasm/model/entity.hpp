#pragma once

#include <array>
#include <cstddef>
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
  std::string_view link = {};  ///< the column that refers to the enclosing row; empty: `parent_column`
  std::string_view null = {};  ///< a column that is null in the rows of this list

  [[nodiscard]] constexpr std::string_view link_column() const noexcept {
    return link.empty() ? entity->parent_column : link;
  }
};

/// What a read shows: a row of `entity` with everything below it, or a list of such rows.
struct Tree {
  const Entity* entity;
  std::span<const Nested> nested = {};
  bool is_list = false;          ///< all rows of the user, in order; otherwise the one that the path names
  std::string_view except = {};  ///< the name, in responses, of a column of `entity` that is not shown
};

/// The tables of lists, each once, in the order in which a statement returns them.
class Tables {
 public:
  constexpr explicit Tables(std::span<const Nested> lists) { add(lists); }

  [[nodiscard]] constexpr const Entity* const* begin() const noexcept { return tables_.data(); }
  [[nodiscard]] constexpr const Entity* const* end() const noexcept { return tables_.data() + size_; }

 private:
  constexpr void add(std::span<const Nested> lists) {
    for (const Nested& each : lists) {
      bool is_new = true;
      for (const Entity* known : *this) is_new = is_new && known != each.entity;
      if (is_new) tables_[size_++] = each.entity;
      add(each.nested);
    }
  }

  std::array<const Entity*, 8> tables_{};  ///< more than any tree has
  std::size_t size_ = 0;
};

}  // namespace budgeting::model
