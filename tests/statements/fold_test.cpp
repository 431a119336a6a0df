#include "wasm/statements/fold.hpp"

#include <doctest/doctest.h>

#include <string>

#include "wasm/json/text.hpp"
#include "wasm/statements/utf8.hpp"

using namespace budgeting::statements;

TEST_CASE("case, accents and runs of blanks do not count") {
  CHECK(fold("  Café\t\n ZÜRICH\xC2\xA0 ") == "cafe zurich");
  CHECK(fold("Straße") == "strasse");
  CHECK(fold("STRASSE") == "strasse");
  CHECK(fold("Ærø Łódź Đakovo İstanbul ﬁ") == "aero lodz dakovo istanbul ﬁ");
  CHECK(fold("cafe\xCC\x81") == "cafe");
  CHECK(fold("Nguyễn Thị") == "nguyen thi");
  CHECK(fold("ＡＢＣ１２") == "abc12");
  CHECK(fold("ΑΒΓ ПРИВЕТ Ё") == "αβγ привет ё");
  CHECK(fold("a\xE2\x80\x8E"
             "b") == "ab");
  CHECK(fold("3 × 4 ÷ 2") == "3 × 4 ÷ 2");
  CHECK(fold("").empty());
}

TEST_CASE("every character folds to valid text that stays as it is") {
  for (std::uint32_t code = 1; code < 0x20000; ++code) {
    if (code >= 0xD800 && code < 0xE000) continue;
    std::string text = "x";
    append_character(text, code);
    const std::string once = fold(text + "y");
    const bool is_valid = budgeting::json::first_invalid_utf8(once) == once.size();
    if (!is_valid || fold(once) != once) {
      CAPTURE(code);
      CHECK(is_valid);
      CHECK(fold(once) == once);
    }
  }
}
