#pragma once

#include "wasm/model/limits.hpp"
#include "wasm/query/builder.hpp"

/// Makes a write take effect once, however often the request is sent (`Idempotency-Key`,
/// draft-ietf-httpapi-idempotency-key-header). The statement for a request with a key first looks for the
/// answer stored under that key. If there is one, the statement changes nothing; otherwise it makes the
/// change and stores its answer, so either both exist or neither does. If two such requests run at once, the
/// second one violates the table's primary key, which rolls it back; when it is sent again, it finds the
/// answer of the first.
///
/// A request whose user has too many stored keys is rejected. No key is deleted early to make room, because
/// docs/api.md promises to keep it for a day.
namespace budgeting::query {

/// How long an answer is kept.
inline constexpr Text key_seconds = "86400";
/// How many expired answers each request with a key deletes. It stores only one, so their number falls.
inline constexpr Text swept_keys = "10";

/// How long one attempt waits for a lock.
inline constexpr Text lock_timeout = "100ms";

inline constexpr Parameter key{Source::key, "text"};
inline constexpr Parameter fingerprint{Source::fingerprint, "text"};
/// The signed-in user where a text is needed, whatever the type of the column in `profiles`.
inline constexpr Parameter user_text{Source::user, "text"};

/// The root row that an answer is about, by its id. Without an entity, the answer contains no row's data.
struct Root {
  const model::Entity* entity = nullptr;
  Text id = {};

  /// `<table> <id>`, as stored in the table of keys.
  constexpr void operator()(Builder& sql) const {
    if (entity == nullptr) {
      sql << "null";
    } else {
      sql << "'" << entity->table << " ' || " << id;
    }
  }
};

/// The table of keys and the operations on it. All concern the signed-in user only, except the cleanup of
/// expired keys.
class Keys {
 public:
  /// CTEs: `found` is the answer stored earlier under the request's key; `stored` is that answer, or the
  /// error for having too many keys.
  static constexpr void look_up(Builder& sql) {
    const Parameter most = limit(model::keys_per_day);
    {
      const Named found(sql, "found");
      sql << "select fingerprint, body, problem, etag" << from_own << " and key = " << key
          << " and created_at > " << day_ago;
    }
    const Named stored(sql, "stored");
    sql << "select fingerprint, body, problem, etag from found union all select " << fingerprint
        << ", json_build_object('most', " << most << "), '" << model::keys_per_day
        << "', null from (select count(*) as number from (select" << from_own << " and created_at > "
        << day_ago << " limit " << most << ") as live) as live where live.number >= " << most
        << " and not exists (select from found)";
  }

  /// CTEs that store the row in `result`, unless its problem is `unstored`. They first delete the same key if
  /// it has expired, then some other expired keys of any user, so that none stays for long. Keys that another
  /// transaction is already deleting are skipped, so no user waits for another.
  static constexpr void save(Builder& sql, const Root& root, std::string_view unstored) {
    {
      const Named expired(sql, "expired");
      sql << "delete" << from_own << " and key = " << key << " and created_at <= " << day_ago
          << " returning key";
    }
    {
      const Named swept(sql, "swept");
      sql << "delete from " << table << " where ctid = any(array(select ctid from " << table
          << " where created_at <= " << day_ago
          << " and (select count(*) from expired) >= 0 order by created_at limit " << swept_keys
          << " for update skip locked)) returning key";
    }
    const Named saved(sql, "saved");
    sql << "insert into " << table
        << " (auth_user_id, key, fingerprint, body, problem, etag, created_at, root) select " << user_text
        << ", " << key << ", " << fingerprint << ", body, problem, etag, " << now << ", " << root
        << " from result where not exists (select from stored)";
    if (!unstored.empty()) sql << " and problem is distinct from '" << unstored << "'";
    sql << " and (select count(*) from swept) >= 0";
  }

  /// CTE: deletes the stored answers about a root row.
  static constexpr void forget(Builder& sql, const Root& root) {
    const Named forgotten(sql, "forgotten");
    sql << "delete from " << table << " where ctid = any(array(select ctid" << from_own
        << " and root = " << root << " for update skip locked))";
  }

 private:
  static constexpr void table(Builder& sql) { sql.put("budgeting.idempotency_keys"); }
  static constexpr void from_own(Builder& sql) {
    sql << " from " << table << " where auth_user_id = " << user_text;
  }
  static constexpr void day_ago(Builder& sql) { sql << now << " - " << key_seconds; }
};

/// Begins the list of CTEs of a write.
constexpr void begin_write(Builder& sql) {
  sql.mark_write();
  sql.separate();
  sql.only_with(Guard::key, [&] {
    Keys::look_up(sql);
    sql.separate();
  });
}

/// ` and` a condition that is always true, and that limits how long the write waits for locks from then on.
/// It applies to this statement only, since the setting ends with its transaction. Writes only wait for other
/// writes to the same user's rows, so the limit keeps one user's concurrent requests from occupying every
/// connection: the shim sends the statement again a moment later and holds no connection in between.
/// PostgreSQL evaluates an uncorrelated subquery before it looks for rows, and so before it locks any.
constexpr void bound_waits(Builder& sql) {
  sql << " and (select set_config('lock_timeout', '" << lock_timeout << "', true)) is not null";
}

/// ` and` the condition under which a write may take effect: no answer is stored yet. Every write evaluates
/// it before it takes its first lock, so lock waits are limited here too.
constexpr void unless_stored(Builder& sql) {
  if (sql.is_write()) bound_waits(sql);
  sql.only_with(Guard::key, [&] { sql << " and not exists (select from stored)"; });
}

/// Ends the list of CTEs with `select` and what the function `select` writes: the answer as `body`,
/// `problem`, `etag`. With a key, the answer is stored unless its problem is `unstored`, and is deleted
/// together with `root`.
constexpr void answer(Builder& sql, const Root& root, auto select, std::string_view unstored = {}) {
  sql.only_with(Guard::key, [&] { sql << ", result as ("; });
  sql << " select " << select;
  sql.only_with(Guard::key, [&] {
    sql << ")";
    Keys::save(sql, root, unstored);
    sql << " select case when fingerprint = " << fingerprint
        << " then body end as body, case when fingerprint = " << fingerprint
        << " then problem else 'reused' end as problem, etag from stored"
           " union all select body, problem, etag from result where not exists (select from stored)";
  });
}

}  // namespace budgeting::query
