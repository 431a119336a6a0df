#include "wasm/statements/encoding.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "wasm/json/text.hpp"
#include "wasm/statements/encoding_tables.hpp"
#include "wasm/statements/utf8.hpp"

namespace budgeting::statements {
namespace {

struct Label {
  std::string_view text;
  Encoding encoding;
};

constexpr Label labels[] = {
    {"utf-8", Encoding::utf8},
    {"utf8", Encoding::utf8},
    {"unicode-1-1-utf-8", Encoding::utf8},
    {"utf-16", Encoding::utf16le},
    {"utf-16le", Encoding::utf16le},
    {"unicode", Encoding::utf16le},
    {"utf-16be", Encoding::utf16be},
    {"windows-1252", Encoding::windows1252},
    {"cp1252", Encoding::windows1252},
    {"x-cp1252", Encoding::windows1252},
    {"1252", Encoding::windows1252},
    {"iso-8859-1", Encoding::windows1252},
    {"iso8859-1", Encoding::windows1252},
    {"iso_8859-1", Encoding::windows1252},
    {"8859-1", Encoding::windows1252},
    {"latin1", Encoding::windows1252},
    {"l1", Encoding::windows1252},
    {"ascii", Encoding::windows1252},
    {"us-ascii", Encoding::windows1252},
    {"usascii", Encoding::windows1252},
    {"windows-1250", Encoding::windows1250},
    {"cp1250", Encoding::windows1250},
    {"x-cp1250", Encoding::windows1250},
    {"1250", Encoding::windows1250},
    {"iso-8859-2", Encoding::latin2},
    {"iso8859-2", Encoding::latin2},
    {"iso_8859-2", Encoding::latin2},
    {"latin2", Encoding::latin2},
    {"l2", Encoding::latin2},
    {"iso-8859-15", Encoding::latin9},
    {"iso8859-15", Encoding::latin9},
    {"iso_8859-15", Encoding::latin9},
    {"latin9", Encoding::latin9},
    {"latin-9", Encoding::latin9},
    {"l9", Encoding::latin9},
};

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

constexpr unsigned char byte_at(std::string_view bytes, std::size_t at) noexcept {
  return static_cast<unsigned char>(bytes[at]);
}

std::uint32_t character_of(unsigned char byte, Encoding encoding) noexcept {
  if (byte < 0x80) return byte;
  switch (encoding) {
    case Encoding::windows1250:
      return windows1250[byte - 0x80];
    case Encoding::latin2:
      return byte < 0xA0 ? byte : latin2[byte - 0xA0];
    case Encoding::latin9: {
      constexpr std::string_view changed = "\xA4\xA6\xA8\xB4\xB8\xBC\xBD\xBE";
      constexpr std::uint16_t characters[] = {0x20AC, 0x160, 0x161, 0x17D, 0x17E, 0x152, 0x153, 0x178};
      const std::size_t at = changed.find(static_cast<char>(byte));
      if (at != std::string_view::npos) return characters[at];
      return byte < 0xA0 ? windows1252[byte - 0x80] : byte;
    }
    default:
      return byte < 0xA0 ? windows1252[byte - 0x80] : byte;
  }
}

/// Whether a label means an encoding that other decoders know, rather than nothing.
bool is_known_elsewhere(std::string_view label) noexcept {
  constexpr std::string_view starts[] = {"windows-", "iso-8859-", "shift", "gb", "big5",
                                         "euc-",     "koi8",      "mac",   "ibm"};
  return std::any_of(std::begin(starts), std::end(starts),
                     [&](std::string_view start) { return begins_with(label, start); });
}

/// UTF-16 without a byte order mark: in what banks write, nearly every character's high byte is zero.
Encoding utf16_order(std::string_view bytes) noexcept {
  const std::string_view start = bytes.substr(0, 4096);
  std::array<std::size_t, 2> zeros{};
  for (std::size_t at = 0; at < start.size(); ++at) zeros[at % 2] += start[at] == '\0' ? 1U : 0U;
  const std::size_t half = start.size() / 2;
  if (zeros[1] > half * 3 / 5 && zeros[0] < half / 20) return Encoding::utf16le;
  if (zeros[0] > half * 3 / 5 && zeros[1] < half / 20) return Encoding::utf16be;
  return Encoding::utf8;
}

/// Whether more characters are well-formed UTF-8 than bytes are not.
bool is_mostly_utf8(std::string_view bytes) noexcept {
  std::size_t characters = 0;
  std::size_t faults = 0;
  while (!bytes.empty()) {
    const std::size_t valid = json::first_invalid_utf8(bytes);
    for (const char byte : bytes.substr(0, valid))
      characters += static_cast<unsigned char>(byte) >= 0xC0 ? 1U : 0U;
    faults += valid < bytes.size() ? 1U : 0U;
    bytes.remove_prefix(std::min(valid + 1, bytes.size()));
  }
  return characters >= faults;
}

/// How well the bytes above 0x7F that stand in words fit the letters of each encoding. Letters that are the
/// same in all of them do not count; a sign such as `³` within a word counts most.
Encoding likeliest(std::string_view bytes) noexcept {
  constexpr std::string_view central_signs = "\xB3\xB9\xBE\xBF\x9D\x9F";
  constexpr std::string_view central_letters = "\x8A\x8E\x9A\x9E\xF5\xEC";
  constexpr std::string_view either = "\xE8\xF8\xF9\xFB\xF2\xEF\xE6\xEA\xF1\xC8\xD8\x9C";
  constexpr std::string_view western = "\xE0\xE7\xE3\xEE\xF4\xE5\xC0\xC7";
  constexpr std::string_view latin2_signs = "\xB1\xB6\xBC\xA6\xAC\xBB\xA9\xAE";
  constexpr std::string_view czech = "\xEC\xE8\xF8\xF9\xF2\xEF";
  const auto has = [](std::string_view set, char byte) { return set.find(byte) != std::string_view::npos; };
  std::size_t central = 0;
  std::size_t west = 0;
  std::size_t only_latin2 = 0;
  std::size_t carons = 0;
  std::size_t czech_letters = 0;
  bool has_controls = false;
  bool has_latin9 = false;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const char byte = bytes[at];
    const unsigned char value = byte_at(bytes, at);
    if (value < 0x80) continue;
    has_controls = has_controls || value < 0xA0;
    has_latin9 = has_latin9 || value == 0xA4;
    const auto is_in_word = [&](std::size_t place) {
      return place < bytes.size() && (is_letter(bytes[place]) || byte_at(bytes, place) >= 0xC0);
    };
    if (!is_in_word(at - 1) && !is_in_word(at + 1)) continue;
    if (has(central_signs, byte)) central += 3;
    if (has(central_letters, byte)) central += 2;
    if (has(latin2_signs, byte)) only_latin2 += 1;
    if (value == 0xB9 || value == 0xBE) carons += 1;
    if (has(czech, byte)) czech_letters += 1;
    if (has(western, byte)) west += 2;
    if (has(either, byte)) {
      central += 1;
      west += 1;
    }
    has_latin9 = has_latin9 || (value == 0xBD && is_in_word(at - 1) && is_in_word(at + 1));
  }
  const bool is_latin2 = !has_controls && (only_latin2 > 0 || (carons > 0 && czech_letters > carons));
  if (is_latin2 && central + 3 * only_latin2 > west) return Encoding::latin2;
  if (central > west) return Encoding::windows1250;
  return has_latin9 && !has_controls ? Encoding::latin9 : Encoding::windows1252;
}

/// Appends the bytes as UTF-8, the invalid ones as windows-1252.
void append_repaired(std::string& out, std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t valid = json::first_invalid_utf8(bytes);
    out += bytes.substr(0, valid);
    bytes.remove_prefix(valid);
    if (bytes.empty()) break;
    append_character(out, character_of(byte_at(bytes, 0), Encoding::windows1252));
    bytes.remove_prefix(1);
  }
}

