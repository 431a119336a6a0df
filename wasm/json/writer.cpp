#include "wasm/json/writer.hpp"

#include <charconv>

namespace budgeting::json {

void append_integer(std::string& out, std::int64_t value) {
  char digits[20];  // the longest value: -9223372036854775808
  const std::to_chars_result result = std::to_chars(digits, digits + sizeof digits, value);
  out.append(digits, result.ptr);
}

void append_control(std::string& out, char character) {
  constexpr std::string_view characters = "\b\f\n\r\t";
  constexpr std::string_view letters = "bfnrt";
  constexpr std::string_view hex = "0123456789abcdef";
  out += '\\';
  if (const std::size_t at = characters.find(character); at != std::string_view::npos) {
    out += letters[at];
    return;
  }
  const auto byte = static_cast<unsigned char>(character);
  out += "u00";
  out += hex[byte >> 4U];
  out += hex[byte & 0xFU];
}

void Writer::separate() {
  if (!first_) out_ += ',';
  first_ = false;
}

Writer& Writer::open(char bracket) {
  separate();
  out_ += bracket;
  first_ = true;
  return *this;
}

Writer& Writer::close(char bracket) {
  out_ += bracket;
  first_ = false;
  return *this;
}

Writer& Writer::key(std::string_view name) {
  separate();
  quoted(name);
  out_ += ':';
  first_ = true;
  return *this;
}

Writer& Writer::string(std::string_view text) {
  separate();
  quoted(text);
  return *this;
}

Writer& Writer::integer(std::int64_t value) {
  separate();
  append_integer(out_, value);
  return *this;
}

Writer& Writer::boolean(bool value) {
  separate();
  out_ += value ? "true" : "false";
  return *this;
}

Writer& Writer::json(std::string_view value) {
  separate();
  out_ += value;
  return *this;
}

void Writer::quoted(std::string_view text) {
  out_ += '"';
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (byte == '"' || byte == '\\') {
      out_ += '\\';
      out_ += character;
    } else if (byte < 0x20) {
      append_control(out_, character);
    } else {
      out_ += character;
    }
  }
  out_ += '"';
}

}  // namespace budgeting::json
