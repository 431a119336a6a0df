#include "wasm/statements/sniff.hpp"

#include <algorithm>
#include <iterator>

#include "wasm/statements/text_lines.hpp"
#include "wasm/statements/texts.hpp"
#include "wasm/statements/utf8.hpp"

namespace budgeting::statements {
namespace {

struct Signature {
  std::string_view bytes;
  std::string_view refusal;
};

constexpr std::string_view picture =
    "This is a picture. Export the statement as CSV, OFX, QIF, CAMT or MT940 from the bank's website.";
constexpr std::string_view archive =
    "This is a ZIP archive or a spreadsheet (XLSX, ODS). Unpack it, or save the sheet as CSV, and import "
    "that.";
constexpr std::string_view packed = "This is a packed file. Unpack it and import what is in it.";
constexpr std::string_view old_sheet = "This is an old Excel or Word file. Save it as CSV and import that.";

constexpr Signature signatures[] = {
    {"%PDF", "This is a PDF. Export the statement as CSV, OFX, QIF, CAMT or MT940 from the bank's website."},
    {"\x89PNG", picture},
    {"\xFF\xD8\xFF", picture},
    {"GIF8", picture},
    {"BM", picture},
    {{"II*\0", 4}, picture},
    {{"MM\0*", 4}, picture},
    {"RIFF", picture},
    {"PK\x03\x04", archive},
    {"PK\x05\x06", archive},
    {"\xD0\xCF\x11\xE0", old_sheet},
    {"\x1F\x8B", packed},
    {"7z\xBC\xAF", packed},
    {"Rar!", packed},
    {"BZh", packed},
    {"\xFD"
     "7zXZ",
     packed},
    {"{\\rtf",
     "This is a text document (RTF). Export the statement as CSV, OFX, QIF, CAMT or MT940 instead."},
};

/// Whether the text has `part` within its first bytes, whatever the case.
bool has(std::string_view text, std::string_view part, std::size_t within) noexcept {
  text = text.substr(0, within);
  const auto is_equal = [](char one, char other) { return lower(one) == lower(other); };
  return std::search(text.begin(), text.end(), part.begin(), part.end(), is_equal) != text.end();
}

/// The element in which an ISO 20022 message is, behind `<Document`.
Sniffed sniff_document(std::string_view text) noexcept {
  constexpr std::size_t within = 8192;
  for (const std::string_view name : {"BkToCstmrStmt", "BkToCstmrAcctRpt", "BkToCstmrDbtCdtNtfctn"}) {
    if (has(text, name, within)) return {Format::camt, {}};
  }
  for (const std::string_view name : {"CstmrCdtTrfInitn", "CstmrDrctDbtInitn", "pain.001", "pain.008"}) {
    if (has(text, name, within)) {
      return {{},
              "This is a payment order (pain), not a statement: it says what was to be paid. Export the "
              "account's CAMT file instead."};
    }
  }
  if (has(text, "CstmrPmtStsRpt", within)) {
    return {{},
            "This is a report on the state of payments (pain.002), not a statement. Export the account's "
            "CAMT file instead."};
  }
  return {{},
          "This is an XML file, but no statement: it is neither CAMT nor OFX. Export one of these, or CSV."};
}

Sniffed sniff_markup(std::string_view text) noexcept {
  constexpr std::size_t within = 4096;
  if (has(text, "<ofx", within) || has(text, "<stmttrn", within)) return {Format::ofx, {}};
  if (has(text, "<!doctype html", within) || has(text, "<html", within) || has(text, "<head", within) ||
      has(text, "<table", within) || has(text, "<body", within)) {
    return {{},
            "This is a web page (HTML), not a statement. Perhaps the session at the bank had ended; sign in "
            "and export it again."};
  }
  if (has(text, "<workbook", within) || has(text, "progid=\"Excel.Sheet\"", within)) return {{}, old_sheet};
  return sniff_document(text);
}

bool is_mt940_line(std::string_view line) noexcept {
  for (const std::string_view tag : {":20:", ":25:", ":28C:", ":28:", ":60F:", ":60M:", ":61:"}) {
    if (line.substr(0, tag.size()) == tag) return true;
  }
  return line.substr(0, 8) == "{1:F01" ||
         (line.substr(0, 3) == "{1:" && line.find("{4:") != std::string_view::npos);
}

bool is_qif_line(std::string_view line) noexcept {
  for (const std::string_view start : {"!Type:", "!Account", "!Option:", "!Clear:"}) {
    if (begins_with(line, start)) return true;
  }
  return false;
}

/// A format that is told by lines: their beginnings among the first few.
std::optional<Format> sniff_lines(std::string_view text) noexcept {
  constexpr std::int32_t most_lines = 30;
  TextLines lines(text);
  std::int32_t seen = 0;
  bool has_qif_day = false;
  bool has_qif_amount = false;
  while (seen < most_lines && lines.next()) {
    const std::string_view line = trimmed(lines.line);
    if (line.empty()) continue;
    ++seen;
    if (is_mt940_line(line)) return Format::mt940;
    if (is_qif_line(line)) return Format::qif;
    const std::string_view second = line.substr(1, 1);
    has_qif_day = has_qif_day || (line[0] == 'D' && !second.empty() && is_digit(second[0]));
    has_qif_amount = has_qif_amount || (line[0] == 'T' && second.find_first_of("0123456789-") == 0);
    if (line == "^" && has_qif_day && has_qif_amount) return Format::qif;
  }
  return std::nullopt;
}

/// Whether the text has more control characters than a faulty export.
bool is_binary(std::string_view text) noexcept {
  const std::string_view start = text.substr(0, 4096);
  const auto is_control = [](char byte) {
    return static_cast<unsigned char>(byte) < 0x20 &&
           std::string_view("\t\n\r\f\v\x1A\x01\x03").find(byte) == std::string_view::npos;
  };
  const auto controls = std::count_if(start.begin(), start.end(), is_control);
  return controls * 50 > static_cast<std::ptrdiff_t>(start.size());
}

}  // namespace

std::string_view refusal_of_bytes(std::string_view bytes) noexcept {
  // Some banks' servers put line ends before the file.
  const std::string_view start = bytes.substr(std::min(bytes.find_first_not_of("\r\n \t"), bytes.size()));
  for (const Signature& signature : signatures) {
    if (start.substr(0, signature.bytes.size()) != signature.bytes) continue;
    const bool may_be_text = signature.bytes == "BM" || signature.bytes == "RIFF";
    if (!may_be_text || start.substr(0, 64).find('\0') != std::string_view::npos) return signature.refusal;
  }
  if (start.size() > 8 && start.substr(4, 4) == "ftyp") return picture;
  return {};
}

Sniffed sniff(std::string_view text) noexcept {
  const std::string_view start =
      text.substr(std::min(text.find_first_not_of(" \t\r\n\x1A\f\v"), text.size()));
  if (start.empty()) return {{}, "The file is empty. Export the statement again."};
  if (is_binary(text))
    return {{}, "This is no text file. Export the statement as CSV, OFX, QIF, CAMT or MT940."};
  constexpr std::size_t header_bytes = 16'384;
  if (begins_with(start, "OFXHEADER") || has(start, "<OFX>", header_bytes) ||
      has(start, "<STMTTRN>", header_bytes))
    return {Format::ofx, {}};
  if (start.front() == '<') return sniff_markup(start);
  const bool is_json =
      (start.front() == '{' || start.front() == '[') && trimmed(start.substr(1)).find_first_of("\"{[]}") == 0;
  if (is_json)
    return {{},
            "This looks like JSON, not like a bank's file. Export the statement as CSV, OFX, QIF, CAMT or "
            "MT940."};
  if (const auto format = sniff_lines(start)) return {format, {}};
  return {Format::csv, {}};
}

}  // namespace budgeting::statements