void append_utf16(std::string& out, std::string_view bytes, bool is_little) {
  constexpr std::uint32_t replacement = 0xFFFD;
  const auto unit = [&](std::size_t at) -> std::uint32_t {
    const unsigned char first = byte_at(bytes, at);
    const unsigned char second = byte_at(bytes, at + 1);
    return is_little ? first | static_cast<std::uint32_t>(second) << 8U
                     : second | static_cast<std::uint32_t>(first) << 8U;
  };
  const std::size_t end = bytes.size() - bytes.size() % 2;
  for (std::size_t at = 0; at < end; at += 2) {
    std::uint32_t code = unit(at);
    if (code >= 0xD800 && code < 0xDC00 && at + 2 < end && unit(at + 2) >= 0xDC00 && unit(at + 2) < 0xE000) {
      code = 0x10000 + ((code - 0xD800) << 10U) + (unit(at + 2) - 0xDC00);
      at += 2;
    } else if (code >= 0xD800 && code < 0xE000) {
      code = replacement;
    }
    if (code != 0 && code != 0xFEFF) append_character(out, code);
  }
}

}  // namespace

std::string_view name(Encoding encoding) noexcept {
  constexpr std::string_view names[] = {"UTF-8",        "UTF-16LE",   "UTF-16BE",    "windows-1252",
                                        "windows-1250", "ISO-8859-2", "ISO-8859-15", ""};
  return names[static_cast<std::size_t>(encoding)];
}

