#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace budgeting::json {

/// Appends the decimal digits of an integer.
void append_integer(std::string& out, std::int64_t value);

/// Appends a control character as an escape, as PostgreSQL does: `\n`, or `\u0001` where there is no letter.
void append_control(std::string& out, char character);

/// Appends JSON text. The caller must pair opening and closing calls; commas are inserted automatically.
/// Strings must be well-formed UTF-8; quotes, backslashes and control characters are escaped.
class Writer {
 public:
  explicit Writer(std::string& out) noexcept : out_(out) {}

  Writer& open(char bracket);
  Writer& close(char bracket);
  Writer& key(std::string_view name);
  Writer& string(std::string_view text);
  Writer& integer(std::int64_t value);
  Writer& boolean(bool value);
  /// A value that is already JSON.
  Writer& json(std::string_view value);

  /// A member with a string, a boolean or an integer.
  Writer& member(std::string_view name, std::string_view text) { return key(name).string(text); }
  template <std::integral Number>
  Writer& member(std::string_view name, Number value) {
    if constexpr (std::same_as<Number, bool>) return key(name).boolean(value);
    return key(name).integer(value);
  }

 private:
  void separate();
  void quoted(std::string_view text);

  std::string& out_;
  bool first_ = true;  ///< the next value is the first in its object or array
};

}  // namespace budgeting::json
