#pragma once

#include "wasm/query/builder.hpp"

/// What makes a write happen once, however often the request is sent (`Idempotency-Key`,
/// draft-ietf-httpapi-idempotency-key-header). The statement for a request with a key looks for the answer
/// that the key got before, does nothing if there is one, and stores the answer that it gives: effect and
/// answer are there together or not at all. Of two at once the second breaks the table's primary key, which
/// undoes all of it, and finds the first's answer when it is repeated.
namespace budgeting::query {

/// How long an answer is kept.
inline constexpr std::string_view key_seconds = "86400";

inline constexpr Parameter key{Source::key, {}, "text"};
inline constexpr Parameter fingerprint{Source::fingerprint, {}, "text"};
/// The signed-in user where a text is needed, whatever type the column in `profiles` has.
inline constexpr Parameter user_text{Source::user, {}, "text"};

/// Begins the list of CTEs; with a key, by the answer that it got before.
constexpr void with(Builder& sql) {
  sql << "with ";
  sql.keyed([&] {
    sql << "stored as (select fingerprint, body, problem, etag from budgeting.idempotency_keys"
           " where auth_user_id = "
        << user_text << " and key = " << key << " and created_at > " << now << " - " << key_seconds << "), ";
  });
}

/// ` and` the condition under which a write may have an effect: there is no answer yet.
constexpr void unless_stored(Builder& sql) {
  sql.keyed([&] { sql << " and not exists (select from stored)"; });
}

/// Ends the list of CTEs and begins the answer: `body`, `problem`, `etag`.
constexpr void answer(Builder& sql) {
  sql.keyed([&] { sql << ", result as ("; });
  sql << " select ";
}

/// Ends the statement. What has expired of the user's is deleted first, the same key above all.
constexpr void end(Builder& sql) {
  sql.keyed([&] {
    sql << "), expired as (delete from budgeting.idempotency_keys where auth_user_id = " << user_text
        << " and created_at <= " << now << " - " << key_seconds
        << " returning key), saved as (insert into budgeting.idempotency_keys"
           " (auth_user_id, key, fingerprint, body, problem, etag, created_at) select "
        << user_text << ", " << key << ", " << fingerprint << ", body, problem, etag, " << now
        << " from result where not exists (select from stored) and (select count(*) from expired) >= 0)"
           " select case when fingerprint = "
        << fingerprint << " then body end as body, case when fingerprint = " << fingerprint
        << " then problem else 'reused' end as problem, etag from stored"
           " union all select body, problem, etag from result where not exists (select from stored)";
  });
}

}  // namespace budgeting::query
