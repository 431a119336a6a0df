#include "wasm/abi/fields.hpp"

#include <doctest/doctest.h>

using namespace budgeting::abi;

TEST_CASE("texts cross the border as they are") {
  FieldWriter writer;
  writer.add("plan").add("").add(std::string_view("a\0b", 3));
  writer.add_optional(std::nullopt).add_optional(std::string("x"));
  const auto fields = read_fields(writer.bytes());
  REQUIRE(fields.size() == 5);
  CHECK(fields[0] == "plan");
  CHECK(fields[1].empty());
  CHECK(fields[2] == std::string_view("a\0b", 3));
  CHECK(fields[3].empty());
  CHECK(fields[4] == "x");
}

TEST_CASE("an absent text is told from an empty one") {
  FieldWriter writer;
  writer.add("").add_optional(std::nullopt).add("");
  const auto fields = read_fields(writer.bytes());
  CHECK(optional(fields.at(0)) == "");
  CHECK_FALSE(optional(fields.at(1)));
  CHECK(optional(fields.at(2)) == "");
}

TEST_CASE("an absent text is not an empty one on the wire") {
  FieldWriter absent_text;
  absent_text.add_optional(std::nullopt);
  FieldWriter empty_text;
  empty_text.add("");
  CHECK(absent_text.bytes() != empty_text.bytes());
}
