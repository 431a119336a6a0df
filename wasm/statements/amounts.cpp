#include "wasm/statements/amounts.hpp"

#include <algorithm>
#include <iterator>

#include "wasm/statements/texts.hpp"
#include "wasm/statements/utf8.hpp"

namespace budgeting::statements {
namespace {

constexpr std::string_view credit_words[] = {"cr", "credit", "c", "h", "haben"};
constexpr std::string_view debit_words[] = {"dr", "debit", "debet", "db", "d", "s", "soll"};

constexpr bool is_minus(std::uint32_t code) noexcept {
  return code == '-' || code == 0x2212 || (code >= 0x2010 && code <= 0x2014) || code == 0xFE63 ||
         code == 0xFF0D;
}

constexpr bool is_currency_sign(std::uint32_t code) noexcept {
  return code == '$' || (code >= 0xA3 && code <= 0xA5) || code == 0x142 || code == 0x10D ||
         (code >= 0x20A0 && code <= 0x20CF);
}

/// Whether a word before or behind an amount is a currency: a code, or an abbreviation such as `R` and `kr`.
bool is_currency_code(std::string_view word) noexcept {
  if (word.size() < 3) {
    constexpr std::string_view codes[] = {"r",  "kr", "rs", "fr", "zl", "us", "a",  "c", "ca",
                                          "au", "nz", "hk", "s",  "rm", "ft", "kc", "z", "k"};
    return std::any_of(std::begin(codes), std::end(codes),
                       [&](std::string_view code) { return is_same(code, word); });
  }
  return word == "eur" || word == "Eur" ||
         std::all_of(word.begin(), word.end(), [](char letter) { return letter >= 'A' && letter <= 'Z'; });
}

constexpr bool is_apostrophe(std::uint32_t code) noexcept {
  return code == '\'' || code == 0x2019 || code == 0xB4;
}

/// Reads one amount from left to right.
class Scanner {
 public:
  Written scan(std::string_view text) noexcept {
    while (!text.empty() && !failed_) {
      if (is_letter(text.front())) {
        take_word(text);
      } else {
        take(take_character(text));
      }
    }
    return finish();
  }

 private:
  void take(std::uint32_t code) noexcept {
    if (is_digit(code)) return take_digit(static_cast<char>(code));
    if (is_blank(code) || is_invisible(code)) {
      after_blank_ = true;
    } else if (code == '.' || code == ',') {
      take_separator(static_cast<char>(code));
    } else if (is_apostrophe(code) && has_digits_ && !is_behind_) {
      push('\'');
    } else if (is_minus(code)) {
      take_minus();
    } else if (code == '+') {
      is_doubled_ = plus_ || minus_;
      plus_ = true;
      is_behind_ = has_digits_;
    } else if (code == '(' && !has_digits_ && !opened_) {
      opened_ = true;
    } else if (code == ')' && opened_ && !closed_) {
      closed_ = is_behind_ = true;
    } else {
      failed_ = !is_currency_sign(code);
      is_behind_ = has_digits_;
    }
    after_word_ = false;
  }

  void take_digit(char digit) noexcept {
    failed_ = is_behind_;
    if (after_blank_ && has_digits_) push('\'');
    push(digit);
    has_digits_ = true;
    after_blank_ = after_word_ = false;
  }

  /// A point that ends an abbreviation (`Rs.`, `Cr.`) separates nothing.
  void take_separator(char separator) noexcept {
    if (after_word_) return;
    failed_ = is_behind_;
    push(separator);
    after_blank_ = false;
  }

  /// A dash stands for no cents in `50.-` and `50,--`, and for no amount if it is alone.
  void take_minus() noexcept {
    const bool stands_for_cents = written_.size > 0 && !is_digit(last()) && has_digits_;
    is_behind_ = has_digits_;
    if (stands_for_cents) return;
    is_doubled_ = is_doubled_ || minus_ || plus_;
    minus_ = true;
  }

  void take_word(std::string_view& text) noexcept {
    std::size_t size = 0;
    while (size < text.size() && is_letter(text[size])) ++size;
    const std::string_view word = text.substr(0, size);
    text.remove_prefix(size);
    const auto is_word = [&](std::string_view each) { return is_same(word, each); };
    const bool may_be_sign = size > 1 || has_digits_;
    if (may_be_sign && std::any_of(std::begin(credit_words), std::end(credit_words), is_word)) {
      failed_ = credit_ || debit_;
      credit_ = true;
    } else if (may_be_sign && std::any_of(std::begin(debit_words), std::end(debit_words), is_word)) {
      failed_ = credit_ || debit_;
      debit_ = true;
    } else {
      failed_ = size > 3 || !is_currency_code(word);
    }
    has_word_ = true;
    is_behind_ = has_digits_;
    after_word_ = size > 1;
  }

  Written finish() noexcept {
    if (!failed_ && !has_digits_) {
      written_.reading =
          written_.size > 0 || (has_word_ && (credit_ || debit_)) ? Reading::unreadable : Reading::nothing;
      return written_;
    }
    const bool below_zero = minus_ || opened_;
    failed_ = failed_ || is_doubled_ || opened_ != closed_ || (credit_ && below_zero) || (debit_ && plus_);
    written_.reading = failed_ ? Reading::unreadable : is_full_ ? Reading::too_large : Reading::exact;
    written_.is_negative = below_zero || debit_;
    written_.is_marked_credit = credit_;
    written_.has_sign = below_zero || debit_ || plus_ || credit_;
    return written_;
  }

