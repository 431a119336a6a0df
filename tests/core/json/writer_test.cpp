#include "wasm/json/writer.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>

#include "tests/core/padded.hpp"

using namespace budgeting::json;

TEST_CASE("commas stand between values, and nowhere else") {
  std::string out;
  Writer writer(out);
  writer.open('{').member("a", 1).key("b").open('[').integer(1).string("x").open('{').close('}').close(']');
  writer.member("c", true).key("d").open('[').close(']').member("e", std::string_view("")).close('}');
  CHECK(out == R"({"a":1,"b":[1,"x",{}],"c":true,"d":[],"e":""})");
}

TEST_CASE("integers of 64 bits") {
  std::string out;
  append_integer(out, std::numeric_limits<std::int64_t>::min());
  out += ' ';
  append_integer(out, std::numeric_limits<std::int64_t>::max());
  out += ' ';
  append_integer(out, 0);
  CHECK(out == "-9223372036854775808 9223372036854775807 0");
}

TEST_CASE("what is written reads back the same, for every byte below 128") {
  std::string text;
  for (char character = 0; character >= 0 && character < 127; ++character) text += character;
  text += "\x7F\xC3\xA9\xE2\x80\xA8\xF0\x9F\x98\x80";
  std::string out;
  Writer(out).string(text);
  const Padded padded(out);
  Document document;
  REQUIRE_FALSE(document.parse(padded.view()));
  CHECK(document.root().text() == text);
}
