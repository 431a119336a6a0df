#include "wasm/native/describe/requests.hpp"

#include <algorithm>
#include <utility>

#include "wasm/domain/decimal.hpp"
#include "wasm/native/describe/operations.hpp"
#include "wasm/native/describe/shapes.hpp"
#include "wasm/native/describe/values.hpp"

namespace budgeting::describe {
namespace {

/// The table whose columns a body's fields are. The response to the bulk update shows none of its rows.
const model::Entity* table_of(const api::Endpoint& endpoint) {
  const model::Entity* shown = entity_of(operation_text(endpoint.operation).answer);
  return shown == nullptr && !endpoint.body.list.empty() ? &model::category_entry : shown;
}

std::string_view table_name(const api::Endpoint& endpoint) {
  const model::Entity* entity = table_of(endpoint);
  return entity == nullptr ? std::string_view{} : entity->table;
}

/// The column in which a create stores the field.
const model::Column* created_column(const api::Endpoint& endpoint, std::string_view field) {
  const model::Entity* entity = table_of(endpoint);
  if (entity == nullptr || endpoint.method != http::Method::post) return nullptr;
  const auto found = std::find_if(entity->columns.begin(), entity->columns.end(),
                                  [&](const model::Column& column) { return column.json == field; });
  const bool takes = found != entity->columns.end() && found->on_create != model::Given::never;
  return takes ? &*found : nullptr;
}

/// An item of the body's list, or the whole body.
Json item_schema(const api::Endpoint& endpoint) {
  Members properties;
  std::vector<Json> required;
  for (const api::Field& field : endpoint.body.fields) {
    const model::Column* column = created_column(endpoint, field.name);
    properties.push_back({std::string(field.name), body_schema(field, column, table_name(endpoint))});
    if (field.required) required.push_back(text(field.name));
  }
  return object({{"type", text("object")},
                 {"required", required.empty() ? Json{} : list(required)},
                 {"properties", object(properties)}});
}

/// The items of the body's list, or the body as the only item.
Json wrapped(const api::Endpoint& endpoint, const Json& item) {
  if (endpoint.body.list.empty()) return item;
  return object({{std::string(endpoint.body.list), list({item})}});
}

/// The path with what `replaced` makes of each parameter's name.
template <class Replaced>
std::string with_parameters(std::string_view path, Replaced replaced) {
  std::string whole;
  for (const std::string_view name : parameter_names(path)) {
    const std::size_t colon = path.find(':');
    (whole += path.substr(0, colon)) += replaced(name);
    path.remove_prefix(colon + 1 + name.size());
  }
  return whole += path;
}

const QueryText& text_of(const api::Endpoint& endpoint, std::string_view name) {
  for (const QueryText& known : operation_text(endpoint.operation).query) {
    if (known.name == name) return known;
  }
  give_up("operations.cpp has no text for the query parameter", name);
}

/// A value as JSON, from the text that a request has.
Json value_of(const api::QueryParameter& parameter, std::string_view given) {
  const bool is_bare = parameter.kind == api::QueryKind::number || parameter.kind == api::QueryKind::boolean;
  return is_bare ? Json(given) : text(given);
}

Json query_schema(const api::QueryParameter& parameter, std::string_view example) {
  using api::QueryKind;
  const QueryKind kind = parameter.kind;
  const auto [least, most] = parameter.range;
  const bool is_number = kind == QueryKind::number;
  const bool has_length = kind == QueryKind::text || kind == QueryKind::cursor;
  std::vector<Json> words;
  for (const std::string_view word : parameter.words) words.push_back(text(word));
  const std::string_view pattern = kind == QueryKind::month    ? "^[0-9]{4}-[0-9]{2}$"
                                   : kind == QueryKind::cursor ? "^[0-9A-Za-z_-]*$"
                                                               : "";
  const bool is_boolean = kind == QueryKind::boolean;
  return object({{"type", text(is_number    ? "integer"
                               : is_boolean ? "boolean"
                                            : "string")},
                 {"format", is_number                ? text(most > domain::column_max ? "int64" : "int32")
                            : kind == QueryKind::day ? text("date")
                                                     : Json{}},
                 {"enum", words.empty() ? Json{} : list(words)},
                 {"pattern", pattern.empty() ? Json{} : text(pattern)},
                 {"minimum", is_number ? integer(least) : Json{}},
                 {"maximum", is_number ? integer(most) : Json{}},
                 {"minLength", has_length && least > 0 ? integer(least) : Json{}},
                 {"maxLength", has_length ? integer(most) : Json{}},
                 {"default", parameter.absent.empty() ? Json{} : value_of(parameter, parameter.absent)},
                 {"examples", list({value_of(parameter, example)})}});
}

}  // namespace

std::vector<std::string_view> parameter_names(std::string_view path) {
  std::vector<std::string_view> names;
  for (std::size_t colon = path.find(':'); colon != std::string_view::npos; colon = path.find(':')) {
    path.remove_prefix(colon + 1);
    names.push_back(path.substr(0, path.find('/')));
  }
  return names;
}

std::string templated(std::string_view path) {
  return with_parameters(path, [](std::string_view name) { return "{" + std::string(name) + "}"; });
}

std::vector<Json> query_parameters(const api::Endpoint& endpoint) {
  std::vector<Json> parameters;
  for (const api::QueryParameter& parameter : endpoint.parameters.list) {
    const QueryText& known = text_of(endpoint, parameter.name);
    parameters.push_back(object({{"name", text(parameter.name)},
                                 {"in", text("query")},
                                 {"required", parameter.required ? boolean(true) : Json{}},
                                 {"description", text(known.description)},
                                 {"schema", query_schema(parameter, known.example)}}));
  }
  return parameters;
}

Json body_schema(const api::Endpoint& endpoint) {
  const api::Body& body = endpoint.body;
  if (body.list.empty()) return item_schema(endpoint);
  const Json items = object({{"type", text("array")},
                             {"minItems", integer(1)},
                             {"maxItems", integer(api::list_most)},
                             {"items", item_schema(endpoint)}});
  return object({{"type", text("object")},
                 {"required", list({text(body.list)})},
                 {"properties", object({{std::string(body.list), items}})}});
}

std::string body_example(const api::Endpoint& endpoint) {
  if (endpoint.body.read_file != nullptr) return std::string(operation_text(endpoint.operation).file);
  Members members;
  for (const api::Field& field : endpoint.body.fields) {
    members.push_back({std::string(field.name), body_example(field, table_name(endpoint))});
  }
  return wrapped(endpoint, object(members));
}

Json wrong_body(const api::Endpoint& endpoint) {
  Members members;
  for (const api::Field& field : endpoint.body.fields) members.push_back({std::string(field.name), "[]"});
  return wrapped(endpoint, object(members));
}

std::string url_example(const api::Endpoint& endpoint, std::string_view number) {
  std::string url = with_parameters(endpoint.path, [&](std::string_view name) {
    return number.empty() ? (name == "year" ? "2026" : "7") : number;
  });
  char separator = '?';
  for (const api::QueryParameter& parameter : endpoint.parameters.list) {
    if (!parameter.required) continue;
    ((url += std::exchange(separator, '&')) += parameter.name) += '=';
    url += text_of(endpoint, parameter.name).example;
  }
  return url;
}

api::Invocation request(const api::Endpoint& endpoint, std::string_view body) {
  return {
      .content_type = endpoint.body.read_file != nullptr ? "application/octet-stream" : "application/json",
      .body = body,
      .user = "somebody",
      .now = 1'772'528'400,
      .request_id = example_request_id};
}

}  // namespace budgeting::describe
