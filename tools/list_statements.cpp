// Lists every statement the core can emit, as JSON: [{endpoint, operation, sql, parameters: ["source:
// type"]}].
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
    case Source::now:
      return "now";
    case Source::field:
      return "field";
    case Source::given:
      return "given";
    case Source::each:
      return "each";
    default:
      return "count";
  }
}

}  // namespace

int main() {
  std::string out;
  budgeting::json::Writer writer(out);
  writer.open('[');
  for (const budgeting::api::Endpoint& endpoint : budgeting::api::endpoints()) {
    const std::string name = std::string(name_of(endpoint.method)) + " " + std::string(endpoint.path);
    writer.open('{')
        .member("endpoint", std::string_view(name))
        .member("operation", endpoint.operation)
        .member("sql", endpoint.statement.sql)
        .key("parameters")
        .open('[');
    for (const Parameter& parameter : endpoint.statement.parameters) {
      writer.open('{')
          .member("source", source_name(parameter.source))
          .member("name", parameter.name)
          .member("type", parameter.type)
          .close('}');
    }
    writer.close(']').close('}');
  }
  writer.close(']');
  std::puts(out.c_str());
}
