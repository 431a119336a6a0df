#include <doctest/doctest.h>

#include <string_view>
#include <vector>

#include "wasm/api/common.hpp"
#include "wasm/api/endpoints.hpp"
#include "wasm/model/months.hpp"

using namespace budgeting;

namespace {

std::vector<std::string_view> names(std::span<const api::Field> fields) {
  std::vector<std::string_view> list;
  for (const api::Field& field : fields) list.push_back(field.name);
  return list;
}

}  // namespace

TEST_CASE("every POST takes a key, and no other method does") {
  for (const api::Endpoint& endpoint : api::endpoints()) {
    CAPTURE(endpoint.operation);
    CHECK(endpoint.statement.takes_key() == (endpoint.method == http::Method::post));
  }
}

TEST_CASE("a new row needs a value for each required column, a changed one for none") {
  const api::Endpoint create = api::creates<model::fixed_payment, api::no_lists>("c", "/c", "Month");
  const api::Endpoint change = api::changes<model::fixed_payment, api::no_lists>("u", "/u/:id");
  const api::Endpoint remove = api::removes<model::fixed_payment>("d", "/d/:id");
  using Columns = std::vector<std::string_view>;
  CHECK(names(create.body.fields) == Columns{"monthId", "name", "amount", "orderIndex"});
  CHECK(names(change.body.fields) == Columns{"name", "amount", "orderIndex"});
  CHECK(api::field_count(model::fixed_payment, api::Purpose::create) == 4);
  CHECK(api::field_count(model::fixed_payment, api::Purpose::patch) == 3);
  CHECK_FALSE(remove.body.expected());
  CHECK(create.body.fields[2].required);
  CHECK_FALSE(create.body.fields[3].required);
  for (const api::Field& field : change.body.fields) CHECK_FALSE(field.required);
  CHECK(create.status == 201);
  CHECK(change.status == 200);
  CHECK(create.missing == "Month");
  CHECK(remove.missing == "Fixed payment");
}

TEST_CASE("an id is a bigint, and nothing else is") {
  // That the other types are those of the columns is a test of the statements in PostgreSQL.
  int ids = 0;
  for (const api::Endpoint& endpoint : api::endpoints()) {
    for (const query::Parameter& parameter : endpoint.statement.parameters()) {
      if (parameter.source != query::Source::field) continue;
      CAPTURE(endpoint.operation);
      CAPTURE(parameter.name);
      const bool is_id = parameter.name.ends_with("Id");
      CHECK((parameter.type == "bigint") == is_id);
      ids += is_id ? 1 : 0;
    }
  }
  CHECK(ids > 5);
}
