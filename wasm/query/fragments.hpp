#pragma once

#include "wasm/query/rows.hpp"

/// The building blocks of statements, all derived from the model.
namespace budgeting::query {

/// The columns of a row under the names that clients know: `rows.month_name as "name", ...`.
constexpr auto columns(const Rows& rows) {
  return [=](Builder& sql) {
    std::string_view comma;
    for (const model::Column& column : rows.entity().columns) {
      sql << comma << rows.name() << "." << column.name << " as \"" << column.json << "\"";
      comma = ", ";
    }
  };
}

constexpr auto order_by(const Rows& rows) {
  return [=](Builder& sql) {
    std::string_view comma = " order by ";
    for (const model::Order& order : rows.entity().order) {
      sql << comma << rows.name() << "." << order.column << order.direction;
      comma = ", ";
    }
  };
}

/// ` and` the condition that selects the row whose id is in the path.
constexpr auto and_in_path(const Rows& rows, std::string_view column = "id") {
  return [=](Builder& sql) { sql << " and " << rows.name() << "." << column << " = " << path_number; };
}

/// `, coalesce((select json_agg...` for each list of the rows below a row, as columns of the answer. These
/// lists must have no lists of their own.
constexpr auto lists(std::span<const model::Nested> nested, const Rows& around) {
  return [=](Builder& sql) {
    for (const model::Nested& each : nested) {
      const Linked rows = below(around, *each.entity);
      sql << ", coalesce((select json_agg(item) from (select " << columns(rows) << from(rows)
          << order_by(rows) << ") as item), '[]') as \"" << each.json << "\"";
    }
  };
}

/// The same lists for a row that was just created: empty.
constexpr auto empty_lists(std::span<const model::Nested> nested) {
  return [=](Builder& sql) {
    for (const model::Nested& below : nested) sql << ", '[]'::json as \"" << below.json << "\"";
  };
}

/// `(select ...)`: a row as the object that clients know, with the columns that `more` writes after its own.
template <class More = Text>
constexpr auto object(const Rows& rows, More more = {}) {
  return [=](Builder& sql) {
    sql << "(select row_to_json(answer) from (select " << columns(rows) << more << ") as answer)";
  };
}

/// `array[<rows>.id, ...]`: the columns of a row that are returned as numbers; booleans are 0 or 1.
constexpr auto numbers(const model::Entity& entity, std::string_view rows, std::string_view except = {}) {
  return [=, &entity](Builder& sql) {
    std::string_view comma = "array[";
    for (const model::Column& column : entity.columns) {
      if (model::is_returned_as_text(column.type) || column.json == except) continue;
      sql << comma << rows << "." << column.name;
      if (column.type == model::Type::boolean) sql << "::int";
      comma = ", ";
    }
    sql << "]";
  };
}

/// Calls `write` with each column that is returned as a text.
constexpr void each_text(const model::Entity& entity, auto write) {
  for (const model::Column& column : entity.columns) {
    if (model::is_returned_as_text(column.type)) write(column);
  }
}
/// `<rows>.<column>` as a text.
constexpr auto text_of(std::string_view rows, const model::Column& column) {
  return [=, &column](Builder& sql) {
    sql << rows << "." << column.name;
    if (!model::is_text(column.type)) sql << "::text";
  };
}

/// A hash, of 64 bits, of all that a response shows of a row: of its `numbers`, and of each text, which
/// `text` writes. `id` is the seed: PostgreSQL adds up the hashes of an array's elements, so that without it
/// two rows could exchange numbers, and the exclusive or of their hashes stay as it is. The hash is of the
/// contents and not of the row's version (`xmin`): after a restore to an earlier time, PostgreSQL gives the
/// same version to other contents.
constexpr auto hash(const model::Entity& entity, auto numbers, auto id, auto text) {
  return [=, &entity](Builder& sql) {
    each_text(entity, [&](const model::Column& column) {
      sql << "hashtextextended(";
      if (column.nullable) sql << "coalesce('=' || ";
      text(sql, column);
      if (column.nullable) sql << ", '')";
      sql << ", ";
    });
    sql << "hash_array_extended(" << numbers << ", " << id << ")";
    each_text(entity, [&](const model::Column& /*column*/) { sql << ")"; });
  };
}
/// The same for rows under that name.
constexpr auto hash(const model::Entity& entity, std::string_view rows) {
  const auto id = [=](Builder& sql) { sql << rows << ".id"; };
  const auto text = [=](Builder& sql, const model::Column& column) { sql << text_of(rows, column); };
  return hash(entity, numbers(entity, rows), id, text);
}

/// The entity tag, without quotes around it, of an answer of several parts: each has a hash, or null. The
/// text of the hashes is hashed, since `hash_array_extended` looks at 32 bits of each.
constexpr auto combined_tag(auto hashes) {
  return [=](Builder& sql) {
    sql << "to_hex(hashtextextended(array[";
    hashes(sql);
    sql << "]::text, 0))";
  };
}
/// The entity tag of a row.
constexpr auto tag(const Rows& row) {
  return [=](Builder& sql) { sql << "to_hex(" << hash(row.entity(), row.name()) << ")"; };
}
/// The entity tag of the tree that begins with a row: it hashes the row, and the rows of each table below it
/// in any order.
constexpr auto tree_tag(const Rows& row, std::span<const model::Nested> nested) {
  return combined_tag([=](Builder& sql) {
    sql << hash(row.entity(), row.name());
    for (const model::Entity* each : model::Tables(nested)) {
      sql << ", (select bit_xor(" << hash(*each, each->table) << ")" << from_below(row, *each) << ")";
    }
  });
}

/// `, <problem> as problem, <tag> as etag`, after the body of an answer that shows a row.
constexpr auto problem_and_tag(Text problem, const Rows& row) {
  return [=](Builder& sql) { sql << ", " << problem << " as problem, " << tag(row) << " as etag"; };
}

/// ` and` the request's condition, if it has one. `If-Match`: the row, or the `tree` that begins with it, is
/// still the version that the client knows; `If-None-Match`: it is not. The condition looks only at the row
/// that is about to be written, because PostgreSQL rereads that row in its latest version if another
/// transaction has just changed it.
constexpr auto if_match(const Rows& row, std::span<const model::Nested> tree = {}) {
  return [=](Builder& sql) {
    sql.only_with(Guard::condition, [&] {
      sql << " and (" << tags << " && array['*', " << tag(row);
      if (!tree.empty()) sql << ", " << tree_tag(row, tree);
      sql << "]) <> (" << tags << " && array['!'])";
    });
  };
}

/// ` or true` for requests with a condition: if it is not met, the answer has to say so.
constexpr void or_conditional(Builder& sql) {
  sql.only_with(Guard::condition, [&] { sql << " or true"; });
}

/// Ends a read. Hyperdrive caches the results of reads for 60 s unless they call a volatile function
/// (developers.cloudflare.com/hyperdrive/concepts/query-caching); a budget must never be stale.
inline constexpr Text uncached = " where clock_timestamp() is not null";

}  // namespace budgeting::query
