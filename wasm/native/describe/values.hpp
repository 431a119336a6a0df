#pragma once

#include "wasm/api/endpoint.hpp"
#include "wasm/model/entity.hpp"
#include "wasm/native/describe/json.hpp"

/// Schemas (JSON Schema 2020-12) of single values, from the model's types.
namespace budgeting::describe {

/// Of a column as answers have it.
Json answer_schema(const model::Column& column, std::string_view table);

/// Of a field as a body may have it. `column`: where the value goes, if it goes to one of `table`'s.
Json body_schema(const api::Field& field, const model::Column* column, std::string_view table);

/// A value that a body may have in the field.
Json body_example(const api::Field& field, std::string_view table);

}  // namespace budgeting::describe
