// The reader of QIF.
#include "tests/fuzz/statements.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::measured(
      data, size, [](std::string_view bytes) { fuzz::run_reader(bytes, budgeting::statements::read_qif); });
}
