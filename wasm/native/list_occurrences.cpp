// Prints the days of recurrence rules, for tests that compare them with other programs' results. Each input
// line is a start, a rule, the last day and the maximum number of days, separated by tabs. Each output line
// has the days, or `!` and the problem with the rule.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>

#include "wasm/domain/recurrence.hpp"

namespace {

using namespace budgeting::domain;

/// Removes the text up to a tab, and the tab itself, from the front of `line`, and returns that text.
std::string take(std::string& line) {
  const std::size_t size = std::min(line.find('\t'), line.size());
  std::string front = line.substr(0, size);
  line.erase(0, size + 1);
  return front;
}

std::string answer(std::string line) {
  const auto start = parse_day(take(line));
  std::string problem;
  const auto rule = parse_rule(take(line), problem);
  if (!rule) return "!" + problem;
  const auto last = parse_day(take(line));
  const long most = std::strtol(line.c_str(), nullptr, 10);
  if (!start || !last) return "!a day is wrong";
  Occurrences occurrences(*start, *rule);
  std::string days;
  for (long count = 0; count < most; ++count) {
    const auto day = occurrences.next(*last);
    if (!day) break;
    if (!days.empty()) days += ' ';
    append_day(days, *day);
  }
  return days;
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) std::puts(answer(line).c_str());
}
