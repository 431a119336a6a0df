#pragma once

#include <cstdint>
#include <string_view>

namespace budgeting::statements {

/// Goes through the lines of a text that end in LF, CRLF or CR, also mixed.
class TextLines {
 public:
  explicit TextLines(std::string_view text) noexcept : rest_(text) {}

  /// Whether there is another line; it is then `line`, without its end, and `number` counts from 1.
  bool next() noexcept {
    if (rest_.empty()) return false;
    const std::size_t end = rest_.find_first_of("\r\n");
    line = rest_.substr(0, end);
    ++number;
    if (end == std::string_view::npos) {
      rest_ = {};
    } else {
      rest_.remove_prefix(end + (rest_.substr(end, 2) == "\r\n" ? 2 : 1));
    }
    return true;
  }

  std::string_view line{};
  std::int32_t number = 0;

 private:
  std::string_view rest_;
};

}  // namespace budgeting::statements
