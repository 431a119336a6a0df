#include <algorithm>

#include "wasm/api/endpoints.hpp"
#include "wasm/http/error.hpp"
#include "wasm/native/describe/errors.hpp"
#include "wasm/native/describe/shapes.hpp"

namespace budgeting::describe {
namespace {

using http::Code;

/// The schema of errors; with `fields`, the schema of the one with `code` that lists fields.
Json error_schema(std::string_view description, const Json& fields, Code code = Code::validation_failed) {
  std::vector<Json> codes;
  for (auto at = static_cast<int>(Code::bad_request); at <= static_cast<int>(Code::timeout); ++at) {
    const bool has_fields = static_cast<Code>(at) == code;
    if (has_fields != fields.empty()) codes.push_back(text(name_of(static_cast<Code>(at)).code));
  }
  const auto property = [](std::string_view type, std::string_view said) {
    return object({{"type", text(type)}, {"description", text(said)}});
  };
  Members properties{
      {"error", object({{"type", text("boolean")}, {"const", boolean(true)}})},
      {"statusCode", property("integer", "The HTTP status.")},
      {"code", object({{"type", text("string")},
                       {"enum", list(codes)},
                       {"description", text("The kind of error. Each status has one code, except 409, which "
                                            "has `conflict` and `limit_reached`.")}})},
      {"message", property("string", "A message that can be shown to the user.")},
      {"requestId", property("string", "The id under which the server's log has the details.")},
      {"type", property("string", "RFC 9457: always `about:blank`; `code` identifies the error.")},
      {"title", property("string", "RFC 9457: the name of the HTTP status.")},
      {"status", property("integer", "RFC 9457: the HTTP status.")},
      {"detail", property("string", "RFC 9457: the same as `message`.")},
  };
  if (!fields.empty()) properties.insert(properties.begin() + 4, {"fields", fields});
  return record(description, properties);
}

}  // namespace

Members error_schemas() {
  const Json field = record(
      "An invalid field.",
      {{"field", object({{"type", text("string")},
                         {"description",
                          text("The field's name in the body, such as `updates[3].amount` within a list.")},
                         {"examples", list({text("amount")})}})},
       {"message", object({{"type", text("string")},
                           {"description", text("What is wrong with the field; can be shown to the user.")},
                           {"examples", list({text("Amount must be a number of at least 0")})}})}});
  const Json fields =
      object({{"type", text("array")},
              {"minItems", integer(1)},
              {"items", ref("schemas", "FieldError")},
              {"description", text("All invalid fields, in the order of the endpoint's fields.")}});
  Members schemas{
      {"Error", error_schema("The shape of all errors except a 422, which also names fields.", {})},
      {"FieldError", field},
      {"ValidationError", error_schema("An error that names every invalid field.", fields)}};
  const auto routes = api::routes();
  if (std::any_of(routes.begin(), routes.end(),
                  [](const api::Endpoint& endpoint) { return !endpoint.parameters.list.empty(); })) {
    schemas.push_back({"QueryError", error_schema("An error that names every query parameter that is wrong.",
                                                  fields, Code::bad_request)});
  }
  return schemas;
}

}  // namespace budgeting::describe
