#include "wasm/domain/names.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace budgeting::domain;

TEST_CASE("blanks are removed at the ends and kept inside") {
  CHECK(trimmed("") == "");
  CHECK(trimmed("Rent") == "Rent");
  CHECK(trimmed("  Rent and water\t\r\n") == "Rent and water");
  CHECK(trimmed(" \t\v\f ") == "");
  CHECK(trimmed("\u00A0\u3000\u2003Rent\u2029\u0085") == "Rent");
  CHECK(trimmed("\uFEFF\u200B\u2060Rent\u200B") == "Rent");
  CHECK(trimmed("é") == "é");
}

TEST_CASE("characters that affect their neighbours are kept, even at the ends") {
  for (const char* text :
       {"\u2764\uFE0F", "\u200ERent)\u200F", "\u0D28\u0D4D\u200D", "a\u00AD", "\u2067Rent\u2069"}) {
    CAPTURE(text);
    CHECK(trimmed(text) == text);
  }
}

TEST_CASE("what nobody sees is not visible") {
  for (const char* text : {"", " ", "\u00A0", "\u200B", "\u200C\u200D", "\u200E\u200F",
                           "\u202A\u202E\u2066\u2069", "\u00AD", "\u2060", "\uFEFF", "\u115F\u1160", "\u3164",
                           "\uFFA0", "\u2800", "\uFE0F", "\U000E0001", "\u061C", "\u180E"}) {
    CAPTURE(text);
    CHECK_FALSE(is_visible(text));
    CHECK(is_visible(std::string(text) + "x"));
    CHECK(is_visible("\U0001F3E6" + std::string(text)));
  }
  for (const char* text : {".", "0", "é", "日", "\u0301", "\uFFFD", "\u00AE", "\u2027", "\u2070"}) {
    CAPTURE(text);
    CHECK(is_visible(text));
  }
}

TEST_CASE("control characters are C0, DEL and C1") {
  for (const char* text : {"\x01", "a\tb", "a\nb", "\x1F", "a\x7F", "\u0080", "\u009F"}) {
    CAPTURE(text);
    CHECK(has_control(text));
  }
  CHECK(has_control(std::string_view("a\0b", 3)));
  for (const char* text : {"", "Rent", "\u00A0", "é", "\u2028", "\u200B", "\u00AD", "\U0001F3E6"}) {
    CAPTURE(text);
    CHECK_FALSE(has_control(text));
  }
  CHECK_FALSE(has_control("a\tb\r\nc", "\t\r\n"));
  CHECK(has_control("a\tb\vc", "\t\r\n"));
  CHECK(has_control("\u0089", "\t\r\n"));  // its last six bits are a tab's
}
