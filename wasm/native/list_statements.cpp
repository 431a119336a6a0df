// Lists every statement that the core can send, as JSON: [{endpoint, operation, guard, sql, parameters:
// [{source, name, type}]}]. `guard`: what the request has: `key` (an `Idempotency-Key`), `condition`
// (`If-Match` or `If-None-Match`), or nothing.
#include <cstdio>
#include <string>

#include "wasm/api/endpoints.hpp"
#include "wasm/json/writer.hpp"

namespace {

using budgeting::query::Guard;
using budgeting::query::Parameter;
using budgeting::query::Source;
using budgeting::query::Statement;

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

/// The guard of a request, as a word; empty if it has none.
std::string_view guard_name(const Statement& statement, bool guarded) {
  if (!guarded) return {};
  return statement.guard() == Guard::key ? "key" : "condition";
}

void write(budgeting::json::Writer& writer, const budgeting::api::Endpoint& endpoint, bool guarded) {
  const std::string name = std::string(name_of(endpoint.method)) + " " + std::string(endpoint.path);
  const std::string sql = text(endpoint.statement, guarded);
  writer.open('{')
      .member("endpoint", std::string_view(name))
      .member("operation", endpoint.operation)
      .member("guard", guard_name(endpoint.statement, guarded))
      .member("sql", std::string_view(sql))
      .key("parameters")
      .open('[');
  for (const Parameter& parameter : endpoint.statement.parameters(guarded)) {
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
    if (endpoint.statement.guard() != Guard::none) write(writer, endpoint, true);
  }
  writer.close(']');
  std::puts(out.c_str());
}
