#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace budgeting::json {

/// A value in JSON text written by PostgreSQL, read in place: nothing is copied, kept or decoded, so it needs
/// no memory, however long the text is. A missing member or truncated text traps, because that would be a bug
/// in the code and not bad data.
class Stored {
 public:
  /// `text` starts with the value, or with white space before it, and may continue after it.
  explicit Stored(std::string_view text) noexcept;

  /// The value as written; a string includes its quotes and escapes.
  [[nodiscard]] std::string_view token() const noexcept { return text_.substr(0, length(text_)); }
  [[nodiscard]] std::int64_t integer() const noexcept;
  /// The member with that name; the name must not contain a character that JSON escapes.
  [[nodiscard]] Stored member(std::string_view name) const noexcept;

  /// Calls `use` with each element of an array.
  template <class Use>
  void each(Use use) const {
    for (std::string_view rest = first(text_, '['); rest.front() != ']'; rest = behind(rest)) {
      use(Stored(rest));
    }
  }

 private:
  static std::size_t length(std::string_view text) noexcept;
  /// The text after an opening bracket, starting at the first key or value, or at the closing bracket.
  static std::string_view first(std::string_view text, char bracket) noexcept;
  /// The same, after a value and its comma.
  static std::string_view behind(std::string_view text) noexcept;

  std::string_view text_;
};

}  // namespace budgeting::json
