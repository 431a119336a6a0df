#pragma once

#include "wasm/api/endpoint.hpp"
#include "wasm/model/entity.hpp"
#include "wasm/native/describe/json.hpp"

/// Schemas (JSON Schema 2020-12) for single values, derived from the model's types.
namespace budgeting::describe {

/// The schema of a column in responses.
Json answer_schema(const model::Column& column, std::string_view table);

/// The schema of a field in a body. `column`: where the value is stored, if it goes to a column of `table`.
Json body_schema(const api::Field& field, const model::Column* column, std::string_view table);

/// A value that the field may have in a body.
Json body_example(const api::Field& field, std::string_view table);

}  // namespace budgeting::describe
