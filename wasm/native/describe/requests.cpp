#include "wasm/native/describe/requests.hpp"

#include <algorithm>

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

}  // namespace

std::string_view parameter_name(std::string_view path) {
  const std::size_t colon = path.find(':');
  if (colon == std::string_view::npos) return {};
  return path.substr(colon + 1, path.find('/', colon) - colon - 1);
}

std::string templated(std::string_view path) {
  const std::string_view name = parameter_name(path);
  if (name.empty()) return std::string(path);
  const std::size_t colon = path.find(':');
  std::string whole(path.substr(0, colon));
  whole += '{';
  whole += name;
  whole += '}';
  return whole += path.substr(colon + 1 + name.size());
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

Json body_example(const api::Endpoint& endpoint) {
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

std::string url_example(const api::Endpoint& endpoint) {
  const std::string_view name = parameter_name(endpoint.path);
  if (name.empty()) return std::string(endpoint.path);
  std::string url(endpoint.path);
  return url.replace(url.find(':'), name.size() + 1, name == "year" ? "2026" : "7");
}

api::Invocation request(std::string_view body) {
  return {.content_type = "application/json",
          .body = body,
          .user = "somebody",
          .now = 1'772'528'400,
          .request_id = example_request_id};
}

}  // namespace budgeting::describe
