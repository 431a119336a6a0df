#include "wasm/statements/encoding.hpp"

#include <doctest/doctest.h>

#include <string>

#include "wasm/json/text.hpp"

using namespace budgeting::statements;

TEST_CASE("the bytes decide on the encoding") {
  CHECK(detect("plain") == Encoding::utf8);
  CHECK(detect("caf\xC3\xA9") == Encoding::utf8);
  CHECK(detect("caf\xE9") == Encoding::windows1252);
  CHECK(detect("\xFF\xFE"
               "a") == Encoding::utf16le);
  CHECK(detect("\xFE\xFF") == Encoding::utf16be);
  CHECK(detect("za\xBF\xF3\xB3\xE6") == Encoding::windows1250);
  CHECK(detect("w\xB1s i \xB6limak") == Encoding::latin2);
  CHECK(detect("price \xA4 5, caf\xE9") == Encoding::latin9);
}

TEST_CASE("a claim counts only between encodings of one byte for each character") {
  CHECK(detect("<?xml version=\"1.0\" encoding=\"iso-8859-2\"?>\xE9") == Encoding::latin2);
  CHECK(detect("<?xml version=\"1.0\" encoding=\"iso-8859-2\"?>\xC3\xA9") == Encoding::utf8);
  CHECK(detect("<?xml version=\"1.0\" encoding=\"utf-8\"?>\xE9") == Encoding::windows1252);
  CHECK(detect("CHARSET:1250\n\xE9") == Encoding::windows1250);
  CHECK(detect("CHARSET:NONE\n\xE9") == Encoding::windows1252);
  CHECK(detect("<?xml encoding='koi8-r'?>\xE9") == Encoding::other);
  CHECK(detect("<?xml encoding='nonsense'?>\xE9") == Encoding::windows1252);
}

TEST_CASE("labels are known in any case") {
  CHECK(encoding_of("UTF-8") == Encoding::utf8);
  CHECK(encoding_of(" ISO-8859-1 ") == Encoding::windows1252);
  CHECK(encoding_of("latin2") == Encoding::latin2);
  CHECK(encoding_of("shift_jis") == Encoding::other);
  CHECK(name(Encoding::latin9) == "ISO-8859-15");
}

TEST_CASE("any bytes are decoded to valid UTF-8") {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
  for (const Encoding encoding : {Encoding::utf8, Encoding::utf16le, Encoding::utf16be, Encoding::windows1252,
                                  Encoding::windows1250, Encoding::latin2, Encoding::latin9}) {
    Texts texts;
    const std::string_view text = decode(bytes, encoding, texts);
    CHECK(budgeting::json::first_invalid_utf8(text) == text.size());
    CHECK(text.find('\0') == std::string_view::npos);
  }
  Texts texts;
  CHECK(decode("\x80\x8A\xE9", Encoding::windows1252, texts) == "€Šé");
  CHECK(decode("\xB9\xEA", Encoding::windows1250, texts) == "ąę");
  CHECK(decode("\xB1\xEA", Encoding::latin2, texts) == "ąę");
  CHECK(decode("\xA4\xBD", Encoding::latin9, texts) == "€œ");
  CHECK(decode("a\xE9 \xC3\xA9", Encoding::utf8, texts) == "aé é");
}
