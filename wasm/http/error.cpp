#include "wasm/http/error.hpp"

#include "wasm/json/writer.hpp"

namespace budgeting::http {

Error invalid(std::vector<FieldError> fields, Code code) {
  constexpr std::size_t most_shown = 3;
  std::string message;
  for (std::size_t at = 0; at < fields.size() && at < most_shown; ++at) {
    if (at > 0) message += "; ";
    message += fields[at].message;
  }
  if (fields.size() > most_shown) {
    message += "; and ";
    json::append_integer(message, static_cast<std::int64_t>(fields.size() - most_shown));
    message += " more";
  }
  return {code, std::move(message), std::move(fields)};
}

Answer answer(const Error& error, std::string_view request_id) {
  const Name name = name_of(error.code);
  Answer answer{name.status, json_headers(), {}};
  answer.headers.insert(answer.headers.end(), error.headers.begin(), error.headers.end());
  json::Writer writer(answer.body);
  writer.open('{')
      .member("error", true)
      .member("statusCode", name.status)
      .member("code", name.code)
      .member("message", std::string_view(error.message));
  if (!error.fields.empty()) {
    writer.key("fields").open('[');
    for (const FieldError& field : error.fields) {
      writer.open('{')
          .member("field", std::string_view(field.field))
          .member("message", std::string_view(field.message))
          .close('}');
    }
    writer.close(']');
  }
  writer.member("requestId", request_id)
      .member("type", "about:blank")
      .member("title", name.title)
      .member("status", name.status)
      .member("detail", std::string_view(error.message))
      .close('}');
  return answer;
}

}  // namespace budgeting::http
