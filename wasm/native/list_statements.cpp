// Lists every statement that the core can send, as JSON: [{endpoint, operation, keyed, sql, parameters:
// [{source, name, type}]}]. `keyed`: the statement is for a request with an `Idempotency-Key`.
#include <cstdio>
#include <string>

#include "wasm/api/endpoints.hpp"
#include "wasm/json/writer.hpp"

namespace {

using budgeting::query::Parameter;
using budgeting::query::Source;

std::string_view source_name(Source source) {
  switch (source) {
    case Source::user:
      return "user";
    case Source::path:
      return "path";
    case Source::path_part:
      return "path_part";
    case Source::query:
      return "query";
    case Source::now:
      return "now";
    case Source::field:
      return "field";
    case Source::given:
      return "given";
    case Source::each:
      return "each";
    case Source::count:
      return "count";
    case Source::tags:
      return "tags";
    case Source::key:
      return "key";
    case Source::limit:
      return "limit";
    default:
      return "fingerprint";
  }
}

void write(budgeting::json::Writer& writer, const budgeting::api::Endpoint& endpoint, bool keyed) {
  const std::string name = std::string(name_of(endpoint.method)) + " " + std::string(endpoint.path);
  const std::string sql = text(endpoint.statement, keyed);
  writer.open('{')
      .member("endpoint", std::string_view(name))
      .member("operation", endpoint.operation)
      .member("keyed", keyed)
      .member("sql", std::string_view(sql))
      .key("parameters")
      .open('[');
  for (const Parameter& parameter : endpoint.statement.parameters(keyed)) {
    writer.open('{')
        .member("source", source_name(parameter.source))
        .member("name", parameter.name)
        .member("type", parameter.type.name())
        .close('}');
  }
  writer.close(']').close('}');
}

}  // namespace

int main() {
  std::string out;
  budgeting::json::Writer writer(out);
  writer.open('[');
  for (const budgeting::api::Endpoint& endpoint : budgeting::api::endpoints()) {
    write(writer, endpoint, false);
    if (endpoint.statement.takes_key()) write(writer, endpoint, true);
  }
  writer.close(']');
  std::puts(out.c_str());
}
