#include "wasm/native/describe/shapes.hpp"

#include <algorithm>

#include "wasm/api/months/months.hpp"
#include "wasm/api/yearly/budgets.hpp"
#include "wasm/http/error.hpp"
#include "wasm/native/describe/computed.hpp"
#include "wasm/native/describe/values.hpp"

namespace budgeting::describe {
namespace {

/// Whether two lists are the same: the same array of the model, or both empty.
bool same(std::span<const model::Nested> left, std::span<const model::Nested> right) {
  return left.empty() ? right.empty() : left.data() == right.data();
}

Json items_of(const model::Nested& nested) {
  const auto* found = std::find_if(std::begin(shapes), std::end(shapes), [&](const Shape& shape) {
    return shape.entity == nested.entity && same(shape.lists, nested.nested) && shape.without.empty();
  });
  if (found == std::end(shapes)) give_up("shapes.hpp has no shape for the list", nested.json);
  return object({{"type", text("array")}, {"items", ref("schemas", found->name)}});
}

Json schema_of(const Shape& shape) {
  Members properties;
  for (const model::Column& column : shape.entity->columns) {
    if (column.json == shape.without) continue;
    properties.push_back({std::string(column.json), answer_schema(column, shape.entity->table)});
  }
  for (const model::Nested& nested : shape.lists) {
    properties.push_back({std::string(nested.json), items_of(nested)});
  }
  return record(shape.description, properties);
}

/// The columns of the newest row; all null if there is no row.
Json latest(std::string_view description, const model::Entity& entity,
            std::span<const std::string_view> columns) {
  Members properties;
  for (const std::string_view name : columns) {
    const auto found = std::find_if(entity.columns.begin(), entity.columns.end(),
                                    [&](const model::Column& column) { return column.name == name; });
    if (found == entity.columns.end()) give_up("a newest row has an unknown column", name);
    model::Column column = *found;
    column.nullable = true;
    properties.push_back({std::string(column.json), answer_schema(column, entity.table)});
  }
  return record(description, properties);
}

}  // namespace

Json record(std::string_view description, const Members& properties) {
  std::vector<Json> names;
  for (const Member& property : properties) names.push_back(text(property.name));
  return object({{"type", text("object")},
                 {"description", text(description)},
                 {"required", list(names)},
                 {"properties", object(properties)}});
}

const model::Entity* entity_of(std::string_view schema) {
  for (const Shape& shape : shapes) {
    if (shape.name == schema) return shape.entity;
  }
  return nullptr;
}

Members answer_schemas() {
  Members schemas;
  for (const Shape& shape : shapes) schemas.push_back({std::string(shape.name), schema_of(shape)});
  schemas.push_back(
      {"LatestMonth", latest("The newest month. All three properties are `null` if the user has no months.",
                             model::month, api::months::latest_columns)});
  schemas.push_back({"LatestYear", latest("The newest year; `null` if the user has no years.",
                                          model::yearly_budget, api::yearly_budgets::latest_columns)});
  for (Member& schema : computed_schemas()) schemas.push_back(std::move(schema));
  return schemas;
}

}  // namespace budgeting::describe
