#pragma once

#include <optional>
#include <string_view>

#include "wasm/api/endpoint.hpp"
#include "wasm/api/plan.hpp"

namespace budgeting::api {

/// Parses and validates a request's body.
/// Errors: 413 if it exceeds the most bytes; 415 if it is encoded, or has a content type other than JSON, or
/// is a file and has that; 400 if it is empty or malformed; 422 with every invalid field, in the order of the
/// fields.
std::optional<http::Error> read_body(const Endpoint& endpoint, const Invocation& invocation, Values& values);

/// Reads the values of the body's fields from a file: one item, or several.
using FileParser = void(std::string_view file, Values& values, std::vector<http::FieldError>& errors);

/// Reads a body that is a file.
/// Errors: 415 if its type is JSON; 422 with the parser's errors.
std::optional<http::Error> read_file(const Invocation& invocation, Values& values, FileParser& parse);

/// The same for one parser, for `Body::read_file`. Only a module with such an endpoint contains this code.
template <FileParser& parse>
std::optional<http::Error> file(const Invocation& invocation, Values& values) {
  return read_file(invocation, values, parse);
}

}  // namespace budgeting::api
