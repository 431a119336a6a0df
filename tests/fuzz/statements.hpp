#pragma once

#include <algorithm>

#include "tests/fuzz/check.hpp"
#include "wasm/json/text.hpp"
#include "wasm/statements/amounts.hpp"
#include "wasm/statements/file.hpp"
#include "wasm/statements/fold.hpp"
#include "wasm/statements/readers.hpp"

/// What must be true of every file that was read, whatever its bytes.
namespace fuzz {

namespace statements = budgeting::statements;

inline void require_text(std::string_view text) {
  require(budgeting::json::first_invalid_utf8(text) == text.size(), "texts are valid UTF-8");
  require(budgeting::json::is_storable(text), "texts can be stored");
  require(text.size() <= statements::Texts::most_bytes + 4, "texts are short");
}

inline void require_statement(const statements::Statement& statement, std::int32_t lines_of_file) {
  require_text(statement.bank_account);
  require_text(statement.currency);
  std::int64_t sum = 0;
  for (const statements::Line& line : statement.lines) {
    require(line.amount < statements::most_cents && line.amount > -statements::most_cents,
            "amounts are bounded");
    require(!__builtin_add_overflow(sum, line.amount, &sum), "the sum of lines fits");
    require(line.number >= 1 && line.number <= lines_of_file, "a line is one of the file's");
    require(statement.from && statement.to && *statement.from <= line.day && line.day <= *statement.to,
            "a line is within the period");
    for (const std::string_view text : {line.payee, line.memo, line.bank_id}) require_text(text);
    require(!line.is_id_usable || !line.bank_id.empty(), "an empty id is not usable");
  }
  for (const statements::Problem& problem : statement.problems) {
    require_text(problem.message);
    require(problem.line >= 0 && problem.line <= lines_of_file, "a problem is in a line of the file");
    require(!problem.message.empty() && problem.message.back() == '.', "a problem is a sentence");
  }
}

inline void require_file(const statements::File& file, std::string_view bytes) {
  const auto ends =
      std::count_if(bytes.begin(), bytes.end(), [](char byte) { return byte == '\n' || byte == '\r'; });
  std::size_t lines = 0;
  for (const statements::Statement& statement : file.statements) {
    require_statement(statement, static_cast<std::int32_t>(ends) + 1);
    lines += statement.lines.size();
  }
  if (file.refusal) {
    require_text(*file.refusal);
    require(file.refusal->back() == '.' || file.refusal->back() == '?', "a refusal is a sentence");
  } else if (file.needs_decoding.empty()) {
    const auto has_problem = [](const statements::Statement& statement) {
      return !statement.problems.empty();
    };
    require(lines > 0 || std::any_of(file.statements.begin(), file.statements.end(), has_problem),
            "what is not refused has something in it");
  }
}

/// Runs one reader on text that is made valid first, as it is behind the decoder.
template <class Reader>
void run_reader(std::string_view bytes, Reader reader) {
  std::string text;
  while (!bytes.empty()) {
    const std::size_t valid = budgeting::json::first_invalid_utf8(bytes);
    text += bytes.substr(0, valid);
    bytes.remove_prefix(std::min(bytes.size(), valid + 1));
  }
  text.erase(std::remove(text.begin(), text.end(), '\0'), text.end());
  // A block of exactly its size, so that reading a byte more is noticed.
  const std::unique_ptr<char[]> block(new char[text.size()]);
  std::copy(text.begin(), text.end(), block.get());
  statements::File file;
  statements::Options options;
  statements::Collector collector(file, options);
  reader({block.get(), text.size()}, options, collector);
  require_file(file, text);
}

}  // namespace fuzz
