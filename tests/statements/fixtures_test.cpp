// Every file in fixtures, against what fixtures/expected.txt says by hand. There, a line for each file names
// it and what is special about it; the indented lines below say what must come out:
//   2026-01-31 -12.50 payee | memo   a line, all of them in order
//   account, currency, opening, closing, period, ids (all or none)   of the statement
//   statement                        another one begins
//   pending 2                        entries left out
//   lost 7                           a problem in line 7, which loses a line
//   note ...                         any other problem, of which this is a part
//   refused ..., needs ...           a part of the refusal; the encoding that has to be decoded first
//   format, encoding, dialect ...    of the file
//   option name=value                what the caller says

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>
#include <vector>

#include "tests/statements/support.hpp"

using namespace support;

namespace {

struct Expected {
  std::string path;
  std::string title;
  std::vector<std::string> lines;
};

std::vector<Expected> all_expected() {
  std::vector<Expected> all;
  std::istringstream text(fixture("expected.txt"));
  for (std::string line; std::getline(text, line);) {
    if (line.empty()) continue;
    if (line[0] == ' ') {
      all.back().lines.push_back(line.substr(2));
    } else {
      all.push_back({line.substr(0, line.find(':')), line.substr(line.find(':') + 2), {}});
    }
  }
  return all;
}

void take_option(const std::string& option, statements::Options& options, std::string& encoding) {
  const std::string name = option.substr(0, option.find('='));
  const std::string value = option.substr(option.find('=') + 1);
  if (name == "dayOrder") {
    options.day_order = value == "mdy"   ? statements::DayOrder::mdy
                        : value == "ymd" ? statements::DayOrder::ymd
                                         : statements::DayOrder::dmy;
  }
  if (name == "decimal") options.decimal = value[0];
  if (name == "delimiter") options.delimiter = value[0];
  if (name == "encoding") encoding = value;
  if (name == "mostLines") options.most_lines = std::stoul(value);
  options.encoding = encoding;
}

/// What came out, in the words of the fixtures. `asked` are the words that the fixture uses, since it need
/// not say everything; lines, lost lines, notes, pending entries, refusals and further statements always
/// count.
class Description {
 public:
  Description(const statements::File& file, const std::vector<std::string>& asked) : asked_(&asked) {
    if (!file.needs_decoding.empty()) add("needs " + file.needs_decoding);
    if (file.refusal) add_matching("refused ", *file.refusal);
    if (file.refusal) return;
    add_if_asked("format", std::string(statements::name(file.format)));
    add_if_asked("encoding", file.encoding);
    add_if_asked("dialect", file.dialect);
    for (const statements::Statement& statement : file.statements) {
      if (&statement != &file.statements.front()) add("statement");
      add_statement(statement);
    }
  }

  std::vector<std::string> lines;

 private:
  static std::string shown(std::string_view text) { return text.empty() ? "none" : std::string(text); }

  void add(const std::string& line) { lines.push_back(line); }

  void add_if_asked(const std::string& word, const std::string& value) {
    for (const std::string& line : *asked_) {
      if (line.substr(0, word.size() + 1) == word + " ") return add(word + " " + value);
    }
  }

  /// Adds the expected part of a message, if there is one that it contains.
  void add_matching(const std::string& word, const std::string& message) {
    for (const std::string& line : *asked_) {
      if (line.substr(0, word.size()) == word &&
          message.find(line.substr(word.size())) != std::string::npos) {
        return add(line);
      }
    }
    add(word + message);
  }

  void add_statement(const statements::Statement& statement) {
    add_if_asked("account", shown(statement.bank_account));
    add_if_asked("currency", shown(statement.currency));
    add_if_asked("opening", statement.opening_balance ? units(*statement.opening_balance) : "none");
    add_if_asked("closing", statement.closing_balance ? units(*statement.closing_balance) : "none");
    if (statement.from && statement.to) {
      add_if_asked("period", statements::text_of(*statement.from) + " " + statements::text_of(*statement.to));
    }
    std::size_t usable = 0;
    for (const statements::Line& line : statement.lines) {
      add(described(line));
      usable += line.is_id_usable ? 1U : 0U;
    }
    add_if_asked("ids", usable == 0                        ? "none"
                        : usable == statement.lines.size() ? "all"
                                                           : std::to_string(usable));
    if (statement.pending > 0) add("pending " + std::to_string(statement.pending));
    for (const statements::Problem& problem : statement.problems) {
      if (problem.is_line_lost) add("lost " + std::to_string(problem.line));
    }
    for (const statements::Problem& problem : statement.problems) {
      const bool is_about_pending =
          statement.pending > 0 && problem.message.find("not booked yet") != std::string::npos;
      if (!problem.is_line_lost && !is_about_pending) add_matching("note ", problem.message);
    }
  }

  const std::vector<std::string>* asked_;
};

/// The lines without the options, those of each statement in one order.
std::string ordered(const std::vector<std::string>& lines) {
  std::string text;
  std::vector<std::string> words;
  std::vector<std::string> movements;
  const auto flush = [&] {
    std::sort(words.begin(), words.end());
    for (const std::string& word : words) text += word + "\n";
    for (const std::string& movement : movements) text += movement + "\n";
    words.clear();
    movements.clear();
  };
  for (const std::string& line : lines) {
    if (line.substr(0, 7) == "option ") continue;
    if (line == "statement") {
      flush();
      text += "statement\n";
    } else {
      (line[0] >= '0' && line[0] <= '9' ? movements : words).push_back(line);
    }
  }
  flush();
  return text;
}

}  // namespace

TEST_CASE("every fixture is read as it says") {
  const std::vector<Expected> all = all_expected();
  CHECK(all.size() >= 150);
  for (const Expected& expected : all) {
    CAPTURE(expected.path);
    CAPTURE(expected.title);
    const std::string bytes = fixture(expected.path);
    statements::Options options;
    std::string encoding;
    for (const std::string& line : expected.lines) {
      if (line.substr(0, 7) == "option ") take_option(line.substr(7), options, encoding);
    }
    const statements::File file = statements::read(bytes, options);
    CHECK(ordered(Description(file, expected.lines).lines) == ordered(expected.lines));
  }
}
