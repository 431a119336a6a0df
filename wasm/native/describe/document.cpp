#include "wasm/native/describe/document.hpp"

#include <algorithm>

#include "wasm/api/endpoints.hpp"
#include "wasm/model/limits.hpp"
#include "wasm/native/describe/errors.hpp"
#include "wasm/native/describe/introduction.hpp"
#include "wasm/native/describe/operations.hpp"
#include "wasm/native/describe/requests.hpp"
#include "wasm/native/describe/shapes.hpp"

namespace budgeting::describe {
namespace {

using api::Endpoint;

std::string lower(std::string_view name) {
  std::string whole(name);
  std::transform(whole.begin(), whole.end(), whole.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return whole;
}

/// The name of the schema of an operation's body: the operation's own, capitalized like a type.
std::string body_name(const Endpoint& endpoint) {
  std::string name(endpoint.operation);
  name.front() = static_cast<char>(name.front() - 'a' + 'A');
  return name;
}

/// Whether the response shows a row, or everything that a read returns, and so has an entity tag.
bool has_tag(const Endpoint& endpoint) {
  return !endpoint.is_open && !endpoint.joined &&
         (endpoint.method == http::Method::get || endpoint.method == http::Method::patch ||
          endpoint.status == 201);
}

/// The query's parameters, and the request headers that make a request conditional or idempotent.
Json own_parameters(const Endpoint& endpoint) {
  std::vector<Json> all = query_parameters(endpoint);
  const auto add = [&](std::string_view name) { all.push_back(ref("parameters", name)); };
  if (endpoint.statement.takes_key()) {
    add("IdempotencyKey");
  } else if (!endpoint.is_open && !endpoint.joined) {
    add("IfMatch");
    add("IfNoneMatch");
  }
  return all.empty() ? Json{} : list(all);
}

Json success(const Endpoint& endpoint, const OperationText& known) {
  const Json one = ref("schemas", known.answer);
  const Json schema = known.is_list ? object({{"type", text("array")}, {"items", one}}) : one;
  return object({{"description", text(endpoint.status == 201 ? "Created." : "Success.")},
                 {"headers", object({{"Cache-Control", ref("headers", "CacheControl")},
                                     {"ETag", has_tag(endpoint) ? ref("headers", "ETag") : Json{}}})},
                 {"content", object({{"application/json", object({{"schema", schema}})}})}});
}

Json body(const Endpoint& endpoint) {
  if (!endpoint.body.expected()) return {};
  if (endpoint.body.read_file != nullptr) {
    const Json file = object({{"type", text("string")},
                              {"format", text("binary")},
                              {"maxLength", integer(endpoint.body.most_bytes)}});
    return object({{"required", boolean(true)},
                   {"content", object({{"application/octet-stream", object({{"schema", file}})}})}});
  }
  const Json json =
      object({{"schema", ref("schemas", body_name(endpoint))}, {"example", body_example(endpoint)}});
  return object({{"required", boolean(true)}, {"content", object({{"application/json", json}})}});
}

Json operation(const Endpoint& endpoint) {
  const OperationText& known = operation_text(endpoint.operation);
  Members responses{{std::to_string(endpoint.status), success(endpoint, known)}};
  if (endpoint.method == http::Method::get && has_tag(endpoint)) {
    responses.push_back({"304", ref("responses", "NotModified")});
  }
  for (Member& error : error_responses(endpoint)) responses.push_back(std::move(error));
  return object({{"operationId", text(endpoint.operation)},
                 {"tags", list({text(tag_of(endpoint.path).name)})},
                 {"summary", text(known.summary)},
                 {"description", known.description.empty() ? Json{} : text(known.description)},
                 {"security", endpoint.is_open ? list({}) : Json{}},
                 {"parameters", own_parameters(endpoint)},
                 {"requestBody", body(endpoint)},
                 {"responses", object(responses)}});
}

Json parameters(const Endpoint& endpoint) {
  const model::Range range = model::range(model::Type::reference);
  std::vector<Json> all;
  for (const std::string_view name : parameter_names(endpoint.path)) {
    const std::string_view thing = thing_at(endpoint, all.size());
    // A year may be any integer; an id must fit in its column.
    const bool is_year = thing.empty();
    const std::string said = is_year ? "The calendar year." : "The id of the " + lower(thing) + ".";
    all.push_back(object({{"name", text(name)},
                          {"in", text("path")},
                          {"required", boolean(true)},
                          {"description", text(said)},
                          {"schema", object({{"type", text("integer")},
                                             {"format", is_year ? Json{} : text("int64")},
                                             {"minimum", is_year ? Json{} : integer(range.least)},
                                             {"maximum", is_year ? Json{} : integer(range.most)},
                                             {"examples", list({is_year ? "2026" : "7"})}})}}));
  }
  return all.empty() ? Json{} : list(all);
}

Json header_parameter(std::string_view name, std::string_view said, const Json& schema) {
  return object(
      {{"name", text(name)}, {"in", text("header")}, {"description", text(said)}, {"schema", schema}});
}

/// The parameters for those request headers.
Json condition_parameters() {
  const Json tags = object({{"type", text("string")},
                            {"minLength", integer(1)},
                            {"examples", list({text(R"("9f86d081884c7d65")")})}});
  const Json key = object({{"type", text("string")},
                           {"minLength", integer(1)},
                           {"maxLength", integer(257)},
                           {"pattern", text("^[!-~]+$")},
                           {"examples", list({text("8e03978e-40d5-43e8-bc93-6894a57f9324")})}});
  return object(
      {{"IdempotencyKey",
        header_parameter(
            "Idempotency-Key",
            "Makes it safe to repeat a request. Use a new value, such as a UUID, for each operation. "
            "Repeating the same request with the same key within 24 hours returns the first answer and has "
            "no further effect. The key is 1 to 255 visible ASCII characters, optionally in double quotes. "
            "Keys are separate for each user. Using a key again for a different request is an error.",
            key)},
       {"IfMatch", header_parameter(
                       "If-Match",
                       "A list of entity tags. The request succeeds only if the current version of the "
                       "object has one of them; otherwise the answer is a 412. A month or a year has two "
                       "tags, one for its row and one for its tree, and either matches. `*` matches any tag.",
                       tags)},
       {"IfNoneMatch",
        header_parameter(
            "If-None-Match",
            "A list of entity tags. If the current version of the object has one of them, a GET is a 304 "
            "without a body, and a PATCH or DELETE is a 412 and changes nothing. `*` matches any tag.",
            tags)}});
}

Members shared_responses() {
  Members responses{
      {"NotModified", object({{"description", text("The client already has the current version.")},
                              {"headers", object({{"Cache-Control", ref("headers", "CacheControl")},
                                                  {"ETag", ref("headers", "ETag")}})}})}};
  for (Member& error : shared_error_responses()) responses.push_back(std::move(error));
  return responses;
}

/// Each path with its operations, in the order of the endpoints.
Json paths() {
  std::vector<std::pair<std::string, Members>> items;
  for (const Endpoint& endpoint : api::routes()) {
    const std::string path = templated(endpoint.path);
    auto found =
        std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.first == path; });
    if (found == items.end()) {
      items.emplace_back(path, Members{{"parameters", parameters(endpoint)}});
      found = items.end() - 1;
    }
    found->second.push_back({lower(name_of(endpoint.method)), operation(endpoint)});
  }
  Members members;
  for (const auto& [path, item] : items) members.push_back({path, object(item)});
  return object(members);
}

Json schemas() {
  Members members = answer_schemas();
  for (const Endpoint& endpoint : api::routes()) {
    const bool is_json = endpoint.body.expected() && endpoint.body.read_file == nullptr;
    if (is_json) members.push_back({body_name(endpoint), body_schema(endpoint)});
  }
  for (Member& error : error_schemas()) members.push_back(std::move(error));
  return object(members);
}

Json retry_after(bool required) {
  const Json seconds =
      object({{"type", text("integer")}, {"minimum", integer(1)}, {"examples", list({"2"})}});
  return object({{"description", text("The number of seconds to wait before sending the request again.")},
                 {"required", boolean(required)},
                 {"schema", seconds}});
}

Json fixed_header(std::string_view said, bool required, std::string_view value) {
  return object({{"description", text(said)},
                 {"required", boolean(required)},
                 {"schema", object({{"type", text("string")}, {"const", text(value)}})}});
}

Json headers() {
  return object(
      {{"CacheControl",
        object({{"description", text("Answers contain private data and must not be stored by any cache.")},
                {"required", boolean(true)},
                {"schema", object({{"type", text("string")}, {"const", text("no-store")}})}})},
       {"ETag", object({{"description",
                         text("The entity tag of the answer. It changes whenever the content changes.")},
                        {"required", boolean(true)},
                        {"schema", object({{"type", text("string")},
                                           {"pattern", text("^\"[0-9a-f]{1,16}\"$")},
                                           {"examples", list({text(R"("9f86d081884c7d65")")})}})}})},
       {"RetryAfter", retry_after(true)},
       {"OftenRetryAfter", retry_after(false)},
       {"WwwAuthenticate",
        fixed_header("The authentication scheme to use (RFC 6750).", true, "Bearer realm=\"Budgeting API\"")},
       {"AcceptEncoding",
        fixed_header(
            "The content encoding that the server accepts, where a body was refused because of its encoding.",
            false, "identity")}});
}

Json security_schemes() {
  return object(
      {{"bearer", object({{"type", text("http")},
                          {"scheme", text("bearer")},
                          {"bearerFormat", text("JWT")},
                          {"description", text("An access token from Supabase Auth, or from the issuer that "
                                               "the deployment configures.")}})},
       {"session",
        object({{"type", text("apiKey")},
                {"in", text("cookie")},
                {"name", text("sb-project-auth-token")},
                {"description",
                 text("The session cookie that `@nuxtjs/supabase` and `@supabase/ssr` set, as one cookie or "
                      "in chunks. Replace `project` with the name of the Supabase project.")}})}});
}

Json tag_list() {
  std::vector<Json> items;
  for (const TagText& tag : tags()) {
    if (!tag.description.empty())
      items.push_back(object({{"name", text(tag.name)}, {"description", text(tag.description)}}));
  }
  return list(items);
}

/// The limits on rows, by their names in the variable `ROW_LIMITS`.
Json row_limits() {
  Members numbers;
  for (const model::Limit& limit : model::limits) {
    numbers.push_back({std::string(limit.name), integer(limit.most)});
  }
  return object(numbers);
}

}  // namespace

Json document(std::string_view version) {
  if (operation_texts().size() != api::routes().size()) {
    give_up("operations.cpp has a text for an operation", "that no endpoint has");
  }
  return object({
      {"openapi", text("3.1.1")},
      {"info", object({{"title", text("Budgeting API")},
                       {"version", text(version)},
                       {"summary", text("An API for monthly and yearly budgets.")},
                       {"description", text(introduction)},
                       {"license", object({{"name", text("MIT")}, {"identifier", text("MIT")}})}})},
      {"servers", list({object({{"url", text("/")},
                                {"description", text("The server that this description comes from.")}})})},
      {"security", list({object({{"bearer", "[]"}}), object({{"session", "[]"}})})},
      {"tags", tag_list()},
      {"x-row-limits", row_limits()},
      {"paths", paths()},
      {"components", object({{"securitySchemes", security_schemes()},
                             {"headers", headers()},
                             {"parameters", condition_parameters()},
                             {"responses", object(shared_responses())},
                             {"examples", object(shared_error_examples())},
                             {"schemas", schemas()}})},
  });
}

}  // namespace budgeting::describe
