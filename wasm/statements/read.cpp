#include "wasm/statements/encoding.hpp"
#include "wasm/statements/file.hpp"
#include "wasm/statements/readers.hpp"
#include "wasm/statements/sniff.hpp"

namespace budgeting::statements {

File read(std::string_view bytes, const Options& options) {
  File file;
  if (const std::string_view refusal = refusal_of_bytes(bytes); !refusal.empty()) {
    file.refusal = std::string(refusal);
    return file;
  }
  const Encoding encoding = options.encoding.empty() ? detect(bytes) : encoding_of(options.encoding);
  if (encoding == Encoding::other) {
    file.needs_decoding = std::string(options.encoding.empty() ? claimed_label(bytes) : options.encoding);
    return file;
  }
  file.encoding = std::string(name(encoding));
  const std::string_view text = decode(bytes, encoding, file.texts);
  const Sniffed sniffed = sniff(text);
  if (!sniffed.format) {
    file.refusal = std::string(sniffed.refusal);
    return file;
  }
  file.format = *sniffed.format;
  Collector collector(file, options);
  switch (file.format) {
    case Format::csv:
      read_csv(text, options, collector);
      break;
    case Format::ofx:
      read_ofx(text, options, collector);
      break;
    case Format::qif:
      read_qif(text, options, collector);
      break;
    case Format::camt:
      read_camt(text, options, collector);
      break;
    case Format::mt940:
      read_mt940(text, options, collector);
      break;
  }
  return file;
}

std::string_view name(Format format) noexcept {
  constexpr std::string_view names[] = {"csv", "ofx", "qif", "camt", "mt940"};
  return names[static_cast<std::size_t>(format)];
}

}  // namespace budgeting::statements
