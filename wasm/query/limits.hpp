#pragma once

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

/// Rows that a statement makes.
struct Made {
  const model::Entity* entity;
  std::string_view number = "1";  ///< how many, as SQL over the columns of `owner`
  bool below_new = false;         ///< below a row that is new itself, so that nothing is there yet
};

/// Calls `write` with each limit on the rows of an entity.
constexpr void each_limit(const model::Entity& entity, auto write) {
  for (const model::Limit& each : model::limits) {
    if (each.counted == &entity) write(each);
  }
}

/// `"<name>"`: the column of `owner` with what counts against a limit.
constexpr auto counted(std::string_view name) {
  return [=](Builder& sql) { sql << "\"" << name << "\""; };
}

/// The number of the rows that a limit is about, below the row `around`, counted no further than the limit.
constexpr auto count_below(const model::Limit& limited, const Rows& around) {
  return [=, what = &limited](Builder& sql) {
    sql << "(select count(*) from (select" << from_below(around, *what->counted) << " limit "
        << limit(what->name) << ") as found)";
  };
}

/// The first limit of an entity that is counted directly.
constexpr const model::Limit& direct_limit(const model::Entity& entity) {
  const model::Limit* found = nullptr;
  each_limit(entity, [&](const model::Limit& each) {
    if (found == nullptr && model::is_counted_directly(each)) found = &each;
  });
  return *found;
}

/// Columns of the CTE `owner`, which selects from `profiles` and the tables below it: the profile, and what
/// is known of its rows of each entity that are made.
constexpr auto known_rows(std::span<const Made> made, const Rows& profiles) {
  return [=](Builder& sql) {
    sql << ", profiles.profile_token, profiles.xmin as seen";
    for (const Made& kind : made) {
      const std::string_view name = kind.entity->table;
      sql << ", profiles.rows_of_" << name << " as known_" << name;
      each_limit(*kind.entity, [&](const model::Limit& each) {
        if (each.within != nullptr || model::is_counted_directly(each)) return;
        sql << ", case when profiles.rows_of_" << name << " + ";
        if (kind.below_new) {
          sql << limit(direct_limit(*kind.entity).name);
        } else {
          sql << kind.number;
        }
        sql << " <= " << limit(each.name) << " then null else " << count_below(each, profiles)
            << " end as recounted_" << name;
      });
    }
  };
}

/// Columns of `owner`: what is there already below the rows around the new one, which are `rows` or above.
constexpr auto rows_around(const model::Entity& entity, const Owned& rows) {
  return [=, made = &entity](Builder& sql) {
    each_limit(*made, [&](const model::Limit& each) {
      if (!model::is_counted_directly(each)) return;
      const Rows around = rows.up(each.within == nullptr ? profile : *each.within);
      sql << ", " << count_below(each, around) << " as " << counted(each.name);
    });
  };
}

/// CTEs `checked`, which is `owner` with `reached`, the name of the limit that lets nothing be made, and
/// `noted`, which writes what is known now. `from` gives `owner`, `further` adds cases to `reached`.
template <class Further = Text>
constexpr Rows check_limits(Builder& sql, std::span<const Made> made, const Rows& owner, Text from,
                            Further further = {}) {
  const Rows checked = cte(sql, "checked", [&] {
    sql << "select latest.*, case";
    for (const Made& kind : made) {
      each_limit(*kind.entity, [&](const model::Limit& each) {
        sql << " when ";
        if (!model::is_counted_directly(each)) {
          sql << "rows_" << kind.entity->table << " + ";
        } else if (!kind.below_new) {
          sql << counted(each.name) << " + added_" << kind.entity->table << " + ";
        }
        sql << kind.number << " > " << limit(each.name) << " then '" << each.name << "'";
      });
    }
    sql << further << " end as reached from (select owner.*";
    for (const Made& kind : made) {
      const std::string_view name = kind.entity->table;
      sql << ", ";
      if (kind.entity->parent == nullptr) {
        sql << "coalesce(profiles.rows_of_" << name << ", 0) as rows_" << name
            << ", greatest(profiles.rows_of_" << name << " - coalesce(known_" << name << ", 0), 0) as added_"
            << name;
        continue;
      }
      // Whoever has changed the profile since it was seen has made rows that the count has missed.
      sql << "case when profiles.xmin = seen or profiles.rows_of_" << name
          << " is null then coalesce(recounted_" << name << ", known_" << name << ") else profiles.rows_of_"
          << name << " end as rows_" << name << ", greatest(profiles.rows_of_" << name << " - coalesce(known_"
          << name << ", recounted_" << name << "), 0) as added_" << name;
    }
    sql << " from " << from << join(profile_of(owner, "owner"))
        << " for no key update of profiles) as latest";
    return owner;
  });
  cte(sql, "noted", [&] {
    const auto numbers = [&](Builder& out) {
      std::string_view comma;
      for (const Made& kind : made) {
        out << comma << "rows_of_" << kind.entity->table << " = checked.rows_" << kind.entity->table << " + "
            << kind.number;
        comma = ", ";
      }
    };
    sql << update(profile_of(checked), numbers) << " and checked.reached is null";
  });
  return checked;
}

/// The body of an answer that tells of a limit: `{"most": <number>}`, by the column `reached`. `made` is what
/// the statement makes; `further` adds limits that it has besides.
template <class Further = Text>
constexpr auto reached_body(std::span<const Made> made, Text reached, Further further = {}) {
  return [=](Builder& sql) {
    sql << "json_build_object('most', case " << reached;
    for (const Made& kind : made) {
      each_limit(*kind.entity, [&](const model::Limit& each) {
        sql << " when '" << each.name << "' then " << limit(each.name);
      });
    }
    sql << further << " end)";
  };
}

}  // namespace budgeting::query
