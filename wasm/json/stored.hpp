#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace budgeting::json {

/// A value in JSON text that PostgreSQL wrote, read where it stands: nothing is copied, kept or decoded, so
/// it takes no memory, however long the text is. What is not there traps, as does a text that breaks off: it
/// would be the code that is wrong, not the data.
class Stored {
 public:
  /// `text` begins with the value, or white space before it, and may go on behind it.
  explicit Stored(std::string_view text) noexcept;

  /// The value as it stands, a string with its quotes and escapes.
  [[nodiscard]] std::string_view token() const noexcept { return text_.substr(0, length(text_)); }
  [[nodiscard]] std::int64_t integer() const noexcept;
  /// The member of that name, which has no character that would be escaped.
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
  /// What stands behind an opening bracket, from the first value or key, or the closing bracket, on.
  static std::string_view first(std::string_view text, char bracket) noexcept;
  /// The same behind a value and its comma.
  static std::string_view behind(std::string_view text) noexcept;

  std::string_view text_;
};

}  // namespace budgeting::json
