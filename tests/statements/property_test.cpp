// One statement, written in every format and dialect by the writers below, which share nothing with the
// readers, is read as what it was.

#include <doctest/doctest.h>

#include <random>
#include <vector>

#include "tests/statements/support.hpp"
#include "tests/statements/writers.hpp"

using namespace support;

namespace {

std::string read_back(const std::string& bytes) {
  const statements::File file = statements::read(bytes);
  std::string text = file.refusal.value_or("");
  for (const statements::Statement& statement : file.statements) {
    for (const statements::Line& line : statement.lines) text += described(line) + "\n";
    for (const statements::Problem& problem : statement.problems) text += problem.message + "\n";
    if (statement.opening_balance && statement.closing_balance) {
      text += units(*statement.opening_balance) + " to " + units(*statement.closing_balance) + "\n";
    }
  }
  return text;
}

std::string written(const writers::Account& account, bool newest_first, bool has_balances) {
  std::string text;
  const std::size_t count = account.movements.size();
  for (std::size_t at = 0; at < count; ++at) {
    const writers::Movement& movement = account.movements[newest_first ? count - 1 - at : at];
    text += writers::iso(movement) + " " + writers::decimal(movement.cents, ".", "", true) + " " +
            movement.payee + "\n";
  }
  if (!has_balances) return text;
  return text + writers::decimal(account.opening, ".", "", true) + " to " +
         writers::decimal(account.closing(), ".", "", true) + "\n";
}

}  // namespace

TEST_CASE("a statement is the same in every dialect of CSV") {
  std::mt19937_64 random(5);
  for (int round = 0; round < 1'500; ++round) {
    const writers::Account account = writers::random_account(random);
    const writers::CsvDialect dialect = writers::random_dialect(random);
    const std::string text = writers::csv(account, dialect);
    CAPTURE(text);
    CHECK(read_back(text) == written(account, dialect.newest_first, dialect.has_balance));
  }
}

TEST_CASE("a statement is the same in OFX, QIF, CAMT and MT940") {
  std::mt19937_64 random(6);
  for (int round = 0; round < 400; ++round) {
    const writers::Account account = writers::random_account(random);
    for (const bool is_xml : {false, true}) {
      const std::string text = writers::ofx(account, is_xml);
      CAPTURE(text);
      CHECK(read_back(text) == written(account, false, false));
    }
    CHECK(read_back(writers::qif(account)) == written(account, false, false));
    const std::string camt = writers::camt(account);
    CAPTURE(camt);
    CHECK(read_back(camt) == written(account, false, true));
    for (const bool has_subfields : {false, true}) {
      const std::string text = writers::mt940(account, has_subfields);
      CAPTURE(text);
      CHECK(read_back(text) == written(account, false, true));
    }
  }
}

TEST_CASE("a file cut off anywhere is read without a line that is not in it") {
  std::mt19937_64 random(7);
  const writers::Account account = writers::random_account(random);
  const writers::CsvDialect dialect = writers::random_dialect(random);
  for (const std::string& text :
       {writers::csv(account, dialect), writers::ofx(account, true), writers::qif(account),
        writers::camt(account), writers::mt940(account, true)}) {
    for (std::size_t size = 0; size < text.size(); ++size) {
      const statements::File file = statements::read(std::string_view(text).substr(0, size));
      std::size_t lines = 0;
      for (const statements::Statement& statement : file.statements) lines += statement.lines.size();
      CHECK(lines <= account.movements.size());
    }
  }
}
