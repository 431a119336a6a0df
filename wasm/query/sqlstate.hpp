#pragma once

#include <string_view>

/// PostgreSQL's error codes (postgresql.org/docs/17/errcodes-appendix.html) and constraint names, as far as
/// responses depend on them.
namespace budgeting::query {

namespace sqlstate {

inline constexpr std::string_view feature_not_supported = "0A000";
inline constexpr std::string_view numeric_value_out_of_range = "22003";
inline constexpr std::string_view character_not_in_repertoire = "22021";
inline constexpr std::string_view sequence_generator_limit_exceeded = "2200H";
inline constexpr std::string_view invalid_text_representation = "22P02";
inline constexpr std::string_view untranslatable_character = "22P05";
inline constexpr std::string_view foreign_key_violation = "23503";
inline constexpr std::string_view unique_violation = "23505";
inline constexpr std::string_view read_only_sql_transaction = "25006";
inline constexpr std::string_view serialization_failure = "40001";
inline constexpr std::string_view invalid_sql_statement_name = "26000";
inline constexpr std::string_view statement_completion_unknown = "40003";
inline constexpr std::string_view deadlock_detected = "40P01";
inline constexpr std::string_view duplicate_prepared_statement = "42P05";
inline constexpr std::string_view lock_not_available = "55P03";
inline constexpr std::string_view query_canceled = "57014";

/// The prefix of several codes: the server is shutting down or has crashed.
inline constexpr std::string_view shutdown_prefix = "57P0";

/// The first two characters of a code: its error class.
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

/// A user's keys are unique: when two requests with the same key run at once, this stops the second.
inline constexpr std::string_view key = "idempotency_keys_pkey";
/// The names of a user's months are unique within a year.
inline constexpr std::string_view month_name = "transaction_months_profile_token_month_name_year_key";
/// A category's parent exists and is in the same section.
inline constexpr std::string_view category_parent = "yearly_categories_parent_id_fkey";

}  // namespace constraint

/// The server, or a pooler, is closing the connection. The statement may have been committed before that.
constexpr bool ends_connection(std::string_view state) noexcept {
  return state.starts_with(sqlstate::connection_exception_class) ||
         state.starts_with(sqlstate::shutdown_prefix) || state == sqlstate::statement_completion_unknown;
}

/// The statement was rolled back because of concurrent transactions.
constexpr bool is_undone(std::string_view state) noexcept {
  return state == sqlstate::serialization_failure || state == sqlstate::deadlock_detected ||
         state == sqlstate::lock_not_available;
}

/// The statement's name was the problem, and nothing was run: a pooler does not keep names apart, or, with
/// `feature_not_supported`, a migration has changed what the prepared statement returns.
constexpr bool is_about_name(std::string_view state) noexcept {
  return state == sqlstate::invalid_sql_statement_name || state == sqlstate::duplicate_prepared_statement ||
         state == sqlstate::feature_not_supported;
}

/// A wrong password or a wrong database: a second attempt would fail too.
constexpr bool is_wrong_login(std::string_view state) noexcept {
  return state.starts_with(sqlstate::invalid_authorization_class) ||
         state.starts_with(sqlstate::invalid_catalog_name_class);
}

}  // namespace budgeting::query
