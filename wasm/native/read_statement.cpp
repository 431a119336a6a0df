// Prints what the readers make of a bank's file: `build/native/read_statement file.csv [dayOrder=mdy]
// [decimal=,] [delimiter=;] [encoding=windows-1252]`.

#include <cstdio>
#include <string>
#include <string_view>

#include "wasm/statements/amounts.hpp"
#include "wasm/statements/days.hpp"
#include "wasm/statements/file.hpp"

namespace {

namespace statements = budgeting::statements;

void print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

std::string units(std::int64_t cents) {
  std::string text;
  statements::append_units(text, cents);
  return text;
}

bool read_file(const char* path, std::string& bytes) {
  std::FILE* const file = std::fopen(path, "rb");
  if (file == nullptr) return false;
  char buffer[65'536];
  std::size_t size = sizeof buffer;
  while (size == sizeof buffer) {
    size = std::fread(buffer, 1, sizeof buffer, file);
    bytes.append(buffer, size);
  }
  return std::fclose(file) == 0;
}

void take_option(std::string_view option, statements::Options& options) {
  const std::string_view value = option.substr(option.find('=') + 1);
  if (option.substr(0, 9) == "dayOrder=") {
    options.day_order = value == "mdy"   ? statements::DayOrder::mdy
                        : value == "ymd" ? statements::DayOrder::ymd
                                         : statements::DayOrder::dmy;
  }
  if (option.substr(0, 8) == "decimal=") options.decimal = value.front();
  if (option.substr(0, 10) == "delimiter=") options.delimiter = value.front();
  if (option.substr(0, 9) == "encoding=") options.encoding = value;
}

void print(const statements::Statement& statement) {
  std::int64_t sum = 0;
  for (const statements::Line& line : statement.lines) sum += line.amount;
  print("account " + std::string(statement.bank_account) + ", currency " + std::string(statement.currency));
  if (statement.from && statement.to) {
    print(", " + statements::text_of(*statement.from) + " to " + statements::text_of(*statement.to));
  }
  if (statement.opening_balance) print(", opening " + units(*statement.opening_balance));
  if (statement.closing_balance) print(", closing " + units(*statement.closing_balance));
  print("\n" + std::to_string(statement.lines.size()) + " lines, sum " + units(sum) + ", " +
        std::to_string(statement.pending) + " pending, " + std::to_string(statement.without_amount) +
        " without an amount\n");
  for (const statements::Line& line : statement.lines) {
    print(std::to_string(line.number) + "\t" + statements::text_of(line.day) + "\t" + units(line.amount) +
          "\t" + std::string(line.payee) + "\t" + std::string(line.memo) + "\t" + std::string(line.bank_id) +
          (line.is_id_usable      ? ""
           : line.bank_id.empty() ? ""
                                  : " (not usable)") +
          "\n");
  }
  for (const statements::Problem& problem : statement.problems) {
    print("! " + std::to_string(problem.line) + (problem.is_line_lost ? " lost: " : ": ") + problem.message +
          "\n");
  }
}

}  // namespace

int main(int count, char** arguments) {
  std::string bytes;
  if (count < 2 || !read_file(arguments[1], bytes)) {
    std::fputs(
        "usage: read_statement <file> [dayOrder=dmy|mdy|ymd] [decimal=,] [delimiter=;] [encoding=label]\n",
        stderr);
    return 1;
  }
  statements::Options options;
  for (int at = 2; at < count; ++at) take_option(arguments[at], options);
  const statements::File file = statements::read(bytes, options);
  if (!file.needs_decoding.empty()) print("needs decoding: " + file.needs_decoding + "\n");
  print(std::string(statements::name(file.format)) + ", " + file.encoding + ", " + file.dialect + "\n");
  if (file.refusal) print("refused: " + *file.refusal + "\n");
  for (const statements::Statement& statement : file.statements) print(statement);
  return 0;
}
