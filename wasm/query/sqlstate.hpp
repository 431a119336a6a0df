#pragma once

#include <string_view>

/// PostgreSQL's SQLSTATEs (postgresql.org/docs/17/errcodes-appendix.html), by what they mean for a request.
namespace budgeting::query {

/// The constraint that stops the second of two requests with one `Idempotency-Key`.
inline constexpr std::string_view key_constraint = "idempotency_keys_pkey";

/// A server, or a pooler, ends the connection. The statement may have been committed before that.
constexpr bool ends_connection(std::string_view sqlstate) noexcept {
  return sqlstate.starts_with("08") || sqlstate.starts_with("57P0") || sqlstate == "40003";
}

/// The statement was undone because of others at the same time: serialization, deadlock, a lock not had.
constexpr bool is_undone(std::string_view sqlstate) noexcept {
  return sqlstate == "40001" || sqlstate == "40P01" || sqlstate == "55P03";
}

/// A wrong password, or a wrong database: a second attempt would not mend it.
constexpr bool is_wrong_login(std::string_view sqlstate) noexcept {
  return sqlstate.starts_with("28") || sqlstate.starts_with("3D");
}

}  // namespace budgeting::query
