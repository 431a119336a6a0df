#pragma once

#include "wasm/query/limits.hpp"

namespace budgeting::query {

/// CTE `owner`: the signed-in user's profile, inserted now if this is the first thing that the user creates,
/// and `reached`, the limit that prevents creating an `entity`. It needs a CTE `allowed` that has a row if
/// anything may be created. `made` is what is created; `more` writes further columns about the profile. If
/// two first requests race, the second one waits for the first one's row and then uses it: `do nothing` would
/// return no row, so the insert updates the existing row and adds the rows it creates to its count.
template <class More = Text>
constexpr Rows owner_profile(Builder& sql, const model::Entity& entity, std::span<const Made> made,
                             More more = {}) {
  const std::string_view rows = entity.table;
  const Rows known = cte(sql, "known", [&] {
    const Owned own(profile);
    sql << "select profiles.id" << known_rows(made, own) << rows_around(entity, own) << more << from(own);
    return own;
  });
  const Rows checked = check_limits(sql, made, known, "known as owner cross join allowed");
  cte(sql, "registered", [&] {
    const auto columns = [&](Builder& out) {
      out << ", profile_token, created_at, updated_at, rows_of_" << rows;
    };
    const auto values = [](Builder& out) {
      out << ", gen_random_uuid()::text, " << now << ", " << now << ", 1";
    };
    sql << Owned::insert_profile(columns, values)
        << " from allowed where not exists (select from known) on conflict (auth_user_id)"
           " do update set auth_user_id = excluded.auth_user_id, rows_of_"
        << rows << " = profiles.rows_of_" << rows
        << " + 1 returning profiles.profile_token, profiles.rows_of_" << rows << " as number";
  });
  return cte(sql, "owner", [&] {
    const std::string_view most = direct_limit(entity).name;
    sql << "select profile_token, reached from checked union all select profile_token, case when number > "
        << limit(most) << " then '" << most << "' end from registered";
    return checked;
  });
}

}  // namespace budgeting::query
