// Prints the days of recurrence rules, for tests that compare them with other programs'. Each line of the
// input is a start, a rule, the last day and how many days at most, separated by tabs; each line of the
// output has the days, or `!` and what is wrong with the rule.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>

#include "wasm/domain/recurrence.hpp"

namespace {

using namespace budgeting::domain;

/// The front of `line` up to a tab, which is taken off with it.
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
