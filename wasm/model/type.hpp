#pragma once

#include <cstdint>
#include <string_view>

namespace budgeting::model {

/// The meaning of a value; it determines how a request's value is validated and the type it has in
/// PostgreSQL.
enum class Type : std::uint8_t {
  reference,     ///< the id of a row
  name,          ///< the name that a user gives a thing
  description,   ///< free text
  units,         ///< money, in currency units in requests and cents in the database (transaction mode)
  signed_units,  ///< the same, may be negative
  cents,         ///< money, in cents everywhere (yearly mode)
  signed_cents,  ///< the same, may be negative
  year,
  month,
  percent,
  order_index,
  timestamp,  ///< Unix seconds
  boolean,
  section_type,  ///< set only by the server
};

/// The range of a type: of numbers, the values; of texts, the number of code points; of names, the same
/// without blanks at the ends.
struct Range {
  std::int64_t least;
  std::int64_t most;
};

constexpr Range range(Type type) noexcept {
  constexpr std::int64_t column_most = 2'147'483'647;  // all columns except ids are 32-bit
  switch (type) {
    case Type::reference:
      return {1, 9'007'199'254'740'991};  // 2^53 - 1, the largest that all JSON parsers read exactly
    case Type::name:
      return {1, 200};
    case Type::description:
      return {0, 2000};
    case Type::year:
      return {2000, 2100};
    case Type::month:
      return {1, 12};
    case Type::percent:
      return {0, 100};
    case Type::signed_units:
    case Type::signed_cents:
      return {-column_most - 1, column_most};
    default:
      return {0, column_most};
  }
}

constexpr bool is_text(Type type) noexcept { return type == Type::name || type == Type::description; }
/// Whether a statement returns the type's values as texts; it returns all others as numbers.
constexpr bool is_returned_as_text(Type type) noexcept { return is_text(type) || type == Type::section_type; }
/// Whether the type is money sent in currency units.
constexpr bool is_units(Type type) noexcept { return type == Type::units || type == Type::signed_units; }
/// Whether the type is money sent in cents.
constexpr bool is_cents(Type type) noexcept { return type == Type::cents || type == Type::signed_cents; }
constexpr bool is_money(Type type) noexcept { return is_units(type) || is_cents(type); }

/// Larger ids were rejected as invalid before ids became 64-bit, and still are if they do not exist.
inline constexpr std::int64_t narrow_reference_most = 2'147'483'647;

/// The PostgreSQL type of a parameter.
constexpr std::string_view sql_type(Type type) noexcept {
  if (is_text(type)) return "text";
  if (type == Type::reference) return "bigint";
  return type == Type::boolean ? "boolean" : "integer";
}

}  // namespace budgeting::model
