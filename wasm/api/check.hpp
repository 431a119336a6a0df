#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "wasm/api/endpoint.hpp"

namespace budgeting::api {

/// A field's value as PostgreSQL reads it. If it is invalid, an error is added to `errors`: under the field's
/// name with `prefix` before it, as a sentence that begins with the field's label and `whose`, such as ` of
/// item 4`.
Value checked(const Field& field, const std::optional<json::Value>& given, std::string_view prefix,
              std::string_view whose, std::vector<http::FieldError>& errors);

/// The error for an id that cannot exist, in the field at `place`, such as `updates[3].id`.
http::FieldError invalid_reference(std::span<const Field> fields, std::string_view place);

}  // namespace budgeting::api
