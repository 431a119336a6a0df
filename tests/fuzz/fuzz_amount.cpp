// Texts in the cells of statements: amounts against arithmetic on their digits, days, and folding.
#include "tests/fuzz/statements.hpp"
#include "wasm/statements/days.hpp"

namespace {

/// The digits of an amount without its separators, and how many of them are decimals if the last separator is
/// one.
std::string digits_of(std::string_view text) {
  std::string digits;
  for (const char each : text) {
    if (each >= '0' && each <= '9') digits += each;
  }
  return digits;
}

void run(std::string_view bytes) {
  if (budgeting::json::first_invalid_utf8(bytes) != bytes.size()) return;
  const std::string folded = fuzz::statements::fold(bytes);
  fuzz::require(budgeting::json::first_invalid_utf8(folded) == folded.size(), "a folded text is valid UTF-8");
  fuzz::require(fuzz::statements::fold(folded) == folded, "folding twice is folding once");

  const fuzz::statements::Amount amount = fuzz::statements::read_amount(bytes);
  if (amount.reading == fuzz::statements::Reading::exact) {
    std::string shown;
    fuzz::statements::append_units(shown, amount.cents);
    fuzz::require(fuzz::statements::read_amount(shown, '.').cents == amount.cents,
                  "an amount is read as it is shown");
    // However it is written, an exact amount has the text's digits, but for zeros at either end.
    std::string of_text = digits_of(bytes);
    std::string of_amount = digits_of(shown);
    for (std::string* digits : {&of_text, &of_amount}) {
      digits->erase(0, std::min(digits->find_first_not_of('0'), digits->size()));
      while (!digits->empty() && digits->back() == '0') digits->pop_back();
    }
    fuzz::require(of_text == of_amount, "an amount has the digits of its text");
  }
  for (const auto order :
       {fuzz::statements::DayOrder::dmy, fuzz::statements::DayOrder::mdy, fuzz::statements::DayOrder::ymd}) {
    const auto day = fuzz::statements::read_day(bytes, order);
    if (!day) continue;
    fuzz::require(fuzz::statements::read_day(fuzz::statements::text_of(*day)) == day,
                  "a day is read as it is shown");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::measured(data, size, run);
}
