#include "wasm/api/body.hpp"

#include <charconv>

#include "wasm/api/check.hpp"
#include "wasm/json/writer.hpp"

namespace budgeting::api {
namespace {

using Errors = std::vector<http::FieldError>;

constexpr char lower(char character) noexcept {
  return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
}

/// The text in lower case, without spaces and tabs.
std::string plain(std::string_view text) {
  std::string plain;
  for (const char character : text) {
    if (character != ' ' && character != '\t') plain += lower(character);
  }
  return plain;
}

/// Whether `Content-Encoding` says that the body is not encoded (RFC 9110 section 8.4).
bool is_identity(std::string_view content_encoding) {
  const std::string coding = plain(content_encoding);
  return coding.empty() || coding == "identity";
}

/// Whether the type is `application/json` or has the suffix `+json` (RFC 6839), with or without parameters.
bool is_json(std::string_view content_type) {
  const std::string type = plain(content_type.substr(0, content_type.find(';')));
  return type == "application/json" || (type.starts_with("application/") && type.ends_with("+json"));
}

http::Error malformed(const json::ParseError& error) {
  std::string message = "The body is not valid JSON: it ";
  message += error.message;
  message += " (at byte offset ";
  json::append_integer(message, static_cast<std::int64_t>(error.offset));
  message += ')';
  return {http::Code::bad_request, std::move(message)};
}

http::Error not_an_object() { return http::invalid({{"body", "The body must be a JSON object"}}); }

/// Whether an id, given as digits, does not fit in 32 bits.
bool is_wide(std::string_view digits) {
  std::int64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number > model::narrow_reference_most;
}

void read_item(std::span<const Field> fields, json::Value object, std::string_view prefix,
               std::string_view whose, Values& values, Errors& errors) {
  std::vector<Value> item;
  item.reserve(fields.size());
  for (const Field& field : fields) {
    item.push_back(checked(field, object.member(field.name), prefix, whose, errors));
    if (field.type != model::Type::reference || !is_wide(item.back().text.value_or(""))) continue;
    if (!values.wide.empty()) values.wide += ',';
    (values.wide += prefix) += field.name;
  }
  values.items.push_back(std::move(item));
}

void read_list(const Body& body, json::Value object, Values& values, Errors& errors) {
  const std::string name(body.list);
  const std::optional<json::Value> list = object.member(body.list);
  const bool is_list = list && list->kind() == json::Kind::array;
  const std::vector<json::Value> children = is_list ? list->children() : std::vector<json::Value>{};
  if (children.empty() || children.size() > list_most) {
    std::string message = name + " must be a list of 1 to ";
    message.front() = static_cast<char>(message.front() - 'a' + 'A');
    json::append_integer(message, list_most);
    errors.push_back({name, message + " items"});
    return;
  }
  values.sent = children.size();
  for (std::size_t at = 0; at < children.size(); ++at) {
    std::string place = name + "[";
    json::append_integer(place, static_cast<std::int64_t>(at));
    place += ']';
    std::string item = "item ";  // people count from one
    json::append_integer(item, static_cast<std::int64_t>(at + 1));
    if (children[at].kind() != json::Kind::object) {
      item.front() = 'I';
      errors.push_back({place, item + " must be an object"});
    } else {
      read_item(body.fields, children[at], place + ".", " of " + item, values, errors);
    }
  }
}

}  // namespace

std::optional<http::Error> read_body(const Endpoint& endpoint, const Invocation& invocation, Values& values) {
  const std::string_view text = invocation.body;
  const Body& body = endpoint.body;
  if (text.size() > body.most_bytes) {
    std::string message = "The body must have at most ";
    json::append_integer(message, body.most_bytes);
    return http::Error{http::Code::payload_too_large, message + " bytes"};
  }
  if (text.empty())
    return http::Error{http::Code::bad_request,
                       body.read_file != nullptr ? "A file is required" : "A JSON body is required"};
  if (!is_identity(invocation.content_encoding)) {
    return http::Error{http::Code::unsupported_media_type,
                       "The body must be sent as it is, without a Content-Encoding",
                       {},
                       {{"accept-encoding", "identity"}}};
  }
  if (body.read_file != nullptr) return body.read_file(invocation, values);
  if (!invocation.content_type.empty() && !is_json(invocation.content_type)) {
    return http::Error{http::Code::unsupported_media_type, "The body must be application/json"};
  }
  json::Document document;
  if (const auto error = document.parse(text)) return malformed(*error);
  const json::Value root = document.root();
  if (root.kind() != json::Kind::object) return not_an_object();

  Errors errors;
  if (body.list.empty()) {
    read_item(body.fields, root, {}, {}, values, errors);
    values.sent = 1;
  } else {
    read_list(body, root, values, errors);
  }
  if (errors.empty() && endpoint.prepare != nullptr) endpoint.prepare(body, values, errors);
  if (!errors.empty()) return http::invalid(std::move(errors));
  return std::nullopt;
}

std::optional<http::Error> read_file(const Invocation& invocation, Values& values, FileParser& parse) {
  if (is_json(invocation.content_type)) {
    return http::Error{http::Code::unsupported_media_type,
                       "The body must be a file with its own type, or application/octet-stream"};
  }
  Errors errors;
  parse(invocation.body, values, errors);
  if (!errors.empty()) return http::invalid(std::move(errors));
  return std::nullopt;
}

}  // namespace budgeting::api
