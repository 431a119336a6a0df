#pragma once

#include <span>

#include "wasm/model/limits.hpp"
#include "wasm/query/fragments.hpp"

/// The limits on rows, as parts of the statements that make rows.
///
/// What stands below one parent is counted by its index, up to the limit. All rows of a user would take too
/// long to count, so the user's profile has a column `rows_of_<table>` with how many there are at most: a
/// create adds to it, a delete leaves it alone, and only where it is not known yet, or seems to reach the
/// limit, are the rows counted and the true number written.
///
/// A statement counts what was there when it began. To see what others have made since, it locks the profile,
/// which shows it the column's latest value: by what that has grown, so many rows more there may be. So of
/// requests at once as many succeed as there is room for. Whoever makes rows locks the owner's root first
/// where it locks that at all, and then the profile.
namespace budgeting::query {

constexpr Parameter limit(std::string_view name) noexcept { return {Source::limit, name, "integer"}; }

/// Rows that a statement makes.
struct Made {
  const model::Entity* entity;
  std::string_view number = "1";  ///< how many, as SQL over the columns of `owner`
  bool below_new = false;         ///< below a row that is new itself, so that nothing is there yet
};

/// `"<name>"`: the column of `owner` with what counts against a limit.
constexpr void counted(Builder& sql, std::string_view name) { sql << "\"" << name << "\""; }

/// ` = <the row around>` or ` = any(<the rows below it>)`: which rows of `entity` are below the row of
/// `within` around the sub-select, or are the profile's around it. Lists of ids and no joins: there is but
/// one way to go, and PostgreSQL would take longer to plan joins than to run them.
constexpr void belongs(Builder& sql, const model::Entity& entity, const model::Entity* within) {
  if (entity.parent == within) {
    sql << " = ";
    if (within == nullptr) {
      sql << "profiles.profile_token";
    } else {
      sql << within->table << ".id";
    }
    return;
  }
  const model::Entity& parent = *entity.parent;
  sql << " = any(array(select id from ";
  table(sql, parent);
  sql << " where " << parent.parent_column;
  belongs(sql, parent, within);
  sql << "))";
}

/// ` from` those rows of `entity`.
constexpr void rows_below(Builder& sql, const model::Entity& entity, const model::Entity* within) {
  sql << " from ";
  table(sql, entity);
  sql << " where " << entity.parent_column;
  belongs(sql, entity, within);
}

/// The number of those rows, counted no further than the limit.
constexpr void count_below(Builder& sql, const model::Limit& limit) {
  sql << "(select count(*) from (select";
  rows_below(sql, *limit.counted, limit.within);
  sql << " limit " << query::limit(limit.name) << ") as found)";
}

/// The first limit of an entity that is counted directly.
constexpr const model::Limit& direct_limit(const model::Entity& entity) {
  const model::Limit* found = nullptr;
  for (const model::Limit& each : model::limits) {
    if (found == nullptr && each.counted == &entity && model::is_counted_directly(each)) found = &each;
  }
  return *found;
}

/// Columns of the CTE `owner`, which selects from `profiles` and the tables below it: the profile, and what
/// is known of its rows of each entity that are made.
constexpr void known_rows(Builder& sql, std::span<const Made> made) {
  sql << ", profiles.profile_token, profiles.xmin as seen";
  for (const Made& kind : made) {
    const std::string_view name = kind.entity->table;
    sql << ", profiles.rows_of_" << name << " as known_" << name;
    for (const model::Limit& each : model::limits) {
      if (each.counted != kind.entity || each.within != nullptr) continue;
      if (model::is_counted_directly(each)) continue;
      sql << ", case when profiles.rows_of_" << name << " + ";
      if (kind.below_new) {
        sql << limit(direct_limit(*kind.entity).name);
      } else {
        sql << kind.number;
      }
      sql << " <= " << limit(each.name) << " then null else ";
      count_below(sql, each);
      sql << " end as recounted_" << name;
    }
  }
}

/// Columns of `owner`: what is there already below the rows around the new one.
constexpr void rows_around(Builder& sql, const model::Entity& entity) {
  for (const model::Limit& each : model::limits) {
    if (each.counted != &entity || !model::is_counted_directly(each)) continue;
    sql << ", ";
    count_below(sql, each);
    sql << " as ";
    counted(sql, each.name);
  }
}

/// CTEs `checked`, which is `owner` with `reached`, the name of the limit that lets nothing be made, and
/// `noted`, which writes what is known now. `further` adds cases to `reached`.
constexpr void check_limits(Builder& sql, std::span<const Made> made, std::string_view from, auto further) {
  sql << "checked as (select latest.*, case";
  for (const Made& kind : made) {
    for (const model::Limit& each : model::limits) {
      if (each.counted != kind.entity) continue;
      sql << " when ";
      if (!model::is_counted_directly(each)) {
        sql << "rows_" << kind.entity->table << " + ";
      } else if (!kind.below_new) {
        counted(sql, each.name);
        sql << " + added_" << kind.entity->table << " + ";
      }
      sql << kind.number << " > " << limit(each.name) << " then '" << each.name << "'";
    }
  }
  further();
  sql << " end as reached from (select owner.*";
  for (const Made& kind : made) {
    const std::string_view name = kind.entity->table;
    const bool is_root = kind.entity->parent == nullptr;
    sql << ", ";
    if (is_root) {
      sql << "coalesce(profiles.rows_of_" << name << ", 0) as rows_" << name << ", greatest(profiles.rows_of_"
          << name << " - coalesce(known_" << name << ", 0), 0) as added_" << name;
      continue;
    }
    // Whoever has changed the profile since it was seen has made rows that the count has missed.
    sql << "case when profiles.xmin = seen or profiles.rows_of_" << name
        << " is null then coalesce(recounted_" << name << ", known_" << name << ") else profiles.rows_of_"
        << name << " end as rows_" << name << ", greatest(profiles.rows_of_" << name << " - coalesce(known_"
        << name << ", recounted_" << name << "), 0) as added_" << name;
  }
  sql << " from " << from << " join budgeting.profiles on profiles.profile_token = owner.profile_token"
      << " for no key update of profiles) as latest), noted as (update budgeting.profiles set ";
  std::string_view comma;
  for (const Made& kind : made) {
    sql << comma << "rows_of_" << kind.entity->table << " = checked.rows_" << kind.entity->table << " + "
        << kind.number;
    comma = ", ";
  }
  sql << " from checked where profiles.profile_token = checked.profile_token and checked.reached is null)";
}

/// The body of an answer that tells of a limit: `{"most": <number>}`, by the column `reached`. `made` is what
/// the statement makes; `further` adds limits that it has besides.
constexpr void reached_body(Builder& sql, std::span<const Made> made, std::string_view reached,
                            auto further) {
  sql << "json_build_object('most', case " << reached;
  for (const Made& kind : made) {
    for (const model::Limit& each : model::limits) {
      if (each.counted == kind.entity) sql << " when '" << each.name << "' then " << limit(each.name);
    }
  }
  further();
  sql << " end)";
}

}  // namespace budgeting::query
