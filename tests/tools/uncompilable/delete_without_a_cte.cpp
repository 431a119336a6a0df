// refused: this_needs_a_cte_with_the_rows
#include "wasm/query/write.hpp"

using namespace budgeting;
using namespace query;

constexpr void write(Builder& sql) {
#ifdef TAKEN
  const Rows month = with_target(sql, model::month);
  cte(sql, "deleted", [&] { sql << delete_from(below(month, model::category)); });
#else
  const Owned month(model::month);
  cte(sql, "deleted", [&] { sql << delete_from(below(month, model::category)); });
#endif
}

constexpr Statement made = statement<write>;
