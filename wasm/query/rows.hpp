#pragma once

#include "wasm/query/keyed.hpp"

/// Ownership of the rows in a statement. A table can only be named through rows of the signed-in user, and
/// these can only be reached from the user's profile downwards: a statement without that restriction does not
/// compile.
namespace budgeting::query {

/// The owner of the rows of an entity without a parent: the user's profile, by its token.
inline constexpr model::Entity profile{.table = "profiles", .parent_column = "auth_user_id"};

constexpr const model::Entity& owner_of(const model::Entity& entity) noexcept {
  return entity.parent != nullptr ? *entity.parent : profile;
}
/// The column with which child rows refer to an entity's rows.
constexpr std::string_view key_of(const model::Entity& entity) noexcept {
  return &entity == &profile ? "profile_token" : "id";
}
/// The topmost ancestor of an entity.
constexpr const model::Entity& root_of(const model::Entity& entity) noexcept {
  const model::Entity* row = &entity;
  while (row->parent != nullptr) row = row->parent;
  return *row;
}

namespace detail {

[[noreturn]] inline void these_rows_are_not_below_those() { __builtin_trap(); }
[[noreturn]] inline void this_needs_a_cte_with_the_rows() { __builtin_trap(); }

}  // namespace detail

/// Rows of the signed-in user, under the name that they have in the statement: that of a table, an alias or a
/// CTE.
class Rows {
 public:
  [[nodiscard]] constexpr const model::Entity& entity() const noexcept { return *entity_; }
  [[nodiscard]] constexpr std::string_view name() const noexcept { return name_; }

  /// Whether these are rows selected by a CTE or a subquery.
  [[nodiscard]] constexpr bool is_named() const noexcept { return is_named_; }
  /// The same rows as those from which a CTE or a subquery is built.
  [[nodiscard]] constexpr Rows in(const Named& named) const {
    Rows rows(*entity_, named.name());
    rows.is_named_ = true;
    return rows;
  }

  /// ` from` all rows of `entity` below these, at any depth. It uses lists of ids instead of joins: there is
  /// only one possible plan, and PostgreSQL would take longer to plan the joins than to run them. Without an
  /// alias the columns need no qualifier.
  friend constexpr auto from_below(const Rows& rows, const model::Entity& entity,
                                   std::string_view alias = {}) {
    return [=, below = &entity](Builder& sql) { rows.write_below(sql, *below, alias); };
  }

 protected:
  constexpr Rows(const model::Entity& entity, std::string_view name) : entity_(&entity), name_(name) {}

  static constexpr Rows rows_of(const model::Entity& entity) { return {entity, entity.table}; }
  /// `budgeting.<table>`, followed by the name of the rows if that differs.
  [[nodiscard]] constexpr auto table() const {
    return [*this](Builder& sql) {
      sql.put("budgeting.");
      sql << entity_->table;
      if (name_ != entity_->table) sql << " as " << name_;
    };
  }

 private:
  constexpr void write_below(Builder& sql, const model::Entity& entity, std::string_view alias) const {
    sql << " from " << Rows(entity, alias.empty() ? entity.table : alias).table() << " where ";
    if (!alias.empty()) sql << alias << ".";
    sql << entity.parent_column;
    if (&owner_of(entity) == entity_) {
      sql << " = " << name_ << "." << key_of(*entity_);
    } else {
      sql << " = any(array(select id";
      write_below(sql, *entity.parent, {});
      sql << "))";
    }
  }

  const model::Entity* entity_;
  std::string_view name_;
  bool is_named_ = false;
};

/// The signed-in user's rows of a table.
class Owned : public Rows {
 public:
  constexpr explicit Owned(const model::Entity& entity) : Rows(entity, entity.table) {}

  /// The rows of `above` that own these.
  [[nodiscard]] constexpr Rows up(const model::Entity& above) const {
    const model::Entity* row = &entity();
    while (row != &above && row != &profile) row = &owner_of(*row);
    if (row != &above) detail::these_rows_are_not_below_those();
    return rows_of(above);
  }

  /// ` from` the table joined with its ancestors up to the signed-in profile, and the condition that the rows
  /// are that user's. This is the only place where ownership is written; a further condition may follow with
  /// `and`. A request that has already been answered owns no rows.
  friend constexpr auto from(const Owned& rows) {
    return [=](Builder& sql) {
      sql << " from " << rows.table();
      for (const model::Entity* row = &rows.entity(); row != &profile; row = &owner_of(*row)) {
        const model::Entity& owner = owner_of(*row);
        sql << " join " << Owned(owner).table() << " on " << owner.table << "." << key_of(owner) << " = "
            << row->table << "." << row->parent_column;
      }
      sql << " where profiles.auth_user_id = " << user;
      if (&rows.entity() != &profile) sql << unless_stored;
    };
  }

  /// ` from` the roots of those rows for which `condition`, which begins with ` and`, holds.
  friend constexpr auto from_roots(const Owned& rows, auto condition) {
    return [=, root = Owned(root_of(rows.entity()))](Builder& sql) {
      sql << " from " << root.table() << " where " << root.name() << ".id in (select " << root.name() << ".id"
          << from(rows) << condition << ")";
    };
  }

