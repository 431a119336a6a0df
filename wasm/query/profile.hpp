#pragma once

#include "wasm/query/limits.hpp"

namespace budgeting::query {

/// CTE `owner`: the signed-in user's profile, made now if this is the first thing the user creates, and
/// `reached`, the limit that lets no `entity` be made for it. Needs a CTE `allowed` with a row if anything
/// may be created at all. `made` is what is made, `more` writes further columns of what is known of the
/// profile. Where two first requests race, the second waits for the first's row and takes it: `do nothing`
/// would give it no row, so it updates the row, and counts what it makes there.
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
