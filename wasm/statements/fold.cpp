#include "wasm/statements/fold.hpp"

#include <cstddef>

#include "wasm/statements/utf8.hpp"

namespace budgeting::statements {
namespace {

/// What each character from U+00C0 on is without its accent; capital letters stand for two: A for `ae`, T for
/// `th`, S for `ss`, I for `ij`, O for `oe`. A character at `-` stays as it is.
constexpr std::string_view latin =
    "aaaaaaAceeeeiiiidnooooo-ouuuuyTSaaaaaaAceeeeiiiidnooooo-ouuuuyTy"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiIIjjkkkllllllllllnnnnnnnnnooooooOOrrrrrrsss"
    "sssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// The same from U+1E00 on.
constexpr std::string_view more_latin =
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrr"
    "rrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwyas--S-aaaaaaaaaaaaaaaaaaaaaaaaee"
    "eeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy------";

static_assert(latin.size() == 192 && more_latin.size() == 256);

/// Appends the letter that stands for a character in one of the tables above.
void append_letter(std::string& out, char letter, std::uint32_t code) {
  constexpr std::string_view pairs = "AaeTthSssIijOoe";
  if (letter == '-') return append_character(out, code);
  const std::size_t at = is_letter(letter) && letter <= 'Z' ? pairs.find(letter) : std::string_view::npos;
  if (at == std::string_view::npos) {
    out += letter;
  } else {
    out += pairs.substr(at + 1, 2);
  }
}

std::uint32_t lower_code(std::uint32_t code) noexcept {
  if (code >= 0xFF01 && code <= 0xFF5E) code -= 0xFEE0;  // full-width
  if (code >= 'A' && code <= 'Z') return code + 32;
  if ((code >= 0x391 && code <= 0x3A9) || (code >= 0x410 && code <= 0x42F)) return code + 32;
  if (code >= 0x400 && code <= 0x40F) return code + 80;
  return code;
}

}  // namespace

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool after_blank = false;
  while (!text.empty()) {
    const std::uint32_t code = lower_code(take_character(text));
    if (is_blank(code)) {
      after_blank = true;
      continue;
    }
    if (is_invisible(code) || (code >= 0x300 && code <= 0x36F)) continue;  // also accents by themselves
    if (after_blank && !out.empty()) out += ' ';
    after_blank = false;
    if (code >= 0xC0 && code < 0x180) {
      append_letter(out, latin[code - 0xC0], code);
    } else if (code >= 0x1E00 && code < 0x1F00) {
      append_letter(out, more_latin[code - 0x1E00], code);
    } else {
      append_character(out, code);
    }
  }
  return out;
}

}  // namespace budgeting::statements
