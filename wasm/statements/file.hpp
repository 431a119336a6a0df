#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wasm/domain/day.hpp"
#include "wasm/statements/texts.hpp"

/// Readers of the files in which banks give out statements. They do no I/O and keep no state.
namespace budgeting::statements {

using domain::Day;

enum class Format : std::uint8_t { csv, ofx, qif, camt, mt940 };

/// In which order the numbers of a day are written.
enum class DayOrder : std::uint8_t { dmy, mdy, ymd };

/// What a caller may say about a file instead of having it guessed. The first four apply to CSV; `encoding`
/// to every format, `day_order` also to QIF.
struct Options {
  std::optional<DayOrder> day_order{};
  char decimal = 0;             ///< '.' or ','
  char delimiter = 0;           ///< between the cells of a row
  std::string_view encoding{};  ///< a WHATWG label, in any case
  /// A file with more is refused. Up to 100,000 sums fit in 64 bits; each line takes some 150 bytes of
  /// memory.
  std::size_t most_lines = 50'000;
};

/// One movement on an account.
struct Line {
  std::int32_t number = 0;     ///< the line of the file on which it begins, from 1
  Day day = 0;                 ///< the booking date; the value date if the file has no other
  std::int64_t amount = 0;     ///< in cents; negative if money leaves the account
  std::string_view payee{};    ///< the other party, or the only text that the file has
  std::string_view memo{};     ///< all other text
  std::string_view bank_id{};  ///< the bank's own identification of the movement; may be empty
  bool is_id_usable = false;   ///< the id is not empty, not repeated in the statement, and not a row number
};

/// Something that a person should know about a file.
struct Problem {
  std::int32_t line = 0;      ///< from 1; 0 if it is about the file as a whole
  bool is_line_lost = false;  ///< something could not be read, so that a line may be missing
  std::string message{};      ///< one sentence
};

/// What the file has about one account in one currency.
struct Statement {
  std::string_view bank_account{};  ///< as the file has it, without blanks; may be empty
  std::string_view currency{};      ///< ISO 4217; empty if the file does not say
  std::optional<Day> from{};        ///< the period that the file names, else that of its lines
  std::optional<Day> to{};
  std::optional<std::int64_t> opening_balance{};  ///< in cents
  std::optional<std::int64_t> closing_balance{};
  std::vector<Line> lines{};  ///< in the file's order
  std::vector<Problem> problems{};
  std::int32_t pending = 0;         ///< entries that are not booked yet, which are not among the lines
  std::int32_t without_amount = 0;  ///< dated rows that move no money: notices and balances carried forward
};

/// A file that was read. Its texts are views into the bytes that it was read from, or belong to it.
struct File {
  Format format = Format::csv;
  std::string encoding{};  ///< the name of the encoding that its bytes have, as WHATWG spells it
  std::string dialect{};   ///< a few words for people: "semicolon, day.month.year, decimal comma"
  std::vector<Statement> statements{};  ///< one for each account and currency, in the file's order

  /// Why nothing of the file can be imported: one or two sentences that say what it looks like and what to
  /// do.
  std::optional<std::string> refusal{};

  /// An encoding that is not decoded here. The caller decodes the bytes, and reads them again as UTF-8.
  std::string needs_decoding{};

  Texts texts{};
};

/// Reads a file of any supported format, which is told from its contents. `bytes` must outlive the result.
/// Takes time and memory in proportion to their number. Each amount is below `most_cents`, so that the sum
/// of all lines fits in 64 bits.
File read(std::string_view bytes, const Options& options = {});

/// The format's name in answers: "csv", "ofx", "qif", "camt", "mt940".
std::string_view name(Format format) noexcept;

}  // namespace budgeting::statements
