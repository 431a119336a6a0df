#include "wasm/json/text.hpp"

#include <doctest/doctest.h>

#include <initializer_list>

using namespace budgeting::json;

TEST_CASE("numbers follow the grammar of RFC 8259") {
  for (const char* text :
       {"0", "-0", "10", "0.0", "-1.25", "1e5", "1E-5", "1e+05", "123456789012345678901"}) {
    CAPTURE(text);
    CHECK(is_number(text));
  }
  for (const char* text : {"",   "-",   "01",   "-01", "1.",       ".5", "1e",  "1e+",   "+1",    "1 ",
                           " 1", "0x1", "1.e5", "NaN", "Infinity", "1-", "--1", "1.2.3", "1e5.0", "1_000"}) {
    CAPTURE(text);
    CHECK_FALSE(is_number(text));
  }
}

TEST_CASE("code points are counted, not bytes") {
  CHECK(code_points("") == 0);
  CHECK(code_points("abc") == 3);
  CHECK(code_points("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80") == 3);
}

TEST_CASE("text that PostgreSQL cannot store is recognized") {
  CHECK(is_storable(""));
  CHECK(is_storable("plain"));
  CHECK(is_storable("\xED\x9F\xBF"));  // U+D7FF, the last before the surrogates
  CHECK(is_storable("\xEE\x80\x80"));  // U+E000, the first behind them
  CHECK_FALSE(is_storable(std::string_view("a\0b", 3)));
  CHECK_FALSE(is_storable("\xED\xA0\x80"));
  CHECK_FALSE(is_storable("x\xED\xBF\xBF"));
}

TEST_CASE("where UTF-8 goes wrong") {
  CHECK(first_invalid_utf8("abc") == 3);
  CHECK(first_invalid_utf8("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80") == 9);
  CHECK(first_invalid_utf8("ab\xFF") == 2);
  CHECK(first_invalid_utf8("a\xC3") == 1);
  CHECK(first_invalid_utf8("\xC0\x80") == 0);          // overlong
  CHECK(first_invalid_utf8("\xE0\x80\x80") == 0);      // overlong
  CHECK(first_invalid_utf8("\xF0\x80\x80\x80") == 0);  // overlong
  CHECK(first_invalid_utf8("\xED\xA0\x80") == 0);      // surrogate
  CHECK(first_invalid_utf8("\xF4\x90\x80\x80") == 0);  // beyond U+10FFFF
  CHECK(first_invalid_utf8("\xF5\x80\x80\x80") == 0);
  CHECK(first_invalid_utf8("\x80") == 0);
  CHECK(first_invalid_utf8("\xE2\x82") == 0);
}
