#include "wasm/statements/collector.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "wasm/statements/amounts.hpp"
#include "wasm/statements/utf8.hpp"

namespace budgeting::statements {
namespace {

/// More problems than this are only counted: nobody reads them, and the answer has to fit in memory.
constexpr std::size_t most_problems = 200;

/// Statements are looked for one by one, so a file may not have any number of them.
constexpr std::size_t most_statements = 500;

/// The code in capital letters; empty if it is none, as `n/a`.
std::string currency_code(std::string_view text) {
  if (text.size() != 3 || !std::all_of(text.begin(), text.end(), [](char each) { return is_letter(each); }))
    return {};
  std::string code(text);
  for (char& letter : code) letter = letter >= 'a' ? static_cast<char>(letter - ('a' - 'A')) : letter;
  return code;
}

bool is_number(std::string_view text) noexcept {
  return !text.empty() && text.size() < 10 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::int32_t number_of(std::string_view digits) noexcept {
  std::int32_t number = 0;
  for (const char digit : digits) number = number * 10 + (digit - '0');
  return number;
}

/// Whether the ids only number the rows of this file, up or down, as Capitec's `Nr` does: they begin anew in
/// each file, so they identify nothing.
bool are_row_numbers(const std::vector<Line>& lines) noexcept {
  std::int32_t least = 1'000'000'000;
  std::int32_t before = -1;
  for (const Line& line : lines) {
    if (line.bank_id.empty()) continue;
    if (!is_number(line.bank_id)) return false;
    const std::int32_t number = number_of(line.bank_id);
    if (before >= 0 && std::abs(number - before) > 1) return false;
    before = number;
    least = std::min(least, number);
  }
  return least <= 1;
}

void mark_usable_ids(std::vector<Line>& lines) {
  const bool are_usable = !are_row_numbers(lines);
  std::vector<std::string_view> ids;
  ids.reserve(lines.size());
  for (const Line& line : lines) ids.push_back(line.bank_id);
  std::sort(ids.begin(), ids.end());
  for (Line& line : lines) {
    const auto [first, last] = std::equal_range(ids.begin(), ids.end(), line.bank_id);
    line.is_id_usable = are_usable && !line.bank_id.empty() && last - first == 1;
  }
}

void set_period(Statement& statement) {
  if (statement.lines.empty()) return;
  const auto [first, last] =
      std::minmax_element(statement.lines.begin(), statement.lines.end(),
                          [](const Line& line, const Line& other) { return line.day < other.day; });
  // A period that leaves out a line is wrong, or about something else.
  statement.from = std::min(statement.from.value_or(first->day), first->day);
  statement.to = std::max(statement.to.value_or(last->day), last->day);
}

void check_balances(Statement& statement) {
  if (!statement.opening_balance || !statement.closing_balance) return;
  const std::int64_t sum =
      std::accumulate(statement.lines.begin(), statement.lines.end(), std::int64_t{0},
                      [](std::int64_t total, const Line& line) { return total + line.amount; });
  if (*statement.opening_balance + sum == *statement.closing_balance) return;
  std::string message = "The balances do not add up: the opening balance is ";
  append_units(message, *statement.opening_balance);
  message += ", the lines come to ";
  append_units(message, sum);
  message += ", but the closing balance is ";
  append_units(message, *statement.closing_balance);
  message += ".";
  Collector::note(statement, 0, std::move(message));
}

}  // namespace

Statement& Collector::statement(std::string_view bank_account, std::string_view named_currency) {
  const std::string currency = currency_code(named_currency);
  std::string plain;
  for (std::string_view rest = bank_account.substr(0, 100); !rest.empty();) {
    const std::uint32_t code = take_character(rest);
    if (!is_blank(code) && !is_invisible(code)) append_character(plain, code);
  }
  auto& statements = file_->statements;
  // The latest is the likeliest; most files have only one.
  const auto found = std::find_if(statements.rbegin(), statements.rend(), [&](const Statement& each) {
    // An entry without a currency is in that of its account.
    return each.bank_account == plain &&
           (each.currency == currency || each.currency.empty() || currency.empty());
  });
  if (found != statements.rend()) {
    if (found->currency.empty()) found->currency = texts().keep(currency);
    return *found;
  }
  if (statements.size() >= most_statements) {
    file_->refusal =
        "The file has more than 500 accounts. If it is CSV, one of its columns may have been taken for the "
        "account.";
    return statements.back();
  }
  statements.emplace_back();
  statements.back().bank_account = texts().keep(plain);
  statements.back().currency = texts().keep(currency);
  return statements.back();
}

void Collector::add(Statement& statement, const Line& line) {
  if (++lines_ <= most_lines_) statement.lines.push_back(line);
}

void Collector::lose(Statement& statement, std::int32_t line, std::string message) {
  auto& problems = statement.problems;
  if (problems.size() < most_problems) {
    problems.push_back({line, true, std::move(message)});
  } else if (problems.size() == most_problems) {
    problems.push_back({line, true, joined({"From ", at_line(line), " on, more problems are not listed."})});
  }
}

void Collector::note(Statement& statement, std::int32_t line, std::string message) {
  statement.problems.push_back({line, false, std::move(message)});
}

void Collector::finish(std::string_view empty_message) {
  bool has_anything = false;
  for (Statement& statement : file_->statements) {
    mark_usable_ids(statement.lines);
    set_period(statement);
    const auto is_loss = [](const Problem& problem) { return problem.is_line_lost; };
    const bool is_complete = std::none_of(statement.problems.begin(), statement.problems.end(), is_loss);
    if (is_complete) check_balances(statement);
    if (statement.pending > 0) {
      note(statement, 0,
           joined({std::to_string(statement.pending), statement.pending == 1 ? " entry is" : " entries are",
                   " not booked yet, and left out."}));
    }
    has_anything = has_anything || !statement.lines.empty() || !is_complete;
  }
  if (file_->refusal) return;
  if (lines_ > most_lines_) {
    file_->refusal =
        joined({"The file has ", std::to_string(lines_), " lines; at most ", std::to_string(most_lines_),
                " can be imported at once. Export a shorter period."});
  } else if (!has_anything) {
    file_->refusal = std::string(empty_message);
  }
}

std::string at_line(std::int32_t line) { return joined({"line ", std::to_string(line)}); }

}  // namespace budgeting::statements
