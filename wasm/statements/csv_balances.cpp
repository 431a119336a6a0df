#include "wasm/statements/csv_balances.hpp"

namespace budgeting::statements {
namespace {

std::int64_t change(const CsvMovement& movement, bool includes_fee) noexcept {
  return movement.line.amount + (includes_fee && movement.has_amount ? 0 : movement.fee.value_or(0));
}

/// How many balances follow from their neighbour's, if the rows are read in one of two directions.
struct Run {
  std::int32_t matches = 0;
  std::int32_t faults = 0;
  std::int32_t first_fault = 0;
};

Run follow(const std::vector<CsvMovement>& movements, std::size_t statement, bool is_newest_first,
           bool includes_fee) {
  Run run;
  const CsvMovement* before = nullptr;
  std::int64_t skipped = 0;  // what rows without a balance change
  for (const CsvMovement& movement : movements) {
    if (movement.statement != statement) continue;
    const std::int64_t step = change(movement, includes_fee);
    if (!movement.balance) {
      skipped += step;
      continue;
    }
    if (before != nullptr) {
      const std::int64_t difference = movement.balance.value_or(0) - before->balance.value_or(0);
      const bool is_match = is_newest_first ? -difference == change(*before, includes_fee) + skipped
                                            : difference == step + skipped;
      run.matches += is_match ? 1 : 0;
      run.faults += is_match ? 0 : 1;
      if (!is_match && run.first_fault == 0) run.first_fault = movement.line.number;
    }
    before = &movement;
    skipped = 0;
  }
  return run;
}

}  // namespace

RunningBalance running_balance(const std::vector<CsvMovement>& movements, std::size_t statement) {
  RunningBalance result;
  const CsvMovement* first = nullptr;
  const CsvMovement* last = nullptr;
  for (const CsvMovement& movement : movements) {
    if (movement.statement != statement || !movement.balance) continue;
    if (first == nullptr) first = &movement;
    last = &movement;
  }
  if (first == nullptr) return result;
  bool is_newest_first = first->line.day > last->line.day;
  Run best;
  best.matches = -1;
  for (const bool includes_fee : {false, true}) {
    for (const bool reversed : {first->line.day > last->line.day, first->line.day <= last->line.day}) {
      const Run run = follow(movements, statement, reversed, includes_fee);
      if (run.matches <= best.matches) continue;
      best = run;
      is_newest_first = reversed;
      result.includes_fee = includes_fee;
    }
  }
  result.faults = best.faults;
  result.first_fault = best.first_fault;
  const CsvMovement& oldest = is_newest_first ? *last : *first;
  const CsvMovement& newest = is_newest_first ? *first : *last;
  result.opening = oldest.balance.value_or(0) - change(oldest, result.includes_fee);
  result.closing = newest.balance;
  return result;
}

}  // namespace budgeting::statements
