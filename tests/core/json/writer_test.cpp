#include "wasm/json/writer.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>

using namespace budgeting::json;

TEST_CASE("commas are written between values and nowhere else") {
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

TEST_CASE("strings escape the quote, the backslash and characters below U+0020, and nothing else") {
  for (int code = 0; code < 0x80; ++code) {
    const std::string text(1, static_cast<char>(code));
    constexpr std::string_view hex = "0123456789abcdef";
    std::string expected = text;
    if (text == "\"" || text == "\\") expected = "\\" + text;
    const std::size_t short_form = std::string_view("\b\f\n\r\t").find(static_cast<char>(code));
    if (short_form != std::string_view::npos) {
      expected = std::string("\\") + "bfnrt"[short_form];
    } else if (code < 0x20) {
      expected = std::string("\\u00") + (code < 0x10 ? '0' : '1') + hex[static_cast<std::size_t>(code) % 16];
    }
    std::string out;
    Writer(out).string(text);
    CAPTURE(code);
    CHECK(out == "\"" + expected + "\"");
  }
  std::string out;
  Writer(out).string("\xC3\xA9\xE2\x80\xA8\xF0\x9F\x98\x80");
  CHECK(out == "\"\xC3\xA9\xE2\x80\xA8\xF0\x9F\x98\x80\"");
}
