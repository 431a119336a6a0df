// Queries: what is read of one against a second reading of it.
#include <algorithm>
#include <map>
#include <set>

#include "tests/fuzz/check.hpp"
#include "tests/fuzz/exact.hpp"
#include "tests/fuzz/strict_json.hpp"
#include "tests/kinds/endpoints.hpp"

namespace {

namespace api = budgeting::api;
using api::QueryKind;
using fuzz::require;
namespace http = budgeting::http;
using Text = std::optional<std::string>;

constexpr const auto& list = kinds::list_parameters;

/// The text decoded; nothing if that is impossible, or if it cannot be stored.
Text decoded(std::string_view text) {
  const std::string_view digits = "0123456789abcdef";
  std::string plain;
  while (!text.empty()) {
    const char first = text.front();
    std::size_t taken = 1;
    if (first == '%') {
      taken = 3;
      if (text.size() < taken) return std::nullopt;
      std::size_t code = 0;
      for (char digit : text.substr(1, 2)) {
        if (digit >= 'A' && digit <= 'F') digit = static_cast<char>(digit + ('a' - 'A'));
        const std::size_t value = digits.find(digit);
        if (value == std::string_view::npos) return std::nullopt;
        code = code * 16 + value;
      }
      plain += static_cast<char>(code);
    } else {
      plain += first == '+' ? ' ' : first;
    }
    text.remove_prefix(taken);
  }
  if (!fuzz::is_utf8(plain) || plain.find('\0') != std::string::npos) return std::nullopt;
  return plain;
}

bool is_date(const std::string& text) {
  int year = 0;
  int month = 0;
  int day = 0;
  char more = 0;
  if (text.size() != 10 || text.find_first_not_of("0123456789-") != std::string::npos) return false;
  // NOLINTNEXTLINE(cert-err34-c): digits and dashes alone, and so few that they fit
  if (std::sscanf(text.c_str(), "%4d-%2d-%2d%c", &year, &month, &day, &more) != 3) return false;
  if (text[4] != '-' || text[7] != '-' || year < 1 || month < 1 || month > 12 || day < 1) return false;
  const bool is_leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return day <= days[month - 1] + (month == 2 && is_leap ? 1 : 0);
}

/// The value that PostgreSQL should get; nothing if it is invalid.
Text expected(const api::QueryParameter& parameter, const std::string& text) {
  const auto is_among = [&](std::string_view each) { return each == text; };
  std::size_t length = 0;
  for (std::string_view rest = text; !rest.empty(); ++length) fuzz::take_code_point(rest);
  const bool fits = static_cast<std::int64_t>(length) >= parameter.range.least &&
                    static_cast<std::int64_t>(length) <= parameter.range.most;
  const std::string day = parameter.kind == QueryKind::month ? text + "-01" : text;
  switch (parameter.kind) {
    case QueryKind::number: {
      const bool is_plain = text.find_first_not_of("-0123456789") == std::string::npos;
      const fuzz::Exact exact =
          fuzz::exact(is_plain && fuzz::StrictJson(text).whole_number() ? text : "0.5", 0);
      if (!exact.whole || !exact.value) return std::nullopt;
      if (*exact.value < parameter.range.least || *exact.value > parameter.range.most) return std::nullopt;
      return std::to_string(*exact.value);
    }
    case QueryKind::boolean:
      return text == "true" || text == "false" ? Text(text) : std::nullopt;
    case QueryKind::day:
    case QueryKind::month:
      return is_date(day) ? Text(day) : std::nullopt;
    case QueryKind::word:
      return std::any_of(parameter.words.begin(), parameter.words.end(), is_among) ? Text(text)
                                                                                   : std::nullopt;
    case QueryKind::text:
      return fits ? Text(text) : std::nullopt;
    default:
      constexpr std::string_view safe = "-_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
      return fits && text.find_first_not_of(safe) == std::string::npos ? Text(text) : std::nullopt;
  }
}

/// Each parameter's value, and how many things are wrong.
struct Expected {
  std::map<std::string, Text, std::less<>> values;
  std::size_t faults = 0;
};

Expected expected(std::string_view query) {
  Expected all;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const Text name = decoded(pair.substr(0, pair.find('=')));
    const Text text =
        pair.find('=') == std::string_view::npos ? Text("") : decoded(pair.substr(pair.find('=') + 1));
    const auto* known =
        std::find_if(list.begin(), list.end(), [&](const auto& each) { return each.name == name; });
    if (known == list.end()) {
      all.faults += 1;
      continue;
    }
    const Text value = text ? expected(*known, *text) : std::nullopt;
    const bool is_new = all.values.emplace(*name, value).second;
    all.faults += is_new && value ? 0U : 1U;
  }
  return all;
}

void run(std::string_view query) {
  api::Values values;
  const auto error = api::read_query(list, query, values);
  const Expected wanted = expected(query);
  require(error.has_value() == (wanted.faults > 0), "a query is right or wrong");
  if (error) {
    require(error->code == http::Code::bad_request && error->fields.size() == wanted.faults,
            "everything that is wrong is named");
    require(fuzz::is_json(http::answer(*error, "1").body), "an error's body is valid JSON and UTF-8");
    return;
  }
  for (std::size_t at = 0; at < list.size(); ++at) {
    const auto found = wanted.values.find(list[at].name);
    if (found != wanted.values.end()) {
      require(values.query[at] == found->second, "a value is the query's, exactly");
    } else {
      require(values.query[at].has_value() == !list[at].absent.empty(), "what is absent has its default");
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::measured(data, size, run);
}
