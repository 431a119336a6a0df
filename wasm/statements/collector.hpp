#pragma once

#include <string>
#include <string_view>

#include "wasm/statements/file.hpp"

namespace budgeting::statements {

/// Fills a file's statements while a reader goes through it.
class Collector {
 public:
  Collector(File& file, const Options& options) noexcept : file_(&file), most_lines_(options.most_lines) {}

  /// The statement of this account and currency, which is made if it is new. The reference stays valid until
  /// another one is made. Blanks within an account are left out, and a currency that is no code of three
  /// letters.
  Statement& statement(std::string_view bank_account, std::string_view currency);

  /// Adds a line. Nothing is added once there are too many, which `finish` reports.
  void add(Statement& statement, const Line& line);

  [[nodiscard]] std::size_t most_lines() const noexcept { return most_lines_; }

  /// Counts lines that are left out since there are too many anyway.
  void leave_out(std::size_t lines) noexcept { lines_ += lines; }

  /// Something could not be read, so that a line may be missing: `message` is a sentence.
  static void lose(Statement& statement, std::int32_t line, std::string message);

  /// Something to know that loses no line.
  static void note(Statement& statement, std::int32_t line, std::string message);

  /// Completes the statements: period, usable ids, and whether the balances add up. Refuses a file without
  /// any line or problem by `empty_message`.
  void finish(std::string_view empty_message);

  [[nodiscard]] Texts& texts() const noexcept { return file_->texts; }
  [[nodiscard]] File& file() const noexcept { return *file_; }

 private:
  File* file_;
  std::size_t most_lines_;
  std::size_t lines_ = 0;
};

/// A line's number for people: "line 12".
std::string at_line(std::int32_t line);

}  // namespace budgeting::statements
