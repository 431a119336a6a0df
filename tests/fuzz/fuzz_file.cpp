// Any bytes as a file: encodings, formats, refusals, and what a caller may say about it in the first line.
#include "tests/fuzz/statements.hpp"

namespace {

void run(std::string_view bytes) {
  const std::string_view settings = fuzz::take_line(bytes);
  fuzz::statements::Options options;
  if (!settings.empty()) {
    constexpr char decimals[] = {0, '.', ',', 0};
    constexpr char delimiters[] = {0, ',', ';', '\t'};
    constexpr std::string_view encodings[] = {"",        "", "", "", "utf-8", "windows-1252", "windows-1250",
                                              "utf-16le"};
    const auto first = static_cast<unsigned char>(settings.front());
    options.decimal = decimals[first % 4];
    options.delimiter = delimiters[first / 4 % 4];
    options.encoding = encodings[first / 16 % 8];
    if (settings.size() > 1)
      options.day_order =
          static_cast<fuzz::statements::DayOrder>(static_cast<unsigned char>(settings[1]) % 3);
  }
  const std::unique_ptr<char[]> block(new char[bytes.size()]);
  std::copy(bytes.begin(), bytes.end(), block.get());
  const fuzz::statements::File file = fuzz::statements::read({block.get(), bytes.size()}, options);
  // UTF-16 has line ends of two bytes, so its lines are counted as if every byte were one.
  fuzz::require_file(file, bytes);
  const std::string folded = fuzz::statements::fold(file.refusal.value_or(""));
  fuzz::require(fuzz::statements::fold(folded) == folded, "folding twice is folding once");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::measured(data, size, run);
}
