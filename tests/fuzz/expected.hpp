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

inline bool is_text_within(std::string_view text, budgeting::model::Range range) {
  std::int64_t length = 0;
  for (; !text.empty(); ++length) {
    if (take_code_point(text) <= 0) return false;
  }
  return length >= range.least && length <= range.most;
}

/// The text that PostgreSQL should get for a value; nothing if the field does not allow it.
inline Text expected_value(budgeting::model::Type type, budgeting::json::Value value) {
  using budgeting::json::Kind;
  using budgeting::model::Type;
  const budgeting::model::Range range = budgeting::model::range(type);
  if (type == Type::name || type == Type::description) {
    const bool valid = value.kind() == Kind::string && is_text_within(value.text(), range);
    return valid ? Text(value.text()) : std::nullopt;
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
