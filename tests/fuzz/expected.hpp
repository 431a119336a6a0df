#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/fuzz/exact.hpp"
#include "tests/fuzz/strict_json.hpp"
#include "wasm/api/endpoint.hpp"

/// What a body means, worked out from the endpoint's fields a second time; nothing if it is not valid.
namespace fuzz {

using Text = std::optional<std::string>;
/// Each given field's value, none for `null`.
using Item = std::map<std::string_view, Text>;

struct ExpectedBody {
  std::map<std::string, Item> items;  ///< by their first field, where there is a list
  std::size_t sent = 0;
};

/// The characters of a text; nothing if PostgreSQL could not store one.
inline std::optional<std::vector<std::int32_t>> characters(std::string_view text) {
  std::vector<std::int32_t> codes;
  while (!text.empty()) {
    codes.push_back(take_code_point(text));
    if (codes.back() <= 0) return std::nullopt;
  }
  return codes;
}

inline bool is_any_of(std::int32_t code, std::u32string_view characters) {
  return characters.find(static_cast<char32_t>(code)) != std::u32string_view::npos;
}

inline bool is_blank(std::int32_t code) {
  return (code >= 0x2000 && code <= 0x200A) ||
         is_any_of(code, U"\t\n\v\f\r \u0085\u00A0\u1680\u2028\u2029\u202F\u205F\u3000\u200B\u2060\uFEFF");
}

/// Whether the character has nothing to see, by the list in Unicode's DerivedCoreProperties.txt.
inline bool is_ignorable(std::int32_t code) {
  const auto within = [&](std::int32_t first, std::int32_t last) { return code >= first && code <= last; };
  return is_any_of(code, U"\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u3164\uFEFF\uFFA0\u2800") ||
         within(0x180B, 0x180F) || within(0x200B, 0x200F) || within(0x202A, 0x202E) ||
         within(0x2060, 0x206F) || within(0xFE00, 0xFE0F) || within(0xFFF0, 0xFFF8) ||
         within(0x1BCA0, 0x1BCA3) || within(0x1D173, 0x1D17A) || within(0xE0000, 0xE0FFF);
}

inline Text expected_text(std::string_view text, bool is_name, budgeting::model::Range range) {
  if (is_name) {  // blanks go from both ends, byte by byte as they were read
    for (std::string_view rest = text; !rest.empty() && is_blank(take_code_point(rest));) text = rest;
    while (!text.empty()) {
      std::size_t last = text.size() - 1;
      while (last > 0 && (static_cast<unsigned char>(text[last]) & 0xC0U) == 0x80U) --last;
      std::string_view end = text.substr(last);
      if (!is_blank(take_code_point(end))) break;
      text = text.substr(0, last);
    }
  }
  const auto codes = characters(text);
  if (!codes) return std::nullopt;
  const auto size = static_cast<std::int64_t>(codes->size());
  bool is_seen = !is_name;
  for (const std::int32_t code : *codes) {
    const bool is_control = code < 0x20 || (code >= 0x7F && code <= 0x9F);
    if (is_control && (is_name || !is_any_of(code, U"\t\n\r"))) return std::nullopt;
    is_seen = is_seen || (!is_blank(code) && !is_ignorable(code));
  }
  return is_seen && size >= range.least && size <= range.most ? Text(text) : std::nullopt;
}

/// The text that PostgreSQL should get for a value; nothing if the field does not allow it.
inline Text expected_value(budgeting::model::Type type, budgeting::json::Value value) {
  using budgeting::json::Kind;
  using budgeting::model::Type;
  const budgeting::model::Range range = budgeting::model::range(type);
  if (type == Type::name || type == Type::description) {
    if (value.kind() != Kind::string) return std::nullopt;
    return expected_text(value.text(), type == Type::name, range);
  }
  if (type == Type::boolean) return value.kind() == Kind::boolean ? Text(value.text()) : std::nullopt;
  if (value.kind() != Kind::number) return std::nullopt;
  const bool units = type == Type::units || type == Type::signed_units;
  const Exact number = exact(value.text(), units ? 2 : 0);
  if (!number.value || (!units && !number.whole)) return std::nullopt;
  if (type == Type::units && number.below_zero) return std::nullopt;
  if (*number.value < range.least || *number.value > range.most) return std::nullopt;
  return std::to_string(*number.value);
}

inline std::optional<Item> expected_item(const budgeting::api::Body& body, budgeting::json::Value object) {
  if (object.kind() != budgeting::json::Kind::object) return std::nullopt;
  Item item;
  for (const budgeting::api::Field& field : body.fields) {
    const std::optional<budgeting::json::Value> value = object.member(field.name);
    if (!value && field.required) return std::nullopt;
    if (!value) continue;
    const bool null = field.nullable && value->kind() == budgeting::json::Kind::null;
    const Text text = null ? std::nullopt : expected_value(field.type, *value);
    if (!text && !null) return std::nullopt;
    item[field.name] = text;
  }
  return item;
}

inline std::optional<ExpectedBody> expected_body(const budgeting::api::Endpoint& endpoint,
                                                 budgeting::json::Value root) {
  if (root.kind() != budgeting::json::Kind::object) return std::nullopt;
  if (endpoint.body.list.empty()) {
    const std::optional<Item> item = expected_item(endpoint.body, root);
    if (!item) return std::nullopt;
    const bool same_month =
        endpoint.operation == "copyMonth" && item->at("sourceMonth") == item->at("targetMonth");
    return same_month ? std::nullopt : std::optional(ExpectedBody{{{"", *item}}, 1});
  }
  const auto list = root.member(endpoint.body.list);
  if (!list || list->kind() != budgeting::json::Kind::array) return std::nullopt;
  ExpectedBody body;
  for (const budgeting::json::Value& child : list->children()) {
    const std::optional<Item> item = expected_item(endpoint.body, child);
    if (!item) return std::nullopt;
    Item& merged = body.items[*item->at(endpoint.body.fields[0].name)];
    for (const auto& [name, text] : *item) merged[name] = text;
    ++body.sent;
  }
  return body.sent >= 1 && body.sent <= 1000 ? std::optional(body) : std::nullopt;
}

}  // namespace fuzz
