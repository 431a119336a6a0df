#pragma once

#include <cstdint>
#include <string_view>

namespace budgeting::model {

/// What a value means; it decides how a request's value is checked and how PostgreSQL is to take it.
enum class Type : std::uint8_t {
  reference,     ///< the id of a row
  name,          ///< what people call a thing
  description,   ///< free text
  units,         ///< money, in currency units in requests and cents in the database (transaction mode)
  signed_units,  ///< the same, below zero too
  cents,         ///< money, in cents everywhere (yearly mode)
  signed_cents,  ///< the same, below zero too
  year,
  month,
  percent,
  order_index,
  timestamp,  ///< Unix seconds
  boolean,
  section_type,  ///< set by the server alone
};

/// The values a type takes: of numbers the range, of texts the number of code points, of names without the
/// blanks at their ends.
struct Range {
  std::int64_t least;
  std::int64_t most;
};

constexpr Range range(Type type) noexcept {
  constexpr std::int64_t column_most = 2'147'483'647;  // the columns are 32-bit, but those of ids
  switch (type) {
    case Type::reference:
      return {1, 9'007'199'254'740'991};  // the most that every reader of JSON keeps exact: 2^53 - 1
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
/// Money that is sent in currency units.
constexpr bool is_units(Type type) noexcept { return type == Type::units || type == Type::signed_units; }
/// Money that is sent in cents.
constexpr bool is_cents(Type type) noexcept { return type == Type::cents || type == Type::signed_cents; }
constexpr bool is_money(Type type) noexcept { return is_units(type) || is_cents(type); }

/// Beyond this an id was refused before ids became 64-bit, and still is where it names nothing.
inline constexpr std::int64_t narrow_reference_most = 2'147'483'647;

/// The PostgreSQL type of a parameter.
constexpr std::string_view sql_type(Type type) noexcept {
  if (is_text(type)) return "text";
  if (type == Type::reference) return "bigint";
  return type == Type::boolean ? "boolean" : "integer";
}

}  // namespace budgeting::model
