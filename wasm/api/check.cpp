#include "wasm/api/check.hpp"

#include <algorithm>
#include <charconv>

#include "wasm/domain/decimal.hpp"
#include "wasm/domain/names.hpp"
#include "wasm/json/text.hpp"
#include "wasm/json/writer.hpp"

namespace budgeting::api {
namespace {

using model::Type;

std::string digits(std::int64_t number) {
  std::string text;
  json::append_integer(text, number);
  return text;
}

/// An amount in the unit in which the API sends amounts of the type.
std::string amount(Type type, std::int64_t cents) {
  if (model::is_cents(type)) return digits(cents) + " cents";
  std::string text = digits(cents);
  return text.insert(text.size() - 2, ".");  // every limit has more than two digits
}

/// What a value of the type must be, as a phrase that follows the field's label.
std::string requirement(Type type) {
  const model::Range range = model::range(type);
  const std::string between = digits(range.least) + " to " + digits(range.most);
  switch (type) {
    case Type::reference:
      return "must be a valid ID, a whole number";
    case Type::name:
      return "must be a text of " + between + " characters";
    case Type::description:
      return "must be a text of at most " + digits(range.most) + " characters";
    case Type::boolean:
      return "must be true or false";
    case Type::units:
      return "must be a number of at least 0";
    case Type::signed_units:
      return "must be a number";
    case Type::cents:
      return "must be a whole number of cents of at least 0";
    case Type::signed_cents:
      return "must be a whole number of cents";
    case Type::order_index:
      return "must be a whole number of at least 0";
    case Type::timestamp:
      return "must be Unix seconds, a whole number from " + between;
    default:
      return "must be a whole number from " + between;
  }
}

std::string text_problem(Type type, json::Value value, std::string& text) {
  if (value.kind() != json::Kind::string) return requirement(type);
  const bool is_name = type == Type::name;
  const std::string_view given = is_name ? domain::trimmed(value.text()) : value.text();
  const model::Range range = model::range(type);
  const auto length = static_cast<std::int64_t>(json::code_points(given));
  if (length < range.least || length > range.most) return requirement(type);
  if (!json::is_storable(given)) return "must not hold NUL characters or unpaired surrogates";
  if (domain::has_control(given, is_name ? "" : "\t\r\n")) {
    return is_name ? "must not hold control characters"
                   : "must not hold control characters but tabs and line ends";
  }
  if (is_name && !domain::is_visible(given)) return "must have at least one visible character";
  text = given;
  return {};
}

std::string number_problem(Type type, std::string_view number, std::string& text) {
  const model::Range range = model::range(type);
  const bool is_negative = domain::is_negative(number);
  if (is_negative && range.least >= 0) return requirement(type);
  if (!model::is_units(type) && !domain::is_whole(number)) return requirement(type);
  std::optional<std::int64_t> stored = domain::integer(number, std::max(range.most, domain::column_max));
  if (model::is_units(type)) stored = domain::cents_from_units(number);
  if (stored && *stored >= range.least && *stored <= range.most) {
    text = digits(*stored);
    return {};
  }
  if (!model::is_money(type)) return requirement(type);
  return is_negative ? "must be at least " + amount(type, range.least)
                     : "must be at most " + amount(type, range.most);
}

/// Why a value is invalid; empty if it is valid, and then `text` is the value as PostgreSQL reads it.
std::string problem(Type type, json::Value value, std::string& text) {
  if (model::is_text(type)) return text_problem(type, value, text);
  const json::Kind kind = type == Type::boolean ? json::Kind::boolean : json::Kind::number;
  if (value.kind() != kind) return requirement(type);
  if (kind == json::Kind::number) return number_problem(type, value.text(), text);
  text = value.text();
  return {};
}

}  // namespace

Value checked(const Field& field, const std::optional<json::Value>& given, std::string_view prefix,
              std::string_view whose, std::vector<http::FieldError>& errors) {
  std::string wrong;
  Value value;
  if (!given) {
    if (field.required) wrong = "is required";
  } else if (given->kind() == json::Kind::null && field.nullable) {
    value.given = true;
  } else {
    std::string text;
    wrong = problem(field.type, *given, text);
    value = {true, std::move(text)};
  }
  if (wrong.empty()) return value;
  std::string place(prefix);
  std::string message(field.label);
  message += whose;
  message += ' ';
  errors.push_back({place += field.name, message += wrong});
  return {};
}

http::FieldError invalid_reference(std::span<const Field> fields, std::string_view place) {
  const std::string_view name = place.substr(place.rfind('.') + 1);
  std::string message;
  for (const Field& field : fields) {
    if (field.name == name) message = field.label;
  }
  if (const std::size_t bracket = place.find('['); bracket != std::string_view::npos) {
    std::int64_t index = 0;
    std::from_chars(place.data() + bracket + 1, place.data() + place.size(), index);
    message += " of item " + digits(index + 1);
  }
  return {std::string(place), message + " " + requirement(Type::reference)};
}

}  // namespace budgeting::api
