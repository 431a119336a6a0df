#pragma once

#include "wasm/query/fragments.hpp"

namespace budgeting::query {

/// `owner`: the signed-in user's profile, made now if this is the first thing the user creates. Needs a
/// CTE `allowed` with a row if anything may be created at all.
/// Where two first requests race, the second waits for the first's row and takes it: `do nothing` would
/// give it no row, so it updates the row to what it is.
constexpr void owner_profile(Builder& sql) {
  sql << "known as (select profiles.profile_token from budgeting.profiles where profiles.auth_user_id = "
      << user
      << "), registered as (insert into budgeting.profiles as profiles"
         " (auth_user_id, profile_token, created_at, updated_at) select "
      << user << ", gen_random_uuid()::text, " << now << ", " << now
      << " from allowed where not exists (select from known) on conflict (auth_user_id)"
         " do update set auth_user_id = excluded.auth_user_id returning profiles.profile_token), "
         "owner as (select profile_token from known union all select profile_token from registered)";
}

}  // namespace budgeting::query
