#pragma once

#include <string_view>

/// PostgreSQL's names for what went wrong (postgresql.org/docs/17/errcodes-appendix.html), as far as answers
/// depend on them, and the constraints of which the same is true.
namespace budgeting::query {

namespace sqlstate {

inline constexpr std::string_view protocol_violation = "08P01";
inline constexpr std::string_view numeric_value_out_of_range = "22003";
inline constexpr std::string_view character_not_in_repertoire = "22021";
inline constexpr std::string_view sequence_generator_limit_exceeded = "2200H";
inline constexpr std::string_view invalid_text_representation = "22P02";
inline constexpr std::string_view untranslatable_character = "22P05";
inline constexpr std::string_view foreign_key_violation = "23503";
inline constexpr std::string_view unique_violation = "23505";
inline constexpr std::string_view read_only_sql_transaction = "25006";
inline constexpr std::string_view serialization_failure = "40001";
inline constexpr std::string_view statement_completion_unknown = "40003";
inline constexpr std::string_view deadlock_detected = "40P01";
inline constexpr std::string_view lock_not_available = "55P03";
inline constexpr std::string_view query_canceled = "57014";

/// The beginnings of several: a server that shuts down or crashes.
inline constexpr std::string_view shutdown_prefix = "57P0";

/// The first two characters: what kind of thing it is.
inline constexpr std::string_view connection_exception_class = "08";
inline constexpr std::string_view invalid_authorization_class = "28";
inline constexpr std::string_view invalid_catalog_name_class = "3D";
inline constexpr std::string_view integrity_constraint_violation_class = "23";
inline constexpr std::string_view transaction_rollback_class = "40";
inline constexpr std::string_view insufficient_resources_class = "53";
inline constexpr std::string_view operator_intervention_class = "57";
inline constexpr std::string_view system_error_class = "58";

}  // namespace sqlstate

namespace constraint {

/// A user's keys are different ones: of two requests with the same at once, it stops the second.
inline constexpr std::string_view key = "idempotency_keys_pkey";
/// A user's months have different names within a year.
inline constexpr std::string_view month_name = "transaction_months_profile_token_month_name_year_key";
/// A category's parent exists, in the same section.
inline constexpr std::string_view category_parent = "yearly_categories_parent_id_fkey";

}  // namespace constraint

/// A server, or a pooler, ends the connection. The statement may have been committed before that.
constexpr bool ends_connection(std::string_view state) noexcept {
  return state.starts_with(sqlstate::connection_exception_class) ||
         state.starts_with(sqlstate::shutdown_prefix) || state == sqlstate::statement_completion_unknown;
}

/// The statement was undone because of others at the same time.
constexpr bool is_undone(std::string_view state) noexcept {
  return state == sqlstate::serialization_failure || state == sqlstate::deadlock_detected ||
         state == sqlstate::lock_not_available;
}

/// A wrong password, or a wrong database: a second attempt would not mend it.
constexpr bool is_wrong_login(std::string_view state) noexcept {
  return state.starts_with(sqlstate::invalid_authorization_class) ||
         state.starts_with(sqlstate::invalid_catalog_name_class);
}

}  // namespace budgeting::query
