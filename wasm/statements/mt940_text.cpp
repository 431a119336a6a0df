#include "wasm/statements/mt940_text.hpp"

#include <algorithm>
#include <iterator>

#include "wasm/statements/texts.hpp"
#include "wasm/statements/utf8.hpp"

namespace budgeting::statements {
namespace {

bool is_two_digits(std::string_view text, std::size_t at) noexcept {
  return at + 1 < text.size() && is_digit(text[at]) && is_digit(text[at + 1]);
}

/// The character that introduces subfields, which stands before two digits behind the three of the
/// transaction code; 0 if there are none.
char subfield_mark(std::string_view text) noexcept {
  constexpr std::string_view marks = "?>~<^";
  const std::string_view rest = trimmed(text);
  for (std::size_t at = 0; at <= 4 && at < rest.size(); ++at) {
    if (marks.find(rest[at]) != std::string_view::npos && is_two_digits(rest, at + 1)) return rest[at];
    if (!is_digit(rest[at]) && rest[at] != ' ') return 0;
  }
  return 0;
}

/// Appends a subfield of the purpose. A full one (27 characters) goes on in the next without a blank.
void append_purpose(std::string& purpose, std::string_view part, std::size_t& last_size) {
  constexpr std::size_t full = 27;
  const bool is_key = part.size() > 5 && part[4] == '+';
  if (!purpose.empty() && (last_size < full - 1 || is_key)) purpose += ' ';
  purpose += part;
  last_size = part.size();
}

/// The keys of SEPA within a purpose, and what belongs to each.
constexpr std::string_view sepa_keys[] = {"EREF+", "KREF+", "MREF+", "CRED+", "DEBT+", "COAM+",
                                          "OAMT+", "SVWZ+", "ABWA+", "ABWE+", "IBAN+", "BIC+"};

/// What SEPA's key `SVWZ+` introduces, as far as the next key; the whole purpose if it is missing.
std::string_view sepa_purpose(std::string_view purpose) noexcept {
  const std::size_t begin = purpose.find("SVWZ+");
  if (begin == std::string_view::npos) return purpose;
  const std::string_view rest = purpose.substr(begin + 5);
  std::size_t end = rest.size();
  for (const std::string_view key : sepa_keys) end = std::min(end, rest.find(key));
  return trimmed(rest.substr(0, end)).empty() ? purpose : rest.substr(0, end);
}

Mt940Text read_subfields(std::string_view text, char mark) {
  // Lines are cut anywhere, even between the mark and its digits.
  std::string plain(text);
  plain.erase(std::remove(plain.begin(), plain.end(), '\n'), plain.end());
  const std::string_view all = plain;
  Mt940Text result;
  std::string purpose;
  std::string booking;
  std::size_t last_size = 0;
  for (std::size_t at = all.find(mark); at < all.size();) {
    std::size_t end = all.find(mark, at + 1);
    while (end != std::string_view::npos && !is_two_digits(all, end + 1)) end = all.find(mark, end + 1);
    if (is_two_digits(all, at + 1)) {
      const int code = (all[at + 1] - '0') * 10 + (all[at + 2] - '0');
      const std::string_view part =
          all.substr(at + 3, end == std::string_view::npos ? std::string_view::npos : end - at - 3);
      if ((code >= 20 && code <= 29) || (code >= 60 && code <= 63)) append_purpose(purpose, part, last_size);
      if (code == 32 || code == 33) result.payee += part;
      if (code == 0) booking = part;
    }
    at = end;
  }
  result.memo = trimmed(purpose).empty() ? booking : std::string(sepa_purpose(purpose));
  return result;
}

/// The keys between slashes.
constexpr std::string_view slash_keys[] = {"TRTP", "IBAN", "BIC",  "NAME", "REMI", "EREF", "MARF", "CSID",
                                           "ORDP", "BENM", "CNTP", "SVCL", "ISDT", "RTRN", "TRCD", "PREF",
                                           "KREF", "UDTD", "ULTD", "ULTC", "ULTB", "PURP", "ID",   "ADDR",
                                           "SUBM", "OCMT", "CHGS", "EXCH", "MREF", "ACCW"};

/// The place of the next `/KEY/`, and the key; std::string_view::npos if there is none.
std::size_t next_key(std::string_view text, std::size_t from, std::string_view& key) noexcept {
  for (std::size_t at = text.find('/', from); at != std::string_view::npos; at = text.find('/', at + 1)) {
    const std::string_view rest = text.substr(at + 1, 5);
    const std::size_t end = rest.find('/');
    if (end == std::string_view::npos) continue;
    const auto* const found = std::find(std::begin(slash_keys), std::end(slash_keys), rest.substr(0, end));
    if (found == std::end(slash_keys)) continue;
    key = *found;
    return at;
  }
  return std::string_view::npos;
}

/// The third of the parts between slashes, in `account/bank/name/city`.
std::string_view third_part(std::string_view text) noexcept {
  for (int skipped = 0; skipped < 2; ++skipped) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return {};
    text.remove_prefix(slash + 1);
  }
  return text.substr(0, text.find('/'));
}

Mt940Text read_slashes(std::string_view text) {
  Mt940Text result;
  std::string_view key;
  std::string_view remittance;
  std::size_t at = next_key(text, 0, key);
  while (at != std::string_view::npos) {
    const std::string_view found = key;
    const std::size_t begin = at + found.size() + 2;
    // A key ends where the next begins, so its slash may be the end of this one's.
    const std::size_t next = next_key(text, begin > 0 ? begin - 1 : 0, key);
    std::string_view value = next == std::string_view::npos ? text.substr(begin)
                             : next < begin                 ? std::string_view{}
                                                            : text.substr(begin, next - begin);
    while (!value.empty() && value.back() == '/') value.remove_suffix(1);
    if (found == "NAME" && result.payee.empty()) result.payee = value;
    if (found == "CNTP" && result.payee.empty()) result.payee = third_part(value);
    if (found == "REMI") remittance = value;
    at = next;
  }
  for (const std::string_view kind : {"USTD//", "STRD/CUR/"}) {
    if (remittance.substr(0, kind.size()) == kind) remittance.remove_prefix(kind.size());
  }
  result.memo = remittance;
  return result;
}

}  // namespace

Mt940Text mt940_text(std::string_view text) {
  const char mark = subfield_mark(text);
  if (mark != 0) return read_subfields(text, mark);
  // Lines of full length (65 characters) go on in the next without a blank.
  std::string free;
  constexpr std::size_t full = 65;
  std::size_t last_size = full;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (last_size < full) free += ' ';
    free += line;
    last_size = line.size();
  }
  std::string_view key;
  const std::size_t first = next_key(free, 0, key);
  if (first != std::string_view::npos && first < 8) return read_slashes(free);
  return {{}, free};
}

}  // namespace budgeting::statements
