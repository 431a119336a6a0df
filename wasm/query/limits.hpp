#pragma once

#include "wasm/model/limits.hpp"
#include "wasm/query/fragments.hpp"

/// The limits on numbers of rows, as parts of the statements that create rows.
///
/// Rows below one parent are counted with an index, up to the limit. Counting all rows of a user would take
/// too long, so the user's profile has a column `rows_of_<table>` with an upper bound: creating rows
/// increases it, deleting does not change it. The rows are counted, and the exact number stored, only if the
/// bound is not known yet or seems to reach the limit.
///
/// A statement counts the rows that existed when it began. To see rows that others have created since, it
/// locks the profile, which shows it the latest bound: there may be as many more rows as the bound has grown
/// by. So of several concurrent requests, as many succeed as there is room for. A statement that creates rows
/// locks the owner's root first, if it locks it at all, and then the profile.
namespace budgeting::query {

/// The rows that a statement creates.
struct Made {
  const model::Entity* entity;
  std::string_view number = "1";  ///< how many, as SQL over the columns of `owner`
  bool below_new = false;         ///< below a row that is itself new, so nothing is there yet
};

/// Calls `write` with each limit on the rows of an entity.
constexpr void each_limit(const model::Entity& entity, auto write) {
  for (const model::Limit& each : model::limits) {
    if (each.counted == &entity) write(each);
  }
}

/// `"<name>"`: the column of `owner` with the number that is compared with a limit.
constexpr auto counted(std::string_view name) {
  return [=](Builder& sql) { sql << "\"" << name << "\""; };
}

/// The number of rows below the row `around` that count towards a limit; counting stops at the limit.
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

/// Columns of the CTE `owner`, which selects from `profiles` and the tables below it: the profile, and the
/// known row numbers of each entity of which rows are created.
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

/// Columns of `owner`: how many rows already exist below the new row's ancestors, which are `rows` or above
/// them.
constexpr auto rows_around(const model::Entity& entity, const Owned& rows) {
  return [=, made = &entity](Builder& sql) {
    each_limit(*made, [&](const model::Limit& each) {
      if (!model::is_counted_directly(each)) return;
      const Rows around = rows.up(each.within == nullptr ? profile : *each.within);
      sql << ", " << count_below(each, around) << " as " << counted(each.name);
    });
  };
}

/// CTEs `checked`, which is `owner` with `reached`, the name of the limit that prevents the creation, and
/// `noted`, which stores the row numbers known now. `from` writes the source of `owner`, `further` adds cases
/// to `reached`.
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
      // If the profile has changed since it was read, others have created rows that the count has missed.
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

/// The body of an answer about a limit: `{"most": <number>}`, selected by the column `reached`. `made` is
/// what the statement creates; `further` adds other limits of that statement.
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
