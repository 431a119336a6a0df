// refused: these_rows_are_not_below_those
#include "wasm/query/write.hpp"

using namespace budgeting;
using namespace query;

constexpr void write(Builder& sql) {
#ifdef TAKEN
  const Rows target = with_target(sql, model::month);
  sql << " select id from target" << join(below(target, model::category));
#else
  const Rows target = with_target(sql, model::yearly_budget);
  sql << " select id from target" << join(below(target, model::category));
#endif
}

constexpr Statement made = statement<write>;
