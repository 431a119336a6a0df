// Numbers: the core's money and integers against arithmetic on strings of digits.
#include "tests/fuzz/check.hpp"
#include "tests/fuzz/exact.hpp"
#include "tests/fuzz/strict_json.hpp"
#include "wasm/domain/decimal.hpp"
#include "wasm/json/text.hpp"

namespace {

void run(std::string_view text) {
  namespace domain = budgeting::domain;
  const bool is_number = fuzz::StrictJson(text).whole_number();
  fuzz::require(budgeting::json::is_number(text) == is_number, "the grammars of numbers agree");
  if (!is_number) return;
  const fuzz::Exact cents = fuzz::exact(text, 2);
  const fuzz::Exact plain = fuzz::exact(text, 0);
  fuzz::require(domain::cents_from_units(text) == cents.column, "cents are exact");
  constexpr std::int64_t most = 9'007'199'254'740'991;
  const bool fits = plain.whole && plain.value && *plain.value <= most && *plain.value >= -most - 1;
  fuzz::require(domain::integer(text, most) == (fits ? plain.value : std::nullopt),
                "wide integers are exact");
  fuzz::require(domain::integer(text) == (plain.whole ? plain.column : std::nullopt), "integers are exact");
  fuzz::require(domain::is_negative(text) == plain.below_zero, "signs agree");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::measured(data, size, run);
}
