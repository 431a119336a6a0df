#include "wasm/json/document.hpp"

#include <doctest/doctest.h>

#include <string>

#include "tests/core/padded.hpp"
#include "wasm/json/text.hpp"

using namespace budgeting::json;

namespace {

struct Bad {
  std::string text;
  std::size_t offset;
};

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

}  // namespace

TEST_CASE("values are read with their kinds and texts") {
  const Padded text(R"({"a":1.50,"b":[true,false,null,"x\u00e9\n"],"c":{},"d":-1e2})");
  Document document;
  REQUIRE_FALSE(document.parse(text.view()));
  const Value root = document.root();
  CHECK(root.kind() == Kind::object);
  CHECK(root.children().size() == 4);
  CHECK(root.member("a")->text() == "1.50");
  CHECK(root.member("d")->text() == "-1e2");
  const auto list = root.member("b")->children();
  REQUIRE(list.size() == 4);
  CHECK(list[0].truth());
  CHECK_FALSE(list[1].truth());
  CHECK(list[2].kind() == Kind::null);
  CHECK(list[3].text() == "x\xC3\xA9\n");
  CHECK(root.member("c")->children().empty());
  CHECK_FALSE(root.member("e"));
  CHECK_FALSE(list[3].member("a"));
}

TEST_CASE("of a repeated key the last value counts, however it is written") {
  const Padded text(R"({"name":1,"n\u0061me":2,"x":{"name":3}})");
  Document document;
  REQUIRE_FALSE(document.parse(text.view()));
  CHECK(document.root().member("name")->text() == "2");
}

TEST_CASE("malformed text is refused, and the place is named") {
  const Bad cases[] = {
      {"", 0},
      {"   ", 3},
      {"{\"a\":1,}", 7},
      {"{\"a\" 1}", 5},
      {"{\"a\":01}", 5},
      {"{\"a\":1.}", 5},
      {"{\"a\":tru}", 5},
      {"[1 2]", 3},
      {"[1,]", 3},
      {"[,1]", 1},
      {"[1", 2},
      {"{\"a\":1", 6},
      {"{\"a", 3},
      {"{\"a\":\"\\x\"}", 5},
      {"{\"a\":1} x", 8},
      {"{\"a\":1}}", 7},
      {"[1}", 2},
      {"{\"a\":1]", 6},
      {"{,}", 1},
      {"{\"a\":}", 5},
      {"{1:2}", 1},
      {"nul", 0},
      {"123 4", 0},
      {"\"a\" 1", 0},
      {"{\"a\":+1}", 5},
      {"{\"a\":1e}", 5},
      {"{\"a\":'x'}", 5},
      {"[\"a\nb\"]", 3},
      {"{\"a\":\"\xFF\"}", 6},
      {"{\"a\":\"\xED\xA0\x80\"}", 6},
      {"[\"\\u12\"]", 1},
      {"\xEF\xBB\xBF{}", 0},
      {"\xEF\xBB\xBF\"\"", 0},
      {"[\"a\\\"b\nc\"]", 6},
      {"{\"a\\q\":1}", 1},
      {"\"\\x\"", 0},
  };
  for (const Bad& bad : cases) {
    CAPTURE(bad.text);
    const Padded text(bad.text);
    Document document;
    const auto error = document.parse(text.view());
    REQUIRE(error);
    CHECK_FALSE(error->message.empty());
    CHECK(error->offset == bad.offset);
  }
}

TEST_CASE("depth and number of values are bounded") {
  for (const std::size_t depth : {1U, 15U, 16U}) {
    const Padded text(nested(depth));
    CHECK_FALSE(Document().parse(text.view()));
  }
  for (const std::size_t depth : {1U, 16U, 17U}) {
    std::string objects;
    for (std::size_t level = 1; level < depth; ++level) objects += "{\"a\":";
    const Padded text(objects + "{}" + std::string(depth - 1, '}'));
    CHECK(Document().parse(text.view()).has_value() == (depth > 16));
  }
  for (const std::size_t depth : {17U, 100U, 400'000U}) {
    const Padded text(nested(depth));
    CHECK(Document().parse(text.view()));
  }
  const Padded four("[1,2,3]");
  CHECK_FALSE(Document().parse(four.view(), {16, 4}));
  CHECK(Document().parse(four.view(), {16, 3}));
}

TEST_CASE("unpaired surrogates are kept and can be detected; pairs are decoded to characters") {
  const Padded text(R"(["\ud800","\udc00x","\ud83d\ude00","a\u0000b"])");
  Document document;
  REQUIRE_FALSE(document.parse(text.view()));
  const auto list = document.root().children();
  CHECK_FALSE(is_storable(list[0].text()));
  CHECK_FALSE(is_storable(list[1].text()));
  CHECK(is_storable(list[2].text()));
  CHECK(code_points(list[2].text()) == 1);
  CHECK_FALSE(is_storable(list[3].text()));
}

TEST_CASE("every Unicode character is read correctly, raw and escaped") {
  std::string raw;
  for (std::uint32_t code = 0x20; code < 0x11000; ++code) {
    if ((code >= 0xD800 && code < 0xE000) || code == '"' || code == '\\') continue;
    std::string character;
    if (code < 0x80) {
      character = static_cast<char>(code);
    } else if (code < 0x800) {
      character = {static_cast<char>(0xC0 | code >> 6), static_cast<char>(0x80 | (code & 0x3F))};
    } else if (code < 0x10000) {
      character = {static_cast<char>(0xE0 | code >> 12), static_cast<char>(0x80 | (code >> 6 & 0x3F)),
                   static_cast<char>(0x80 | (code & 0x3F))};
    } else {
      character = {static_cast<char>(0xF0 | code >> 18), static_cast<char>(0x80 | (code >> 12 & 0x3F)),
                   static_cast<char>(0x80 | (code >> 6 & 0x3F)), static_cast<char>(0x80 | (code & 0x3F))};
    }
    raw += character;
  }
  const Padded text("\"" + raw + "\"");
  Document document;
  REQUIRE_FALSE(document.parse(text.view()));
  CHECK(document.root().text() == raw);
  CHECK(is_storable(raw));
}
