// refused: parentheses_must_match
#include "wasm/query/write.hpp"

using namespace budgeting;
using namespace query;

constexpr void write(Builder& sql) {
#ifdef TAKEN
  cte(sql, "one", [&] { sql << "select 1 from (select 2) as two"; });
#else
  cte(sql, "one", [&] { sql << "select 1), two as (select 2"; });
#endif
}

constexpr Statement made = statement<write>;
