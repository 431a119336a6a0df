#pragma once

#include "wasm/query/limits.hpp"

namespace budgeting::query {

/// `owner`: the signed-in user's profile, made now if this is the first thing the user creates, and
/// `reached`, the limit that lets no `entity` be made for it. Needs a CTE `allowed` with a row if anything
/// may be created at all. `made` is what is made, `more` writes further columns of what is known of the
/// profile. Where two first requests race, the second waits for the first's row and takes it: `do nothing`
/// would give it no row, so it updates the row, and counts what it makes there.
constexpr void owner_profile(Builder& sql, const model::Entity& entity, std::span<const Made> made,
                             auto more) {
  const std::string_view rows = entity.table;
  sql << "known as (select profiles.id";
  known_rows(sql, made);
  rows_around(sql, entity);
  more();
  sql << " from budgeting.profiles where profiles.auth_user_id = " << user << "), ";
  check_limits(sql, made, "known as owner cross join allowed", [] {});
  sql << ", registered as (insert into budgeting.profiles as profiles"
         " (auth_user_id, profile_token, created_at, updated_at, rows_of_"
      << rows << ") select " << user << ", gen_random_uuid()::text, " << now << ", " << now
      << ", 1 from allowed where not exists (select from known) on conflict (auth_user_id)"
         " do update set auth_user_id = excluded.auth_user_id, rows_of_"
      << rows << " = profiles.rows_of_" << rows << " + 1 returning profiles.profile_token, profiles.rows_of_"
      << rows
      << " as number), owner as (select profile_token, reached from checked"
         " union all select profile_token, case when number > "
      << limit(direct_limit(entity).name) << " then '" << direct_limit(entity).name
      << "' end from registered)";
}

}  // namespace budgeting::query
