#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "wasm/api/endpoint.hpp"

namespace budgeting::api {

/// A field's value as PostgreSQL reads it. What is wrong with it is added to `errors`, under the field's
/// name behind `prefix`.
Value checked(const Field& field, const std::optional<json::Value>& given, std::string_view prefix,
              std::vector<http::FieldError>& errors);

/// What is said of an id that cannot be one, in the field at `place`.
http::FieldError invalid_reference(std::string_view place);

}  // namespace budgeting::api
