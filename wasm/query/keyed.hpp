#pragma once

#include "wasm/model/limits.hpp"
#include "wasm/query/builder.hpp"

/// What makes a write happen once, however often the request is sent (`Idempotency-Key`,
/// draft-ietf-httpapi-idempotency-key-header). The statement for a request with a key looks for the answer
/// that the key got before, does nothing if there is one, and stores the answer that it gives: effect and
/// answer are there together or not at all. Of two at once the second breaks the table's primary key, which
/// undoes all of it, and finds the first's answer when it is repeated.
///
/// A key with too many others beside it is refused, and none is forgotten before its day is over, since that
/// is what was promised.
namespace budgeting::query {

/// How long an answer is kept.
inline constexpr std::string_view key_seconds = "86400";
/// How many expired ones each request with a key deletes. It stores one, so they become fewer.
inline constexpr std::string_view swept_keys = "10";

/// How long one attempt waits for a lock.
inline constexpr std::string_view lock_timeout = "100ms";

inline constexpr Parameter key{Source::key, {}, "text"};
inline constexpr Parameter fingerprint{Source::fingerprint, {}, "text"};
/// The signed-in user where a text is needed, whatever type the column in `profiles` has.
inline constexpr Parameter user_text{Source::user, {}, "text"};

/// Begins the list of CTEs that a write is; with a key, by the answer that it got before, or that it gets
/// because there are too many keys already.
constexpr void with(Builder& sql) {
  sql.begin_write();
  sql << "with ";
  sql.keyed([&] {
    const Parameter most{Source::limit, model::keys_per_day, "integer"};
    sql << "found as (select fingerprint, body, problem, etag from budgeting.idempotency_keys"
           " where auth_user_id = "
        << user_text << " and key = " << key << " and created_at > " << now << " - " << key_seconds
        << "), stored as (select fingerprint, body, problem, etag from found union all select " << fingerprint
        << ", json_build_object('most', " << most << "), '" << model::keys_per_day
        << "', null from (select count(*) as number from (select from budgeting.idempotency_keys"
           " where auth_user_id = "
        << user_text << " and created_at > " << now << " - " << key_seconds << " limit " << most
        << ") as live) as live where live.number >= " << most << " and not exists (select from found)), ";
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

/// The root that an answer is about, as the table of keys has it: `<table> <id>`. `id` is SQL.
constexpr void root_text(Builder& sql, const model::Entity& root, std::string_view id) {
  sql << "'" << root.table << " ' || " << id;
}

/// Nothing: an answer that has no content of any one root's.
inline constexpr auto no_root = [](Builder& sql) { sql << "null"; };

/// Ends the statement. `root` writes what the answer goes with when that is deleted, `unstored` is a problem
/// that is no answer to keep. The same key is deleted first if it has expired, then some others, whoever's
/// they are, so that none stays for long; what others are about to delete is left to them, so nobody waits
/// for a stranger.
constexpr void end(Builder& sql, auto root, std::string_view unstored = {}) {
  sql.keyed([&] {
    sql << "), expired as (delete from budgeting.idempotency_keys where auth_user_id = " << user_text
        << " and key = " << key << " and created_at <= " << now << " - " << key_seconds
        << " returning key), swept as (delete from budgeting.idempotency_keys where ctid = any(array("
           "select ctid from budgeting.idempotency_keys where created_at <= "
        << now << " - " << key_seconds
        << " and (select count(*) from expired) >= 0 order by created_at limit " << swept_keys
        << " for update skip locked)) returning key), saved as (insert into budgeting.idempotency_keys"
           " (auth_user_id, key, fingerprint, body, problem, etag, created_at, root) select "
        << user_text << ", " << key << ", " << fingerprint << ", body, problem, etag, " << now << ", ";
    root(sql);
    sql << " from result where not exists (select from stored)";
    if (!unstored.empty()) sql << " and problem is distinct from '" << unstored << "'";
    sql << " and (select count(*) from swept) >= 0) select case when fingerprint = " << fingerprint
        << " then body end as body, case when fingerprint = " << fingerprint
        << " then problem else 'reused' end as problem, etag from stored"
           " union all select body, problem, etag from result where not exists (select from stored)";
  });
}

/// CTE: takes the answers along that were about the root in `deleted`.
constexpr void forget_keys(Builder& sql, const model::Entity& root) {
  sql << ", forgotten as (delete from budgeting.idempotency_keys where ctid = any(array("
         "select ctid from budgeting.idempotency_keys where auth_user_id = "
      << user_text << " and root = ";
  root_text(sql, root, "(select id from deleted)");
  sql << " for update skip locked)))";
}

}  // namespace budgeting::query