  void push(char character) noexcept {
    if (written_.size == sizeof written_.digits) {
      is_full_ = true;
    } else {
      written_.digits[written_.size++] = character;
    }
  }

  [[nodiscard]] char last() const noexcept {
    return written_.digits[static_cast<std::size_t>(written_.size) - 1];
  }

  Written written_;
  bool failed_ = false;
  bool has_digits_ = false;
  bool has_word_ = false;
  bool is_doubled_ = false;  ///< two signs
  bool is_behind_ = false;   ///< behind the digits; no more may follow
  bool after_blank_ = false;
  bool after_word_ = false;
  bool minus_ = false, plus_ = false, credit_ = false, debit_ = false, opened_ = false, closed_ = false;
  bool is_full_ = false;
};

std::string_view digits_of(const Written& written) noexcept { return {written.digits, written.size}; }

/// Whether the separators in `text` stand between groups of three digits, or two as in India.
bool is_grouped(std::string_view text) noexcept {
  std::size_t begin = text.find_first_not_of("0123456789");
  if (begin == std::string_view::npos) return true;
  if (begin == 0 || begin > 3) return false;
  const char separator = text[begin];
  while (begin < text.size()) {
    if (text[begin] != separator) return false;
    const std::size_t end = std::min(text.find_first_not_of("0123456789", begin + 1), text.size());
    const std::size_t size = end - begin - 1;
    if (size != 3 && (size != 2 || end == text.size())) return false;
    begin = end;
  }
  return true;
}

/// The place of the only separator before three digits, which says nothing by itself; npos if there is none.
std::size_t only_separator(std::string_view digits) noexcept {
  const std::size_t at = digits.find_first_of(".,");
  if (at == std::string_view::npos || digits.find_first_of(".,", at + 1) != std::string_view::npos) {
    return std::string_view::npos;
  }
  return digits.size() - at == 4 && at > 0 && at <= 3 && digits[0] != '0' ? at : std::string_view::npos;
}

Amount cents_of(std::string_view whole, std::string_view fraction, bool is_negative) noexcept {
  std::int64_t cents = 0;
  const auto add = [&](char digit) {
    if (is_digit(digit)) cents = std::min(cents * 10 + (digit - '0'), most_cents);
  };
  for (const char digit : whole) add(digit);
  add(!fraction.empty() ? fraction[0] : '0');
  add(fraction.size() > 1 ? fraction[1] : '0');
  if (cents >= most_cents) return {Reading::too_large, 0};
  const std::string_view rest = fraction.substr(std::min<std::size_t>(2, fraction.size()));
  if (rest.find_first_not_of('0') != std::string_view::npos) return {Reading::too_precise, 0};
  return {Reading::exact, is_negative ? -cents : cents};
}

}  // namespace

Written written_amount(std::string_view text) noexcept { return Scanner().scan(text); }

char decimal_separator(const Written& written) noexcept {
  const std::string_view digits = digits_of(written);
  const std::size_t last = digits.find_last_of(".,");
  if (written.reading != Reading::exact || last == std::string_view::npos) return 0;
  const char separator = digits[last];
  const bool is_repeated = digits.find(separator) != last;
  const bool has_both = digits.find(separator == '.' ? ',' : '.') != std::string_view::npos;
  if (is_repeated) return has_both ? '\0' : separator == '.' ? ',' : '.';
  return has_both || only_separator(digits) == std::string_view::npos ? separator : '\0';
}

Amount amount_of(const Written& written, char decimal, bool is_strict) noexcept {
  if (written.reading != Reading::exact) return {written.reading, 0};
  const std::string_view digits = digits_of(written);
  char separator = is_strict ? decimal : decimal_separator(written);
  if (separator == 0 && only_separator(digits) != std::string_view::npos) {
    if (decimal == 0 && digits.find('.') != std::string_view::npos) return {Reading::ambiguous, 0};
    separator = decimal == 0 ? '.' : decimal;
  }
  const std::size_t at = separator == 0 ? std::string_view::npos : digits.find(separator);
  const std::string_view whole = digits.substr(0, at);
  const std::string_view fraction = at == std::string_view::npos ? std::string_view{} : digits.substr(at + 1);
  if (fraction.find_first_not_of("0123456789") != std::string_view::npos || !is_grouped(whole)) {
    return {Reading::unreadable, 0};
  }
  return cents_of(whole, fraction, written.is_negative);
}

Amount read_amount(std::string_view text, char decimal) noexcept {
  return amount_of(written_amount(text), decimal);
}

std::string why_not(Reading reading, std::string_view text) {
  const std::string shown = quoted(text);
  switch (reading) {
    case Reading::nothing:
      return "there is no amount";
    case Reading::ambiguous:
      return shown + " can be thousands or three decimals; the parameter `decimal` says which";
    case Reading::too_precise:
      return shown + " has parts of a cent";
    case Reading::too_large:
      return shown + " is larger than any amount that can be stored";
    default:
      return shown + " is not an amount";
  }
}

void append_units(std::string& out, std::int64_t cents) {
  if (cents < 0) out += '-';
  const auto magnitude =
      cents < 0 ? 0 - static_cast<std::uint64_t>(cents) : static_cast<std::uint64_t>(cents);
  out += std::to_string(magnitude / 100);
  out += '.';
  out += static_cast<char>('0' + magnitude / 10 % 10);
  out += static_cast<char>('0' + magnitude % 10);
}

}  // namespace budgeting::statements
