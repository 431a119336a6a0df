#include "wasm/statements/markup.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace budgeting::statements;

namespace {

/// All tokens: `<a`, `a=text`, `>a`.
std::string tokens(std::string_view text) {
  Texts texts;
  Markup markup(text, texts);
  std::string out;
  for (Token token = markup.next(); token.kind != Token::Kind::end; token = markup.next()) {
    if (!out.empty()) out += ' ';
    out += token.kind == Token::Kind::open ? "<" : token.kind == Token::Kind::close ? ">" : "";
    out += token.name;
    if (token.kind == Token::Kind::value) out += "=" + std::string(token.text);
  }
  return out;
}

}  // namespace

TEST_CASE("elements of XML and of SGML") {
  CHECK(tokens("<a><b>1</b></a>") == "<a <b b=1 >b >a");
  CHECK(tokens("<a>\n<b>1\n<c>2</a>") == "<a <b b=1 <c c=2 >a");
  CHECK(tokens("<a/><b x='1'/>") == "<a >a <b >b");
  CHECK(tokens("<n:a>1</n:a>") == "<a a=1 >a");
  CHECK(tokens("<?xml version='1'?><!DOCTYPE a [<!ENTITY b 'c'>]><!-- <x> --><a>1<!-- y -->2</a>") ==
        "<a a=12 >a");
}

TEST_CASE("texts keep what is no tag and no entity") {
  CHECK(tokens("<a>1 < 2 & 3</a>") == "<a a=1 < 2 & 3 >a");
  CHECK(tokens("<a>&amp;&lt;&#65;&#x42;&bogus;&#xD800;&#99999999;</a>") ==
        "<a a=&<AB&bogus;&#xD800;&#99999999; >a");
  CHECK(tokens("<a><![CDATA[<b>&amp;]]></a>") == "<a a=<b>&amp; >a");
  CHECK(tokens("text <a> </a> behind") == "<a >a");
}

TEST_CASE("what is cut off or nested without end is read as far as it goes") {
  for (const char* text : {"<", "<a", "</", "<!", "<!--", "<![CDATA[", "<?", "<a><b", "<a>&", "<a>&#",
                           "<a b=\"", "&", "<!DOCTYPE ["}) {
    CAPTURE(text);
    CHECK(tokens(text).size() < 20);
  }
  std::string deep;
  for (int at = 0; at < 100'000; ++at) deep += "<a>";
  CHECK(tokens(deep).size() == 299'999);
}

TEST_CASE("attributes, and lines whatever their ends") {
  CHECK(Markup::attribute(" Ccy=\"EUR\"", "Ccy") == "EUR");
  CHECK(Markup::attribute(" xCcy='USD' Ccy = 'EUR'", "Ccy") == "EUR");
  CHECK(Markup::attribute(" Ccy=EUR", "Ccy").empty());
  CHECK(Markup::attribute(" Ccy=\"EUR", "Ccy") == "EUR");
  Texts texts;
  Markup markup("\r\n\n\r<a>", texts);
  CHECK(markup.next().line == 4);
}
