#include "wasm/abi/fields.hpp"

#include <doctest/doctest.h>

using namespace budgeting::abi;

TEST_CASE("texts cross the border as they are") {
  FieldWriter writer;
  writer.add("plan").add("").add(std::string_view("a\0b", 3));
  writer.add_optional(std::nullopt).add_optional(std::string("x"));
  // A count, then each text behind its length: 32-bit little-endian; all ones for one that is absent.
  constexpr char wire[] =
      "\5\0\0\0"
      "\4\0\0\0plan"
      "\0\0\0\0"
      "\3\0\0\0a\0b"
      "\xFF\xFF\xFF\xFF"
      "\1\0\0\0x";
  const std::string_view bytes(wire, sizeof wire - 1);
  CHECK(writer.bytes() == bytes);
  const auto fields = read_fields(bytes);
  REQUIRE(fields.size() == 5);
  CHECK(fields[0] == "plan");
  CHECK(fields[1].empty());
  CHECK(fields[2] == std::string_view("a\0b", 3));
  CHECK(fields[3].empty());
  CHECK(fields[4] == "x");
}

TEST_CASE("an absent text is told from an empty one") {
  const auto fields = read_fields(std::string_view("\3\0\0\0\0\0\0\0\xFF\xFF\xFF\xFF\0\0\0\0", 16));
  REQUIRE(fields.size() == 3);
  CHECK(optional(fields[0]) == "");
  CHECK_FALSE(optional(fields[1]));
  CHECK(optional(fields[2]) == "");
}
