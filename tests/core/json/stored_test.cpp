#include "wasm/json/stored.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "wasm/json/writer.hpp"

using budgeting::json::Stored;
using budgeting::json::Writer;

TEST_CASE("a stored value is read in place, with PostgreSQL's white space") {
  const Stored row(R"( {"a":-9223372036854775808,"categories":[{"id":1,"name":"x\"}],\\"}, )"
                   "\n"
                   R"( {"id":2,"name":"\u0001 ä"}],"none" : [], "flag":true,"last":[1, [2, {"b":3}]]})");
  CHECK(row.member("a").integer() == -9223372036854775807 - 1);
  CHECK(row.member("flag").token() == "true");
  CHECK(row.member("none").token() == "[]");
  CHECK(row.member("last").token() == R"([1, [2, {"b":3}]])");
  std::vector<std::string> names;
  std::int64_t sum = 0;
  row.member("categories").each([&](Stored category) {
    names.emplace_back(category.member("name").token());
    sum += category.member("id").integer();
  });
  CHECK(names == std::vector<std::string>{R"("x\"}],\\")", R"("\u0001 ä")"});
  CHECK(sum == 3);
  int none = 0;
  row.member("none").each([&](Stored) { ++none; });
  CHECK(none == 0);
  const std::string_view whole = row.token();
  CHECK(whole.front() == '{');
  CHECK(whole.back() == '}');
}

TEST_CASE("a key inside a value is not a member of the enclosing object") {
  const Stored row(R"({"inner":{"id":1,"name":"\"id\":7"},"list":[{"id":2}],"id":3})");
  CHECK(row.member("id").integer() == 3);
  CHECK(row.member("inner").member("id").integer() == 1);
}

TEST_CASE("a value that is already JSON is written unchanged") {
  std::string out;
  Writer(out).open('{').key("name").json(R"("a\n")").key("id").json("7").close('}');
  CHECK(out == R"({"name":"a\n","id":7})");
}
