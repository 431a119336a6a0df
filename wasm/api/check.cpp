#include "wasm/api/check.hpp"

#include "wasm/domain/decimal.hpp"
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

/// What a value of the type must be, to stand behind the field's name.
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
    case Type::cents:
      return "must be a whole number of cents of at least 0";
    case Type::order_index:
      return "must be a whole number of at least 0";
    case Type::timestamp:
      return "must be Unix seconds, a whole number from " + between;
    default:
      return "must be a whole number from " + between;
  }
}

constexpr std::string_view most_units = "must be at most 21474836.47";
constexpr std::string_view most_cents = "must be at most 2147483647";

/// Why a value is wrong; empty if it is right, and then `text` is what PostgreSQL reads.
std::string problem(Type type, json::Value value, std::string& text) {
  if (model::is_text(type)) {
    if (value.kind() != json::Kind::string) return requirement(type);
    const model::Range range = model::range(type);
    const auto length = static_cast<std::int64_t>(json::code_points(value.text()));
    if (length < range.least || length > range.most) return requirement(type);
    if (!json::is_storable(value.text())) return "must not hold NUL characters or unpaired surrogates";
    text = value.text();
    return {};
  }
  if (type == Type::boolean) {
    if (value.kind() != json::Kind::boolean) return requirement(type);
    text = value.text();
    return {};
  }
  if (value.kind() != json::Kind::number) return requirement(type);
  const std::string_view number = value.text();
  const bool is_money = type == Type::units;
  if (is_money && domain::is_negative(number)) return requirement(type);
  const model::Range range = model::range(type);
  std::optional<std::int64_t> stored = domain::integer(number, range.most);
  if (is_money) stored = domain::cents_from_units(number);
  if (is_money && !stored) return std::string(most_units);
  if (!stored || *stored < range.least || *stored > range.most) {
    const bool too_large = type == Type::cents && domain::cents_from_units(number) == std::nullopt &&
                           !domain::is_negative(number);
    return too_large ? std::string(most_cents) : requirement(type);
  }
  text = digits(*stored);
  return {};
}

}  // namespace

Value checked(const Field& field, const std::optional<json::Value>& given, std::string_view prefix,
              std::vector<http::FieldError>& errors) {
  std::string place(prefix);
  place += field.name;
  if (!given) {
    if (field.required) errors.push_back({place, place + " is required"});
    return {};
  }
  if (given->kind() == json::Kind::null && field.nullable) return {true, std::nullopt};
  std::string text;
  const std::string wrong = problem(field.type, *given, text);
  if (!wrong.empty()) {
    errors.push_back({place, place + " " + wrong});
    return {};
  }
  return {true, std::move(text)};
}

http::FieldError invalid_reference(std::string_view place) {
  std::string field(place);
  return {field, field + " " + requirement(Type::reference)};
}

}  // namespace budgeting::api
