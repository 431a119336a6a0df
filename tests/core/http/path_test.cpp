#include "wasm/http/path.hpp"

#include <doctest/doctest.h>

#include <initializer_list>

using namespace budgeting::http;

using Parts = std::vector<std::string>;

TEST_CASE("a URL's path is split into segments") {
  CHECK(path_segments("http://127.0.0.1:8787/api/months/1?x=1#y") == Parts{"api", "months", "1"});
  CHECK(path_segments("/api/months?next=http://a/b") == Parts{"api", "months"});
  CHECK(path_segments("https://host") == Parts{});
  CHECK(path_segments("https://host?x") == Parts{});
  CHECK(path_segments("/") == Parts{});
  CHECK(path_segments("/api/months/") == Parts{"api", "months"});
  CHECK(path_segments("//api///months") == Parts{"api", "months"});
}

TEST_CASE("segments are percent-decoded once, each by itself") {
  CHECK(path_segments("/%61pi/m%6Fnths/%31") == Parts{"api", "months", "1"});
  CHECK(path_segments("/api%2Fmonths") == Parts{"api/months"});
  CHECK(path_segments("/%2531") == Parts{"%31"});
  CHECK(path_segments("/a%zz/b%4") == Parts{"a%zz", "b%4"});
  CHECK(path_segments("/%4A%4a%c3%A9/%2g/%G2/%/:%") == Parts{"JJ\xC3\xA9", "%2g", "%G2", "%", ":%"});
}

TEST_CASE("patterns match whole paths, and fixed segments are more specific") {
  const Parts latest{"api", "months", "latest"};
  const auto fixed = match("/api/months/latest", latest);
  const auto parameter = match("/api/months/:id", latest);
  REQUIRE(fixed);
  REQUIRE(parameter);
  CHECK(parameter->parameters[0] == "latest");
  CHECK(parameter->parameters[1].empty());
  CHECK(fixed->parameters[0].empty());
  CHECK(fixed->specificity > parameter->specificity);
  CHECK_FALSE(match("/api/months", latest));
  CHECK_FALSE(match("/api/months/latest/summary", latest));
  CHECK_FALSE(match("/api/yearly/:id", latest));
  const Parts deep{"a", "1", "b", "2"};
  const auto two = match("/a/:id/b/:part", deep);
  REQUIRE(two);
  CHECK(two->parameters[0] == "1");
  CHECK(two->parameters[1] == "2");
  // The leftmost fixed segment decides.
  const Parts both{"api", "yearly", "sections", "summary"};
  CHECK(match("/api/yearly/sections/:id", both)->specificity >
        match("/api/yearly/:id/summary", both)->specificity);
}

TEST_CASE("numbers in paths are plain decimals up to a limit") {
  constexpr std::int64_t most = 2147483647;
  CHECK(path_number("1", most) == 1);
  CHECK(path_number("2147483647", most) == 2147483647);
  CHECK(path_number("9007199254740991", 9007199254740991) == 9007199254740991);
  CHECK_FALSE(path_number("9007199254740992", 9007199254740991));
  for (const char* text : {"", "0", "-1", "+1", "1.5", "abc", "12abc", " 1", "1 ", "01", "2147483648",
                           "9999999999", "12345678901234567890", "1e2", "0x1", "\xD9\xA1"}) {
    CAPTURE(text);
    CHECK_FALSE(path_number(text, most));
  }
}

TEST_CASE("an integer in a path has only one accepted spelling") {
  for (const char* text : {"0", "-0", "7", "-1", "2026", "99999", "-2147483649", "12345678901234567890"}) {
    CAPTURE(text);
    CHECK(is_integer(text));
  }
  for (const char* text : {"", "-", "+1", "01", "-01", "00", "1.0", "1e2", "1 ", " 1", "--1", "0x1", "abc"}) {
    CAPTURE(text);
    CHECK_FALSE(is_integer(text));
  }
}
