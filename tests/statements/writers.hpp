#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

/// Writers of statements, for the test that reads them back.
namespace writers {

struct Movement {
  int year;
  int month;
  int day;
  std::int64_t cents;
  std::string payee;
};

struct Account {
  std::int64_t opening;
  std::vector<Movement> movements;  ///< by day

  [[nodiscard]] std::int64_t closing() const;
};

struct CsvDialect {
  char delimiter;
  bool is_quoted;
  bool has_decimal_comma;
  std::string group;  ///< between thousands
  int day_form;       ///< 0 to 5
  int layout;         ///< 0: one signed amount, 1 and 2: debit and credit, the latter with minus, 3: a word
  bool has_balance;
  bool newest_first;
  bool has_preamble;
  std::string line_end;
  int language;  ///< 0 to 5
};

Account random_account(std::mt19937_64& random);
CsvDialect random_dialect(std::mt19937_64& random);

std::string iso(const Movement& movement);

/// Cents in units, with a minus if they are negative and `is_signed`.
std::string decimal(std::int64_t cents, const std::string& separator, const std::string& group,
                    bool is_signed);

std::string csv(const Account& account, const CsvDialect& dialect);
std::string ofx(const Account& account, bool is_xml);
std::string qif(const Account& account);
std::string camt(const Account& account);
std::string mt940(const Account& account, bool has_subfields);

}  // namespace writers