  /// `insert into` the profiles: the signed-in user's profile, with further columns and their values.
  static constexpr auto insert_profile(auto columns, auto values) {
    return [=](Builder& sql) {
      sql << "insert into " << Owned(profile).table() << " as profiles (auth_user_id" << columns
          << ") select " << user << values;
    };
  }
};

/// Rows of a table that belong to other rows, matched by a column of each.
class Linked : public Rows {
  /// `<row>.<column> = <other>.<column>`
  [[nodiscard]] constexpr auto condition() const {
    return [*this](Builder& sql) { sql << name() << "." << column_ << " = " << to_ << "." << to_column_; };
  }

 public:
  /// ` from` the table and its joins, restricted to those rows.
  friend constexpr auto from(const Linked& rows, auto... joined) {
    return [=](Builder& sql) {
      sql << " from " << rows.table();
      ((sql << joined), ...);
      sql << " where " << rows.condition();
    };
  }

  /// ` from` the table: the rows that belong to any row of a CTE.
  friend constexpr auto from_all(const Linked& rows) {
    return [=](Builder& sql) {
      sql << " from " << rows.table() << " where " << rows.column_ << " = any(array(select "
          << rows.to_column_ << " from " << rows.cte() << "))";
    };
  }

  /// ` join` the table to what `first` writes, if anything, restricted to those rows.
  template <class First = Text>
  friend constexpr auto join(const Linked& rows, First first = {}) {
    return [=](Builder& sql) { sql << " join " << rows.table() << " on " << first << rows.condition(); };
  }

  /// `update ... set ... from ... where`, restricted to those rows. `tables` are the rows they belong to, and
  /// others where those are not enough.
  friend constexpr auto update(const Linked& rows, auto set, Text tables = {}) {
    return [=](Builder& sql) {
      sql << "update " << rows.table() << " set " << set << " from "
          << (tables.view().empty() ? rows.cte() : tables.view()) << " where " << rows.condition();
    };
  }

  /// `delete from ... using ... where`, restricted to those rows.
  friend constexpr auto delete_from(const Linked& rows) {
    return [=](Builder& sql) {
      sql << "delete from " << rows.table() << " using " << rows.cte() << " where " << rows.condition();
    };
  }

  /// `insert into ... select ...`: new rows, with further columns and their values. ` from` and the rows that
  /// will own them follow.
  friend constexpr auto insert(const Linked& rows, auto columns, auto values) {
    return [=](Builder& sql) {
      sql << "insert into " << rows.table() << " (" << rows.column_ << columns
          << ", created_at, updated_at) select " << rows.to_ << "." << rows.to_column_ << values << ", "
          << now << ", " << now;
    };
  }

  friend constexpr Linked below(const Rows& rows, const model::Entity& entity, std::string_view alias,
                                std::string_view link);
  friend constexpr Linked beside(const Rows& rows, std::string_view alias);
  friend constexpr Linked same(const Rows& rows, std::string_view alias);
  friend constexpr Linked profile_of(const Rows& rows, std::string_view name);

 private:
  constexpr Linked(const model::Entity& entity, std::string_view alias, std::string_view column,
                   const Rows& to, std::string_view to_column, std::string_view to_name = {})
      : Rows(entity, alias.empty() ? entity.table : alias),
        column_(column),
        to_(to_name.empty() ? to.name() : to_name),
        to_column_(to_column),
        is_cte_(to.is_named()) {}

  /// There is no place for the joins that establish who owns the rows of a table.
  [[nodiscard]] constexpr std::string_view cte() const {
    if (!is_cte_) detail::this_needs_a_cte_with_the_rows();
    return to_;
  }

  std::string_view column_;
  std::string_view to_;
  std::string_view to_column_;
  bool is_cte_;
};

/// The rows of `entity` that these own; or, if `link` names a column, those of the same entity that refer to
/// these.
constexpr Linked below(const Rows& rows, const model::Entity& entity, std::string_view alias = {},
                       std::string_view link = {}) {
  const model::Entity& above = link.empty() ? owner_of(entity) : entity;
  if (&above != &rows.entity()) detail::these_rows_are_not_below_those();
  return {entity, alias, link.empty() ? entity.parent_column : link, rows, key_of(above)};
}

/// The rows with the same owner as these.
constexpr Linked beside(const Rows& rows, std::string_view alias = {}) {
  const std::string_view column = rows.entity().parent_column;
  return {rows.entity(), alias, column, rows, column};
}

/// The same rows, read from their table.
constexpr Linked same(const Rows& rows, std::string_view alias = {}) {
  return {rows.entity(), alias, "id", rows, "id"};
}

/// The profile of rows that include its token, optionally under another name.
constexpr Linked profile_of(const Rows& rows, std::string_view name = {}) {
  return {profile, {}, key_of(profile), rows, key_of(profile), name};
}

/// Writes something that has a name. If `content` returns the rows that it selects, this returns them under
/// that name.
constexpr auto write_named(Builder& sql, std::string_view name, Named::Kind kind, auto content) {
  const Named named(sql, name, kind);
  if constexpr (std::is_void_v<decltype(content())>) {
    content();
  } else {
    return content().in(named);
  }
}

/// The same, for a CTE.
constexpr auto cte(Builder& sql, std::string_view name, auto content) {
  if (!sql.is_write()) begin_write(sql);
  return write_named(sql, name, Named::Kind::cte, content);
}

/// The same, for a subquery.
constexpr auto sub_select(Builder& sql, std::string_view name, auto content) {
  return write_named(sql, name, Named::Kind::sub_select, content);
}

/// Locks the root of the rows before anything else is locked.
constexpr auto lock_root(const model::Entity& entity) {
  return [root = &root_of(entity)](Builder& sql) { sql << " for no key update of " << root->table; };
}

}  // namespace budgeting::query
