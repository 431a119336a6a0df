#include "wasm/statements/markup.hpp"

#include <algorithm>
#include <string>

#include "wasm/statements/utf8.hpp"

namespace budgeting::statements {
namespace {

constexpr std::string_view cdata = "<![CDATA[";

bool is_name_byte(char byte) noexcept {
  const auto value = static_cast<unsigned char>(byte);
  return is_letter(byte) || is_digit(byte) || byte == '_' || byte == ':' || byte == '-' || byte == '.' ||
         value >= 0x80;
}

/// Whether a tag begins at the front: `<name` or `</name`.
bool is_tag(std::string_view text) noexcept {
  std::size_t at = 1;
  if (at < text.size() && text[at] == '/') ++at;
  return at < text.size() && (is_letter(text[at]) || text[at] == '_');
}

/// Whether a comment, a declaration, an instruction or CDATA begins at the front.
bool is_special(std::string_view text) noexcept {
  return text.size() > 1 && (text[1] == '!' || text[1] == '?') &&
         (text.size() == 2 || text[2] == '[' || text[2] == '-' || is_letter(text[2]));
}

/// The character that an entity's name stands for; 0 if it is unknown.
std::uint32_t entity(std::string_view name) noexcept {
  if (name == "amp") return '&';
  if (name == "lt") return '<';
  if (name == "gt") return '>';
  if (name == "quot") return '"';
  if (name == "apos") return '\'';
  if (name == "nbsp") return 0xA0;
  if (name.size() < 2 || name[0] != '#') return 0;
  const bool is_hex = name[1] == 'x' || name[1] == 'X';
  std::uint32_t code = 0;
  for (const char each : name.substr(is_hex ? 2 : 1)) {
    const char digit = lower(each);
    const bool is_letter_digit = is_hex && digit >= 'a' && digit <= 'f';
    if (!is_digit(digit) && !is_letter_digit) return 0;
    code = code * (is_hex ? 16 : 10) +
           static_cast<std::uint32_t>(is_letter_digit ? digit - 'a' + 10 : digit - '0');
    if (code > 0x10FFFF) return 0;
  }
  return code >= 0xD800 && code < 0xE000 ? 0 : code;
}

void append_decoded(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const std::size_t at = std::min(text.find('&'), text.size());
    out += text.substr(0, at);
    text.remove_prefix(at);
    if (text.empty()) return;
    constexpr std::size_t longest_name = 9;
    const std::size_t end = text.substr(0, longest_name + 2).find(';');
    const std::uint32_t code = end == std::string_view::npos ? 0 : entity(text.substr(1, end - 1));
    if (code == 0) {
      out += '&';
      text.remove_prefix(1);
    } else {
      append_character(out, code);
      text.remove_prefix(end + 1);
    }
  }
}

std::string_view local_name(std::string_view name) noexcept {
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace

Token Markup::next() {
  if (!to_close_.empty()) {
    const Token token{Token::Kind::close, to_close_, {}, {}, line_};
    to_close_ = {};
    return token;
  }
  const std::int32_t line = line_;
  if (take_text()) {
    const Token token{Token::Kind::value, open_, value_, {}, line};
    open_ = {};
    return token;
  }
  return rest_.empty() ? Token{Token::Kind::end, {}, {}, {}, line_} : take_tag();
}

std::string_view Markup::attribute(std::string_view attributes, std::string_view name) noexcept {
  for (std::size_t at = attributes.find(name); at != std::string_view::npos;
       at = attributes.find(name, at + 1)) {
    const bool is_whole = at == 0 || !is_name_byte(attributes[at - 1]);
    std::string_view rest = trimmed(attributes.substr(at + name.size()));
    if (!is_whole || rest.empty() || rest.front() != '=') continue;
    rest = trimmed(rest.substr(1));
    if (rest.empty() || (rest.front() != '"' && rest.front() != '\'')) return {};
    return rest.substr(1, rest.find(rest.front(), 1) - 1);
  }
  return {};
}

void Markup::skip(std::size_t count) noexcept {
  count = std::min(count, rest_.size());
  for (std::size_t at = 0; at < count; ++at) {
    const bool is_end = rest_[at] == '\n' || (rest_[at] == '\r' && rest_.substr(at + 1, 1) != "\n");
    line_ += is_end ? 1 : 0;
  }
  rest_.remove_prefix(count);
}

/// Skips what is neither text nor a tag; CDATA is text.
bool Markup::skip_special() noexcept {
  if (!is_special(rest_) || rest_.substr(0, cdata.size()) == cdata) return false;
  const std::string_view start = rest_.substr(0, std::min(rest_.find('>'), rest_.size()));
  const std::string_view end = rest_.substr(0, 4) == "<!--"                                  ? "-->"
                               : rest_[1] == '!' && start.find('[') < std::string_view::npos ? "]>"
                                                                                             : ">";
  const std::size_t at = rest_.find(end);
  skip(at == std::string_view::npos ? rest_.size() : at + end.size());
  return true;
}

/// Moves on to the next tag. Whether a text stood before it that belongs to the element just begun.
bool Markup::take_text() {
  std::string collected;
  std::string_view only;
  std::size_t pieces = 0;
  const auto add = [&](std::string_view piece, bool is_literal) {
    const bool is_plain = is_literal || piece.find('&') == std::string_view::npos;
    if (pieces++ == 0 && is_plain) {
      only = piece;
      return;
    }
    collected += only;
    only = {};
    if (is_plain) {
      collected += piece;
    } else {
      append_decoded(collected, piece);
    }
  };
  while (!rest_.empty() && !is_tag(rest_.substr(0, rest_.front() == '<' ? rest_.size() : 0))) {
    if (rest_.front() == '<') {
      if (skip_special()) continue;
      if (rest_.substr(0, cdata.size()) == cdata) {
        const std::size_t end = std::min(rest_.find("]]>"), rest_.size());
        if (!open_.empty()) add(rest_.substr(cdata.size(), end - cdata.size()), true);
        skip(end + 3);
        continue;
      }
    }
    const std::size_t end = std::min(rest_.find('<', 1), rest_.size());
    if (!open_.empty()) add(rest_.substr(0, end), false);
    skip(end);
  }
  value_ = trimmed(collected.empty() ? only : texts_->keep(collected));
  return !value_.empty();
}

Token Markup::take_tag() {
  Token token{Token::Kind::open, {}, {}, {}, line_};
  const bool is_end = rest_[1] == '/';
  std::size_t at = is_end ? 2 : 1;
  const std::size_t begin = at;
  while (at < rest_.size() && is_name_byte(rest_[at])) ++at;
  token.name = local_name(rest_.substr(begin, at - begin));
  // A tag ends at its `>`; one that lacks it ends where the next tag begins.
  const std::size_t end = std::min(rest_.find_first_of("<>", at), rest_.size());
  token.attributes = rest_.substr(at, end - at);
  const bool is_closed = end < rest_.size() && rest_[end] == '>';
  skip(is_closed ? end + 1 : end);
  open_ = {};
  if (is_end) {
    token.kind = Token::Kind::close;
  } else if (!token.attributes.empty() && token.attributes.back() == '/') {
    to_close_ = token.name;
  } else {
    open_ = token.name;
  }
  return token;
}

}  // namespace budgeting::statements
