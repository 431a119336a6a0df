#pragma once

#include "wasm/query/limits.hpp"

/// Writes of one row. Each returns one row with the answer as `body`, what stopped it as `problem`, and the
/// row's entity tag as `etag`; or no row if the row to be written, or its intended owner, does not exist.
namespace budgeting::query {

/// CTE `target`: the id of the row that the path names, if it is the signed-in user's, and the columns that
/// `more` writes. `end` may add a locking clause.
template <class More = Text, class End = Text>
constexpr Rows with_target(Builder& sql, const model::Entity& entity, More more = {}, End end = {}) {
  return cte(sql, "target", [&] {
    const Owned rows(entity);
    sql << "select " << rows.name() << ".id" << more << from(rows) << and_in_path(rows) << end;
    return rows;
  });
}

/// The value that a column gets in a create.
constexpr auto created_value(const model::Column& column) {
  return [value = field(column.json, model::sql_type(column.type)), absent = column.absent](Builder& sql) {
    if (absent.empty() || absent == "null") {
      sql << value;
    } else if (absent == "now") {
      sql << "coalesce(" << value << ", " << now << ")";
    } else {
      sql << "coalesce(" << value << ", " << absent << ")";
    }
  };
}

/// CTE `created`: the new row that the body describes, below the row in `owner`, unless that has `reached` a
/// limit. An existing row with the same key is left alone if `conflict` says so.
constexpr Rows created_row(Builder& sql, const Rows& owner, const model::Entity& entity, Text conflict = {}) {
  return cte(sql, "created", [&] {
    const Linked row = below(owner, entity);
    const auto each_given = [&](auto write) {
      for (const model::Column& column : entity.columns) {
        if (column.on_create != model::Given::never && column.name != entity.parent_column) write(column);
      }
    };
    const auto columns = [&](Builder& out) {
      each_given([&](const model::Column& column) { out << ", " << column.name; });
    };
    const auto values = [&](Builder& out) {
      each_given([&](const model::Column& column) { out << ", " << created_value(column); });
    };
    sql << insert(row, columns, values) << " from " << owner.name() << " where " << owner.name()
        << ".reached is null" << conflict << " returning *";
    return row;
  });
}

/// CTE `owner`: the id of the row that the body names as the new row's owner, if it is the signed-in user's;
/// the id of its root; and what the limits on `entity` need. `more` writes further columns, `end` adds a
/// locking clause.
template <class More = Text, class End = Text>
constexpr Rows with_owner(Builder& sql, const model::Entity& entity, More more = {}, End end = {}) {
  std::string_view json;
  for (const model::Column& column : entity.columns) {
    if (column.name == entity.parent_column) json = column.json;
  }
  const std::array made{Made{&entity}};
  return cte(sql, "owner", [&] {
    const Owned rows(*entity.parent);
    sql << "select " << rows.name() << ".id, " << root_of(entity).table << ".id as root_id"
        << known_rows(made, rows.up(profile)) << rows_around(entity, rows) << more << from(rows) << " and "
        << rows.name() << ".id = " << reference(json) << end;
    return rows;
  });
}

/// The answer: the row in `created`, followed by what `more` writes, or the limit that was reached.
template <class More, class Most = Text>
constexpr void created_answer(Builder& sql, const Rows& created, More more, Most most = {}) {
  const model::Entity& entity = created.entity();
  const std::array made{Made{&entity}};
  answer(sql, {&root_of(entity), "(select root_id from checked)"}, [&](Builder& out) {
    out << "case when created.id is null then " << reached_body(made, "checked.reached", most) << " else "
        << object(created, more) << " end as body" << problem_and_tag("checked.reached", created)
        << " from checked left join created on true";
  });
}

/// Creates a row; the answer shows its `nested` lists, which are empty. A limit other than those on rows is
/// counted in a `column` of `owner`, with a case in `reached` and one for its number, `most`.
template <class Column = Text, class Reached = Text, class Most = Text>
constexpr void create(Builder& sql, const model::Entity& entity, std::span<const model::Nested> nested = {},
                      Column column = {}, Reached reached = {}, Most most = {}) {
  const Rows owner = with_owner(sql, entity, column);
  const Rows checked = check_limits(sql, std::array{Made{&entity}}, owner, "owner", reached);
  const Rows created = created_row(sql, checked, entity);
  created_answer(sql, created, empty_lists(nested), most);
}

/// Assignments for `set`: every column that the body has. The others stay as they are.
constexpr auto set_given(const model::Entity& entity) {
  return [row = &entity](Builder& sql) {
    for (const model::Column& column : row->columns) {
      if (!column.on_patch) continue;
      const Parameter value = field(column.json, model::sql_type(column.type));
      sql << column.name << " = ";
      if (column.nullable) {
        sql << "case when " << given(column.json) << " then " << value << " else " << row->table << "."
            << column.name << " end, ";
      } else {
        sql << "coalesce(" << value << ", " << row->table << "." << column.name << "), ";
      }
    }
    sql << "updated_at = " << now;
  };
}

/// CTE `changed`: the row in `target` with the body's values, if `condition` holds and the row is still the
/// version that the client knows.
template <class Condition = Text>
constexpr Rows changed_row(Builder& sql, const Rows& target, std::span<const model::Nested> tree,
                           Condition condition = {}) {
  return cte(sql, "changed", [&] {
    const Linked row = same(target);
    sql << update(row, set_given(row.entity())) << condition << if_match(row, tree) << " returning "
        << row.name() << ".*";
    return row;
  });
}

/// Changes a row; the answer shows it with its `nested` lists. `tree`: the lists shown by the read of it.
constexpr void patch(Builder& sql, const model::Entity& entity, std::span<const model::Nested> nested,
                     std::span<const model::Nested> tree) {
  const Rows target = with_target(sql, entity);
  const Rows changed = changed_row(sql, target, tree);
  answer(sql, {}, [&](Builder& out) {
    out << object(changed, lists(nested, changed)) << " as body"
        << problem_and_tag("case when changed.id is null then 'stale' end", changed)
        << " from target left join changed on true where changed.id is not null" << or_conditional;
  });
}

/// Deletes a row and, through the foreign keys, everything below it. It locks the root first, as does every
/// write of many rows, so that two of them cannot deadlock.
constexpr void remove(Builder& sql, const model::Entity& entity, std::span<const model::Nested> tree) {
  const Rows target = with_target(sql, entity, {}, lock_root(entity));
  cte(sql, "deleted", [&] {
    const Linked row = same(target);
    sql << delete_from(row) << if_match(row, tree) << " returning target.id";
  });
  if (entity.parent == nullptr) Keys::forget(sql, {&entity, "(select id from deleted)"});
  answer(sql, {}, [](Builder& out) {
    out << "'{\"success\":true}'::json as body, case when deleted.id is null then 'stale' end as problem"
           " from target left join deleted on true where deleted.id is not null"
        << or_conditional;
  });
}

}  // namespace budgeting::query
