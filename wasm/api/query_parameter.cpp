#include "wasm/api/query_parameter.hpp"

#include <algorithm>

#include "wasm/api/endpoint.hpp"
#include "wasm/domain/day.hpp"
#include "wasm/domain/decimal.hpp"
#include "wasm/http/path.hpp"
#include "wasm/http/query_string.hpp"
#include "wasm/json/text.hpp"
#include "wasm/json/writer.hpp"

namespace budgeting::api {
namespace {

constexpr std::string_view first_day = "-01";

std::string between(const model::Range& range) {
  std::string text;
  json::append_integer(text, range.least);
  text += " to ";
  json::append_integer(text, range.most);
  return text;
}

/// What a value must be, as a phrase that follows the parameter's name.
std::string requirement(const QueryParameter& parameter) {
  std::string words;
  switch (parameter.kind) {
    case QueryKind::number:
      return "must be a whole number from " + between(parameter.range);
    case QueryKind::boolean:
      return "must be true or false";
    case QueryKind::day:
      return "must be a day, YYYY-MM-DD";
    case QueryKind::month:
      return "must be a month, YYYY-MM";
    case QueryKind::word:
      for (const std::string_view word : parameter.words) (words += words.empty() ? "" : ", ") += word;
      return "must be one of: " + words;
    case QueryKind::text:
      return "must have " + between(parameter.range) + " characters";
    default:
      return "must be a cursor from an earlier answer";
  }
}

bool is_cursor(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char each) {
    return (each >= '0' && each <= '9') || (each >= 'A' && each <= 'Z') || (each >= 'a' && each <= 'z') ||
           each == '-' || each == '_';
  });
}

/// The value as PostgreSQL reads it; nothing if it is invalid.
std::optional<std::string> checked(const QueryParameter& parameter, std::string_view text) {
  const auto [least, most] = parameter.range;
  const auto length = static_cast<std::int64_t>(json::code_points(text));
  std::string value(text);
  bool is_valid = false;
  switch (parameter.kind) {
    case QueryKind::number: {
      constexpr std::int64_t largest = model::range(model::Type::reference).most;
      const auto number = http::is_integer(text) ? domain::integer(text, largest) : std::nullopt;
      is_valid = number && *number >= least && *number <= most;
      value.clear();
      if (is_valid) json::append_integer(value, *number);  // `-0` is 0
      break;
    }
    case QueryKind::boolean:
      is_valid = text == "true" || text == "false";
      break;
    case QueryKind::day:
      is_valid = domain::parse_day(text).has_value();
      break;
    case QueryKind::month:
      is_valid = domain::parse_day(value += first_day).has_value();
      break;
    case QueryKind::word:
      is_valid = std::find(parameter.words.begin(), parameter.words.end(), text) != parameter.words.end();
      break;
    default:
      is_valid = length >= least && length <= most && (parameter.kind == QueryKind::text || is_cursor(text));
  }
  return is_valid ? std::optional(std::move(value)) : std::nullopt;
}

}  // namespace

std::optional<http::Error> read_query(std::span<const QueryParameter> list, std::string_view query,
                                      Values& values) {
  std::vector<http::FieldError> errors;
  const auto add = [&](std::string_view name, std::string_view problem) {
    std::string message(name);
    message += ' ';
    errors.push_back({std::string(name), message += problem});
  };
  std::vector<bool> given(list.size());
  values.query.resize(list.size());
  for (const http::QueryPair& pair : http::query_pairs(query)) {
    const auto found = std::find_if(list.begin(), list.end(),
                                    [&](const QueryParameter& each) { return each.name == pair.name; });
    const auto place = static_cast<std::size_t>(found - list.begin());
    if (!pair.name) {
      errors.push_back({"query", "A query parameter's name must be percent-encoded UTF-8 without NUL"});
    } else if (found == list.end()) {
      add(*pair.name, "is no query parameter here");
    } else if (given[place]) {
      add(*pair.name, "must be there only once");
    } else {
      given[place] = true;
      if (pair.value) values.query[place] = checked(*found, *pair.value);
      if (!values.query[place]) {
        add(*pair.name, pair.value ? requirement(*found) : "must be percent-encoded UTF-8 without NUL");
      }
    }
  }
  for (std::size_t place = 0; place < list.size(); ++place) {
    const QueryParameter& parameter = list[place];
    if (given[place]) continue;
    if (parameter.required) add(parameter.name, "is required");
    if (!parameter.absent.empty()) values.query[place] = checked(parameter, parameter.absent);
  }
  if (errors.empty()) return std::nullopt;
  return http::invalid(std::move(errors), http::Code::bad_request);
}

}  // namespace budgeting::api
