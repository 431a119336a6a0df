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
inline constexpr Text key_seconds = "86400";
/// How many expired ones each request with a key deletes. It stores one, so they become fewer.
inline constexpr Text swept_keys = "10";

/// How long one attempt waits for a lock.
inline constexpr Text lock_timeout = "100ms";

inline constexpr Parameter key{Source::key, {}, "text"};
inline constexpr Parameter fingerprint{Source::fingerprint, {}, "text"};
/// The signed-in user where a text is needed, whatever type the column in `profiles` has.
inline constexpr Parameter user_text{Source::user, {}, "text"};

/// The root that an answer is about, by its id; without an entity, the answer has no content of any one's.
struct Root {
  const model::Entity* entity = nullptr;
  Text id = {};

  /// `<table> <id>`, as the table of keys has it.
  constexpr void operator()(Builder& sql) const {
    if (entity == nullptr) {
      sql << "null";
    } else {
      sql << "'" << entity->table << " ' || " << id;
    }
  }
};

/// The table of keys: what is done with it, all of it for the signed-in user but the sweep.
class Keys {
 public:
  /// CTEs: `found` is the answer that the request's key got before, `stored` is that or the one that it gets
  /// because there are too many keys already.
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

  /// CTEs that store what is in `result`, unless its problem is `unstored`. The same key is deleted first if
  /// it has expired, then some others, whoever's they are, so that none stays for long; what others are about
  /// to delete is left to them, so nobody waits for a stranger.
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

  /// CTE: takes the answers along that were about a root.
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

/// Begins the list of CTEs that a write is.
constexpr void begin_write(Builder& sql) {
  sql.separate();
  sql.keyed([&] {
    Keys::look_up(sql);
    sql.separate();
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

/// Ends the list of CTEs with what `select` writes behind `select`: the answer as `body`, `problem`, `etag`.
/// With a key it is stored, unless its problem is `unstored`, and goes when `root` is deleted.
constexpr void answer(Builder& sql, const Root& root, auto select, std::string_view unstored = {}) {
  sql.keyed([&] { sql << ", result as ("; });
  sql << " select " << select;
  sql.keyed([&] {
    sql << ")";
    Keys::save(sql, root, unstored);
    sql << " select case when fingerprint = " << fingerprint
        << " then body end as body, case when fingerprint = " << fingerprint
        << " then problem else 'reused' end as problem, etag from stored"
           " union all select body, problem, etag from result where not exists (select from stored)";
  });
}

}  // namespace budgeting::query
