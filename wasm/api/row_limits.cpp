#include "wasm/api/row_limits.hpp"

#include <algorithm>
#include <charconv>

namespace budgeting::api {
namespace {

constexpr std::string_view separators = " ,";

std::size_t place_of(std::string_view name) noexcept {
  const auto found = std::find_if(model::limits.begin(), model::limits.end(),
                                  [&](const model::Limit& limit) { return limit.name == name; });
  return static_cast<std::size_t>(found - model::limits.begin());
}

/// Chosen so that the sum of two row numbers fits in 32 bits.
constexpr std::int32_t largest = 1'000'000'000;

/// A whole number from 1 to `largest`; 0 if the text is not one.
std::int32_t number_of(std::string_view text) noexcept {
  std::int64_t number = 0;  // the module has no other parser of numbers than that of 64 bits
  const std::from_chars_result result = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = result.ec == std::errc{} && result.ptr == text.data() + text.size();
  return is_whole && number > 0 && number <= largest ? static_cast<std::int32_t>(number) : 0;
}

/// Applies one `name=number`; returns the problem with it, if any.
std::string take(std::string_view part, RowLimits& limits, std::array<bool, model::limits.size()>& given) {
  const std::size_t equals = part.find('=');
  const std::string name(part.substr(0, equals));
  const std::size_t place = place_of(name);
  if (place == model::limits.size()) return "ROW_LIMITS: there is no limit \"" + name + "\"";
  if (given[place]) return "ROW_LIMITS: " + name + " is set twice";
  given[place] = true;
  const std::int32_t number = equals == std::string_view::npos ? 0 : number_of(part.substr(equals + 1));
  if (number == 0) return "ROW_LIMITS: " + name + " must be a whole number from 1 to 1000000000";
  limits.most[place] = number;
  return {};
}

}  // namespace

std::int32_t RowLimits::of(std::string_view name) const noexcept {
  const std::size_t place = place_of(name);
  if (place == most.size()) __builtin_trap();
  return most[place];
}

RowLimits row_limits(std::string_view variable) {
  RowLimits limits{};
  std::transform(model::limits.begin(), model::limits.end(), limits.most.begin(),
                 [](const model::Limit& limit) { return limit.most; });
  std::array<bool, model::limits.size()> given{};
  while (limits.problem.empty()) {
    variable.remove_prefix(std::min(variable.find_first_not_of(separators), variable.size()));
    if (variable.empty()) break;
    const std::size_t end = std::min(variable.find_first_of(separators), variable.size());
    limits.problem = take(variable.substr(0, end), limits, given);
    variable.remove_prefix(end);
  }
  return limits;
}

}  // namespace budgeting::api
