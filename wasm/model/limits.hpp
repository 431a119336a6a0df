#pragma once

#include <array>

#include "wasm/model/months.hpp"
#include "wasm/model/yearly.hpp"

/// How many rows of each kind may exist. Without limits, one user's requests could create a response that is
/// too large for a Worker's memory. Each limit is generous for a household; docs/scaling.md gives the
/// reasons.
namespace budgeting::model {

struct Limit {
  std::string_view name;            ///< in the variable `ROW_LIMITS`, and as a statement's `problem`
  std::int32_t most;                ///< unless `ROW_LIMITS` says otherwise
  std::string_view message;         ///< shown when the limit is reached; `{most}` stands for the number
  const Entity* counted = nullptr;  ///< the entity whose rows are counted; null: the statement defines it
  const Entity* within = nullptr;   ///< counts the rows below one row of it; null: all rows of a user
};

inline constexpr std::string_view description_bytes_per_month = "descriptionBytesPerMonth";
inline constexpr std::string_view keys_per_day = "keysPerDay";

inline constexpr std::array limits{
    Limit{"monthsPerUser", 2400, "You can have at most {most} months", &month},
    Limit{"fixedPaymentsPerMonth", 200, "A month can have at most {most} fixed payments", &fixed_payment,
          &month},
    Limit{"categoriesPerMonth", 200, "A month can have at most {most} categories", &category, &month},
    Limit{"transactionsPerMonth", 5000, "A month can have at most {most} transactions", &transaction, &month},
    Limit{"yearsPerUser", 101, "You can have at most {most} yearly budgets", &yearly_budget},
    Limit{"incomeSourcesPerYear", 100, "A year can have at most {most} income sources", &income_source,
          &yearly_budget},
    Limit{"deductionsPerIncomeEntry", 100, "A month of an income source can have at most {most} deductions",
          &deduction, &income_entry},
    Limit{"deductionsPerYear", 3000, "A year can have at most {most} deductions", &deduction, &yearly_budget},
    Limit{"categoriesPerYear", 500, "A year can have at most {most} categories", &yearly_category,
          &yearly_budget},
    Limit{"fixedPayments", 60'000, "You can have at most {most} fixed payments in all", &fixed_payment},
    Limit{"categories", 60'000, "You can have at most {most} categories in all", &category},
    Limit{"transactions", 500'000, "You can have at most {most} transactions in all", &transaction},
    Limit{"incomeSources", 5000, "You can have at most {most} income sources in all", &income_source},
    Limit{"deductions", 100'000, "You can have at most {most} deductions in all", &deduction},
    Limit{"yearlyCategories", 25'000, "You can have at most {most} yearly categories in all",
          &yearly_category},
    Limit{description_bytes_per_month, 1'048'576,
          "The long descriptions of a month can have at most {most} bytes together"},
    Limit{keys_per_day, 10'000, "At most {most} requests a day can have an Idempotency-Key"},
};

/// A description of up to this many bytes does not count towards `description_bytes_per_month`: the number of
/// transactions already limits the size of those together.
inline constexpr int short_description_bytes = 200;

/// Whether the counted rows are so few, and so close together in an index, that each create can count them.
/// All rows of a user are not; `query/limits.hpp` explains how their number is known.
constexpr bool is_counted_directly(const Limit& limit) noexcept {
  return limit.counted != nullptr && (limit.within != nullptr || limit.counted->parent == nullptr);
}

}  // namespace budgeting::model
