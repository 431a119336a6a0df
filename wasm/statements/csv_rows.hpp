#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace budgeting::statements {

/// Goes through the rows of a CSV file. Line ends may be mixed, quotes doubled or escaped by a backslash, and
/// cells may have line feeds in quotes. A quote that nothing closes is text, and so is one within a cell.
class CsvRows {
 public:
  CsvRows(std::string_view text, char delimiter) noexcept : rest_(text), delimiter_(delimiter) {}

  /// Whether there is another row; it is then `cells`, from line `line` on. Blank lines are skipped.
  bool next();

  /// The cells, trimmed, as they stand: what was escaped in quotes still is. Cells beyond `most_cells` are
  /// left out.
  std::vector<std::string_view> cells;
  std::int32_t line = 0;

  /// The row's bytes, whatever its cells are.
  std::size_t size = 0;

  static constexpr std::size_t most_cells = 256;

 private:
  std::string_view take_cell();
  bool take_quoted(std::string_view& cell, bool has_escapes);
  void take_line_end() noexcept;

  std::string_view rest_;
  char delimiter_;
  std::int32_t next_line_ = 1;
  std::int32_t unclosed_ = 0;  ///< quotes that nothing closed
};

/// The text of a cell, with doubled and escaped quotes as single ones.
std::string unescaped(std::string_view cell);

}  // namespace budgeting::statements
