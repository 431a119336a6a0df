#include "wasm/statements/csv_words.hpp"

#include <algorithm>
#include <string>

#include "wasm/statements/fold.hpp"
#include "wasm/statements/texts.hpp"
#include "wasm/statements/utf8.hpp"

namespace budgeting::statements {
namespace {

constexpr std::string_view out_words =
    "|debit|dr|d|af|s|soll|out|money out|debet|debiet|debito|cargo|-|withdrawal|uit|db|debit "
    "card|sortie|dbit|";
constexpr std::string_view in_words =
    "|credit|cr|c|k|bij|h|haben|in|money in|kredit|krediet|credito|abono|+|deposit|crdt|entree|";

constexpr std::string_view opening_words =
    "opening balance|balance brought forward|brought forward|open balance|beginning balance|bal brought "
    "forward|balance b/f|"
    "anfangssaldo|alter kontostand|openingsaldo|beginsaldo|saldo anterior|saldo inicial|solde initial|ancien "
    "solde|"
    "aanvangsaldo|openingsbalans|saldo oorgebring|previous balance|starting balance";
constexpr std::string_view closing_words =
    "closing balance|balance carried forward|carried forward|close balance|ending balance|balance "
    "c/f|endsaldo|"
    "neuer kontostand|eindsaldo|saldo final|solde final|nouveau solde|slotsaldo|afsluitingsaldo|end balance";
constexpr std::string_view total_words =
    "total|totaal|totale|summe|gesamt|subtotal|sub total|grand "
    "total|som|suma|totales|totaux|balance|saldo|solde|kontostand|"
    "available balance|current balance|end of|kontosaldo";
constexpr std::string_view unbooked_words =
    "pending|vorgemerkt|umsatz "
    "vorgemerkt|authorised|authorized|reserved|declined|failed|reverted|cancelled|canceled|"
    "in behandeling|en attente|pendiente|scheduled|rejected|blocked|offen";

/// Longer cells are descriptions; a row that is a balance or a total says so briefly.
constexpr std::size_t most_word_bytes = 60;

/// Whether the text is one of the words, or begins with one as a whole word.
bool begins_with_any(std::string_view text, std::string_view words) noexcept {
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find('|'));
    words.remove_prefix(std::min(word.size() + 1, words.size()));
    if (text.substr(0, word.size()) != word) continue;
    if (text.size() == word.size() || !is_letter(text[word.size()])) return true;
  }
  return false;
}

/// Whether the text is an IBAN, perhaps in groups of four: two letters, two digits, capital letters and
/// digits.
bool is_spaced_iban(std::string_view text) noexcept {
  constexpr std::size_t shortest = 15;
  const auto belongs = [](char each) {
    return is_digit(each) || each == ' ' || (each >= 'A' && each <= 'Z');
  };
  return text.size() >= shortest && is_letter(text[0]) && is_letter(text[1]) && is_digit(text[2]) &&
         is_digit(text[3]) && std::all_of(text.begin(), text.end(), belongs);
}

bool is_among(std::string_view text, std::string_view words) {
  return words.find(joined({"|", text, "|"})) != std::string_view::npos;
}

}  // namespace

int direction_of(std::string_view word) {
  constexpr std::size_t longest = 12;
  if (word.empty() || word.size() > longest || is_digit(word.front())) return 0;
  const std::string text = fold(word);
  return is_among(text, out_words) ? -1 : is_among(text, in_words) ? 1 : 0;
}

RowKind kind_of_row(const std::vector<std::string_view>& cells) {
  for (const std::string_view cell : cells) {
    if (cell.empty() || cell.size() > most_word_bytes || !is_letter(cell.front())) continue;
    const std::string text = fold(cell);
    if (begins_with_any(text, opening_words)) return RowKind::opening_balance;
    if (begins_with_any(text, closing_words)) return RowKind::closing_balance;
  }
  const auto first =
      std::find_if(cells.begin(), cells.end(), [](std::string_view cell) { return !cell.empty(); });
  const bool is_total = first != cells.end() && first->size() <= most_word_bytes &&
                        is_letter(first->front()) && begins_with_any(fold(*first), total_words);
  return is_total ? RowKind::total : RowKind::movement;
}

bool is_not_booked(std::string_view state) {
  return !state.empty() && state.size() <= most_word_bytes && begins_with_any(fold(state), unbooked_words);
}

std::string_view account_number(const std::vector<std::string_view>& cells) {
  constexpr std::string_view keys =
      "account number|account no|kontonummer|rekeningnummer|rekening nommer|acc-no|account:|account |for "
      "account number|acc "
      "no|rekening|konto|girokonto|iban|compte|numero de compte|"
      "numero compte|cuenta|account";
  const auto is_key = [&](std::string_view cell) {
    return !cell.empty() && cell.size() <= most_word_bytes && begins_with_any(fold(cell), keys) &&
           fold(cell).find("balance") == std::string::npos;
  };
  if (std::none_of(cells.begin(), cells.end(), is_key)) return {};
  // The first word that has at least five digits and hardly anything else, beside the key or in its cell.
  for (std::string_view cell : cells) {
    while (!cell.empty()) {
      const bool is_spaced = cell.find_first_not_of("0123456789 ") == std::string_view::npos;
      const std::string_view word = is_spaced || is_spaced_iban(cell) ? cell : cell.substr(0, cell.find(' '));
      cell.remove_prefix(std::min(word.size() + 1, cell.size()));
      const auto digits =
          std::count_if(word.begin(), word.end(), [](char each) { return each >= '0' && each <= '9'; });
      const bool is_date =
          word.find('/') != std::string_view::npos || word.find('.') != std::string_view::npos;
      if (digits >= 5 && digits * 2 >= static_cast<std::ptrdiff_t>(word.size()) && !is_date) return word;
    }
  }
  return {};
}

}  // namespace budgeting::statements
