#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// UTF-8 and JSON told from anything else a second time, by the plainest means, independent of `wasm/json`.
namespace fuzz {

/// The code point at the front of `text`, taken off it; -1 if there is none that RFC 3629 allows.
inline std::int32_t take_code_point(std::string_view& text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned lead = byte(0);
  const std::size_t length = lead < 0x80       ? 1
                             : lead >> 5 == 6  ? 2
                             : lead >> 4 == 14 ? 3
                             : lead >> 3 == 30 ? 4
                                               : 0;
  if (length == 0 || length > text.size()) return -1;
  unsigned code = length == 1 ? lead : lead & (0x7FU >> length);
  for (std::size_t at = 1; at < length; ++at) {
    if (byte(at) >> 6 != 2) return -1;
    code = code << 6 | (byte(at) & 0x3FU);
  }
  constexpr unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code < least[length] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return -1;
  text.remove_prefix(length);
  return static_cast<std::int32_t>(code);
}

inline bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    if (take_code_point(text) < 0) return false;
  }
  return true;
}

/// The text with a `?` for each byte that is not well-formed: as the shim, which hands over JavaScript's
/// strings, gives nothing else.
inline std::string as_utf8(std::string_view text) {
  std::string whole;
  while (!text.empty()) {
    const std::string_view before = text;
    if (take_code_point(text) >= 0) {
      whole += before.substr(0, before.size() - text.size());
    } else {
      whole += '?';
      text.remove_prefix(1);
    }
  }
  return whole;
}

/// A recursive descent over the grammar of RFC 8259.
class StrictJson {
 public:
  explicit StrictJson(std::string_view text) : rest_(text) {}

  /// Whether the text is one value with white space around it.
  bool whole() { return value(1) && (space(), rest_.empty()); }
  /// Whether the text is a number and nothing else.
  bool whole_number() { return number() && rest_.empty(); }

  std::uint32_t depth = 0;   ///< of arrays and objects
  std::uint32_t values = 0;  ///< of any kind

 private:
  bool is(char character) const { return !rest_.empty() && rest_.front() == character; }
  bool take(char character) {
    if (!is(character)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool take(std::string_view word) {
    if (rest_.substr(0, word.size()) != word) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  void space() {
    while (is(' ') || is('\t') || is('\r') || is('\n')) rest_.remove_prefix(1);
  }
  bool digits() {
    bool any = false;
    for (; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; any = true) rest_.remove_prefix(1);
    return any;
  }
  bool number() {
    take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    if (!take('e') && !take('E')) return true;
    if (!take('+')) take('-');
    return digits();
  }
  bool escape() {
    if (!take('u')) {
      if (rest_.empty() || std::string_view("\"\\/bfnrt").find(rest_.front()) == std::string_view::npos)
        return false;
      rest_.remove_prefix(1);
      return true;
    }
    if (rest_.size() < 4) return false;
    const bool hexadecimal =
        rest_.substr(0, 4).find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
    rest_.remove_prefix(4);
    return hexadecimal;
  }
  bool string() {
    if (!take('"')) return false;
    while (!rest_.empty()) {
      if (take('"')) return true;
      if (take('\\') ? !escape() : take_code_point(rest_) < 0x20) return false;
    }
    return false;
  }
  bool members(char close, bool keys, std::uint32_t level) {
    depth = depth < level ? level : depth;
    space();
    if (take(close)) return true;
    do {
      space();
      if (keys && !(string() && (space(), take(':')))) return false;
      if (!value(level + 1)) return false;
      space();
    } while (take(','));
    return take(close);
  }
  bool value(std::uint32_t level) {
    constexpr std::uint32_t stack = 5000;
    if (level > stack) return false;
    ++values;
    space();
    if (take('{')) return members('}', true, level);
    if (take('[')) return members(']', false, level);
    if (is('"')) return string();
    return take("true") || take("false") || take("null") || number();
  }

  std::string_view rest_;
};

inline bool is_json(std::string_view text) { return StrictJson(text).whole(); }

}  // namespace fuzz
