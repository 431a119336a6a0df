#include "wasm/statements/csv_rows.hpp"

#include <algorithm>

#include "wasm/statements/texts.hpp"

namespace budgeting::statements {
namespace {

/// A quote is looked for no further than this. No bank writes longer texts, and the time stays in proportion
/// to the file's size since only so many searches may fail.
constexpr std::size_t most_quoted_bytes = 16'384;
constexpr std::int32_t most_unclosed = 50;

bool is_line_end(char byte) noexcept { return byte == '\n' || byte == '\r'; }

}  // namespace

bool CsvRows::next() {
  while (!rest_.empty() && is_line_end(rest_.front())) take_line_end();
  if (rest_.empty()) return false;
  cells.clear();
  line = next_line_;
  const std::size_t before = rest_.size();
  bool is_open = true;
  while (is_open) {
    const std::string_view cell = take_cell();
    if (cells.size() < most_cells) cells.push_back(cell);
    is_open = !rest_.empty() && rest_.front() == delimiter_;
    if (is_open) rest_.remove_prefix(1);
  }
  size = before - rest_.size();
  if (!rest_.empty()) take_line_end();
  return true;
}

void CsvRows::take_line_end() noexcept {
  rest_.remove_prefix(rest_.substr(0, 2) == "\r\n" ? 2 : 1);
  ++next_line_;
}

std::string_view CsvRows::take_cell() {
  const std::string_view start = rest_;
  while (!rest_.empty() && rest_.front() == ' ' && delimiter_ != ' ') rest_.remove_prefix(1);
  // `="0042"` keeps a spreadsheet from reading a number.
  if (rest_.substr(0, 2) == "=\"") rest_.remove_prefix(1);
  if (!rest_.empty() && rest_.front() == '"' && unclosed_ < most_unclosed) {
    std::string_view cell;
    if (take_quoted(cell, true) || take_quoted(cell, false)) return trimmed(cell);
    ++unclosed_;
  }
  rest_ = start;
  const char ends[] = {delimiter_, '\n', '\r'};
  const std::size_t end = std::min(rest_.find_first_of(std::string_view(ends, sizeof ends)), rest_.size());
  const std::string_view cell = trimmed(rest_.substr(0, end));
  rest_.remove_prefix(end);
  return cell;
}

/// Takes a cell in quotes. False, and nothing is taken, if its quote is not closed in front of a delimiter or
/// a line's end, or only behind a line's end and another quote: that one belongs to a later row.
bool CsvRows::take_quoted(std::string_view& cell, bool has_escapes) {
  const std::string_view text = rest_.substr(0, most_quoted_bytes);
  std::int32_t lines = 0;
  bool has_stray = false;
  bool has_escaped = false;
  for (std::size_t at = 1; at < text.size(); ++at) {
    const char byte = text[at];
    if (is_line_end(byte)) {
      if (has_stray) return false;
      lines += byte == '\n' || text.substr(at + 1, 1) != "\n" ? 1 : 0;
    } else if (byte == '\\' && has_escapes && text.substr(at + 1, 1) == "\"") {
      ++at;
      has_escaped = true;
    } else if (byte == '"') {
      if (text.substr(at + 1, 1) == "\"") {
        ++at;
        continue;
      }
      std::size_t behind = at + 1;
      while (behind < text.size() && text[behind] == ' ') ++behind;
      const bool is_end = behind == text.size() ? text.size() == rest_.size()
                                                : text[behind] == delimiter_ || is_line_end(text[behind]);
      if (is_end) {
        // A backslash in front of the closing quote escaped nothing: `"C:\","next"`.
        if (has_stray && has_escaped) return false;
        cell = text.substr(1, at - 1);
        rest_.remove_prefix(behind);
        next_line_ += lines;
        return true;
      }
      if (lines > 0) return false;
      has_stray = true;
    }
  }
  return false;
}

std::string unescaped(std::string_view cell) {
  std::string out;
  for (std::size_t at = 0; at < cell.size(); ++at) {
    const bool is_escape = (cell[at] == '"' || cell[at] == '\\') && cell.substr(at + 1, 1) == "\"";
    if (is_escape) ++at;
    out += cell[at];
  }
  return out;
}

}  // namespace budgeting::statements