Encoding encoding_of(std::string_view label) noexcept {
  label = trimmed(label);
  const auto* const found = std::find_if(std::begin(labels), std::end(labels),
                                         [&](const Label& each) { return is_same(each.text, label); });
  return found == std::end(labels) ? Encoding::other : found->encoding;
}

Encoding detect(std::string_view bytes) noexcept {
  if (bytes.substr(0, 2) == "\xFF\xFE") return Encoding::utf16le;
  if (bytes.substr(0, 2) == "\xFE\xFF") return Encoding::utf16be;
  const Encoding order = utf16_order(bytes);
  if (order != Encoding::utf8) return order;
  if (json::first_invalid_utf8(bytes) == bytes.size() || is_mostly_utf8(bytes)) return Encoding::utf8;
  const std::string_view label = claimed_label(bytes);
  const Encoding claimed = encoding_of(label);
  if (claimed == Encoding::other ? is_known_elsewhere(label) : claimed >= Encoding::windows1250)
    return claimed;
  return likeliest(bytes);
}

std::string_view claimed_label(std::string_view bytes) noexcept {
  const std::string_view start = bytes.substr(0, 1024);
  const auto value = [&](std::string_view name, std::string_view end) {
    const std::size_t at = start.find(name);
    if (at == std::string_view::npos) return std::string_view{};
    const std::string_view rest = trimmed(start.substr(at + name.size()));
    return trimmed(rest.substr(0, rest.find_first_of(end)));
  };
  const std::string_view declared = value("encoding=", " ?>\r\n");
  if (declared.size() > 2) return declared.substr(1, declared.size() - 2);
  const std::string_view charset = value("CHARSET:", " \r\n<");
  return is_same(charset, "NONE") ? std::string_view{} : charset;
}

std::string_view decode(std::string_view bytes, Encoding encoding, Texts& texts) {
  const bool is_utf16 = encoding == Encoding::utf16le || encoding == Encoding::utf16be;
  if (!is_utf16 && bytes.substr(0, 3) == utf8_mark) bytes.remove_prefix(3);
  const bool has_nul = bytes.find('\0') != std::string_view::npos;
  if (encoding == Encoding::utf8 && !has_nul && json::first_invalid_utf8(bytes) == bytes.size()) return bytes;
  // Room for all of it at once: a text of 4 MiB should not be copied while it grows.
  std::string out;
  const auto is_high = [](char byte) { return static_cast<unsigned char>(byte) >= 0x80; };
  out.reserve(is_utf16 ? bytes.size() / 2 * 3
                       : bytes.size() + 2 * static_cast<std::size_t>(
                                                std::count_if(bytes.begin(), bytes.end(), is_high)));
  if (is_utf16) {
    append_utf16(out, bytes, encoding == Encoding::utf16le);
  } else if (encoding == Encoding::utf8) {
    append_repaired(out, bytes);
  } else {
    for (std::size_t at = 0; at < bytes.size(); ++at)
      append_character(out, character_of(byte_at(bytes, at), encoding));
  }
  if (has_nul && !is_utf16) out.erase(std::remove(out.begin(), out.end(), '\0'), out.end());
  return texts.adopt(std::move(out));
}

}  // namespace budgeting::statements
