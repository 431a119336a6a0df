#include "wasm/native/describe/values.hpp"

#include <charconv>

#include "wasm/domain/sections.hpp"
#include "wasm/native/describe/fields.hpp"

namespace budgeting::describe {
namespace {

using model::Type;

/// Cents as a JSON number of currency units, without trailing zeros.
Json units(std::int64_t cents) {
  if (cents < 0) return "-" + units(-cents);
  Json number = std::to_string(cents / 100);
  if (cents % 100 == 0) return number;
  number += (cents % 100 < 10 ? ".0" : ".") + std::to_string(cents % 100);
  return number.ends_with('0') ? number.substr(0, number.size() - 1) : number;
}

Json units(std::string_view cents) {
  std::int64_t number = 0;
  std::from_chars(cents.data(), cents.data() + cents.size(), number);
  return units(number);
}

std::string_view json_type(Type type) {
  if (model::is_text(type) || type == Type::section_type) return "string";
  return type == Type::boolean ? "boolean" : "integer";
}

Json type_of(std::string_view name, bool nullable) {
  return nullable ? list({text(name), text("null")}) : text(name);
}

/// The schema of an integer.
Json format(Type type) { return text(type == Type::reference ? "int64" : "int32"); }

Json section_types() {
  std::vector<Json> types;
  types.reserve(domain::default_sections.size());
  for (const domain::Section& section : domain::default_sections) types.push_back(text(section.type));
  return list(types);
}

/// The default that a create gives a column, as JSON; nothing if it depends on other values.
Json default_of(const model::Column* column) {
  if (column == nullptr || column->absent == "null" || column->absent == "now") return {};
  return Json(column->absent);
}

std::string description(std::string_view of, std::string_view more) {
  std::string whole(of);
  if (!whole.empty() && !more.empty()) whole += ' ';
  return whole += more;
}

}  // namespace

const FieldText& field_text(std::string_view json, std::string_view table) {
  const FieldText* found = nullptr;
  for (const FieldText& known : field_texts) {
    if (known.json != json || (!known.table.empty() && known.table != table)) continue;
    if (found == nullptr || !known.table.empty()) found = &known;
  }
  if (found == nullptr) give_up("fields.hpp has no text for the property", json);
  return *found;
}

Json answer_schema(const model::Column& column, std::string_view table) {
  const FieldText& known = field_text(column.json, table);
  const std::string said = description(known.description, model::is_money(column.type) ? "In cents." : "");
  const bool is_integer = json_type(column.type) == "integer";
  return object({
      {"type", type_of(json_type(column.type), column.nullable)},
      {"format", is_integer ? format(column.type) : Json{}},
      {"enum", column.type == Type::section_type ? section_types() : Json{}},
      {"description", said.empty() ? Json{} : text(said)},
      {"examples", list({Json(known.example)})},
  });
}

Json body_schema(const api::Field& field, const model::Column* column, std::string_view table) {
  const model::Range range = model::range(field.type);
  const bool is_units = model::is_units(field.type);
  const bool is_number = json_type(field.type) == "integer";
  const bool is_signed = range.least < 0;
  std::string more;
  if (is_units) {
    more = "In currency units, rounded to cents, half away from zero; after rounding, ";
    more += is_signed ? units(range.least) + " to " + units(range.most) : "at most " + units(range.most);
    more += '.';
  }
  if (model::is_cents(field.type)) more = "In cents.";
  if (column != nullptr && column->absent == "now") more = "The default is the current time.";
  const std::string said = description(field_text(field.name, table).description, more);
  return object({
      {"type", type_of(is_units ? "number" : json_type(field.type), field.nullable)},
      {"format", is_number && !is_units ? format(field.type) : Json{}},
      {"minimum", is_number && !(is_units && is_signed) ? integer(range.least) : Json{}},
      {"maximum", is_number && !is_units ? integer(range.most) : Json{}},
      // The first amounts that round to cents outside the range.
      {"exclusiveMinimum", is_units && is_signed ? units(range.least) + "5" : Json{}},
      {"exclusiveMaximum", is_units ? units(range.most) + "5" : Json{}},
      {"pattern", field.type == Type::name ? text("\\S") : Json{}},
      {"minLength", model::is_text(field.type) && range.least > 0 ? integer(range.least) : Json{}},
      {"maxLength", model::is_text(field.type) ? integer(range.most) : Json{}},
      {"default", default_of(column)},
      {"description", said.empty() ? Json{} : text(said)},
      {"examples", list({body_example(field, table)})},
  });
}

Json body_example(const api::Field& field, std::string_view table) {
  const std::string_view example = field_text(field.name, table).example;
  return model::is_units(field.type) ? units(example) : Json(example);
}

}  // namespace budgeting::describe
