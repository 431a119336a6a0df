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

/// How long one attempt waits for a lock.
inline constexpr std::string_view lock_timeout = "100ms";

inline constexpr Parameter key{Source::key, {}, "text"};
inline constexpr Parameter fingerprint{Source::fingerprint, {}, "text"};
/// The signed-in user where a text is needed, whatever type the column in `profiles` has.
inline constexpr Parameter user_text{Source::user, {}, "text"};

/// Begins the list of CTEs that a write is; with a key, by the answer that it got before.
constexpr void with(Builder& sql) {
  sql.begin_write();
  sql << "with ";
  sql.keyed([&] {
    sql << "stored as (select fingerprint, body, problem, etag from budgeting.idempotency_keys"
           " where auth_user_id = "
        << user_text << " and key = " << key << " and created_at > " << now << " - " << key_seconds << "), ";
  });
}

/// ` and` a condition that is always true, and limits how long the write waits for a lock from then on. It
/// holds for this statement alone: the setting ends with its transaction. Nobody waits but behind others who
/// write the same user's rows, so what one user sends at once must not hold the connections of all; the shim
/// sends the statement again a moment later, and holds none in between. A subquery that depends on nothing is
/// evaluated before the rows are looked for, and thus before any is locked.
constexpr void bound_waits(Builder& sql) {
  sql << " and (select set_config('lock_timeout', '" << lock_timeout << "', true)) is not null";
}

/// ` and` the condition under which a write may have an effect: there is no answer yet. Every write passes
/// here before its first lock, so it is where waits are bounded too.
constexpr void unless_stored(Builder& sql) {
  if (sql.is_write()) bound_waits(sql);
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
