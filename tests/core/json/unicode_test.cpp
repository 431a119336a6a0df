#include <doctest/doctest.h>

#include <cstdint>
#include <string>

#include "tests/core/padded.hpp"
#include "wasm/json/text.hpp"
#include "wasm/json/writer.hpp"

using namespace budgeting::json;

namespace {

constexpr std::uint32_t last_scalar = 0x10FFFF;
/// As many characters go into one text.
constexpr std::uint32_t block = 0x1000;

constexpr bool is_surrogate(std::uint32_t code) { return code >= 0xD800 && code <= 0xDFFF; }

/// RFC 3629, section 3.
std::string utf8(std::uint32_t code) {
  const auto byte = [](std::uint32_t value) { return static_cast<char>(value); };
  const auto tail = [&](std::uint32_t shift) { return byte(0x80 | (code >> shift & 0x3F)); };
  if (code < 0x80) return {byte(code)};
  if (code < 0x800) return {byte(0xC0 | code >> 6), tail(0)};
  if (code < 0x10000) return {byte(0xE0 | code >> 12), tail(6), tail(0)};
  return {byte(0xF0 | code >> 18), tail(12), tail(6), tail(0)};
}

std::string escape(std::uint32_t unit, std::string_view hex) {
  std::string text = "\\u";
  for (const std::uint32_t shift : {12U, 8U, 4U, 0U}) text += hex[unit >> shift & 0xF];
  return text;
}

/// RFC 8259, section 7: beyond the Basic Multilingual Plane as a pair of surrogates.
std::string escaped(std::uint32_t code, std::string_view hex) {
  if (code < 0x10000) return escape(code, hex);
  const std::uint32_t above = code - 0x10000;
  return escape(0xD800 + (above >> 10), hex) + escape(0xDC00 + (above & 0x3FF), hex);
}

/// Reads a text of one string; gives what it says.
std::string read(std::string_view json) {
  const Padded padded(json);
  Document document;
  REQUIRE_FALSE(document.parse(padded.view()));
  REQUIRE(document.root().kind() == Kind::string);
  return std::string(document.root().text());
}

/// Calls `check` with the scalars of each block.
void each_block(void (*check)(std::uint32_t first, std::uint32_t last)) {
  for (std::uint32_t first = 0; first <= last_scalar; first += block) check(first, first + block - 1);
}

}  // namespace

TEST_CASE("every Unicode scalar that is written reads back the same, in values and in keys") {
  each_block([](std::uint32_t first, std::uint32_t last) {
    std::string text;
    for (std::uint32_t code = first; code <= last; ++code) {
      if (!is_surrogate(code)) text += utf8(code);
    }
    CAPTURE(first);
    CHECK(first_invalid_utf8(text) == text.size());
    std::string out;
    Writer(out).open('{').member(text, std::string_view(text)).close('}');
    // Only the first block has characters that are escaped (writer_test.cpp has them).
    if (first > 0) CHECK(out == "{\"" + text + "\":\"" + text + "\"}");
    const Padded padded(out);
    Document document;
    REQUIRE_FALSE(document.parse(padded.view()));
    const auto member = document.root().member(text);
    REQUIRE(member);
    CHECK(member->text() == text);
    CHECK(code_points(text) == (first == 0xD000 ? 0x800 : block));  // one half of this block are surrogates
  });
}

TEST_CASE("written text contains no character that JSON forbids") {
  std::string text;
  for (std::uint32_t code = 0; code < 0x100; ++code) text += utf8(code);
  std::string out;
  Writer(out).string(text);
  for (const char character : out) CHECK(static_cast<unsigned char>(character) >= 0x20);
  CHECK(out.substr(0, 13) == "\"\\u0000\\u0001");
  CHECK(out.find(R"( !\"#)") != std::string::npos);
  CHECK(out.find(R"([\\])") != std::string::npos);
}

TEST_CASE("every Unicode scalar is read from its escape, in lower and upper case") {
  each_block([](std::uint32_t first, std::uint32_t last) {
    std::string text;
    std::string small = "\"";
    std::string capital = "\"";
    for (std::uint32_t code = first; code <= last; ++code) {
      if (is_surrogate(code)) continue;
      text += utf8(code);
      small += escaped(code, "0123456789abcdef");
      capital += escaped(code, "0123456789ABCDEF");
    }
    CAPTURE(first);
    CHECK(read(small + "\"") == text);
    CHECK(read(capital + "\"") == text);
  });
}

TEST_CASE("only the eight short escapes of RFC 8259 are accepted") {
  CHECK(read(R"("\"\\\/\b\f\n\r\t")") == "\"\\/\b\f\n\r\t");
  constexpr std::string_view letters = "\"\\/bfnrtu";
  for (char letter = 0x20; letter < 0x7F; ++letter) {
    if (letters.find(letter) != std::string_view::npos) continue;
    CAPTURE(letter);
    const Padded padded(std::string("\"\\") + letter + "\"");
    CHECK(Document().parse(padded.view()));
  }
}

TEST_CASE("every unpaired surrogate is kept, and known to be one that PostgreSQL cannot store") {
  for (std::uint32_t code = 0xD800; code <= 0xDFFF; ++code) {
    const std::string text = read("\"a" + escape(code, "0123456789abcdef") + "b\"");
    CAPTURE(code);
    CHECK(text == "a" + utf8(code) + "b");
    CHECK_FALSE(is_storable(text));
  }
}
