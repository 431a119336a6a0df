// refused: parentheses_must_match
#include "wasm/query/write.hpp"

using namespace budgeting;
using namespace query;

constexpr void write(Builder& sql) {
#ifdef TAKEN
  cte(sql, "one", [&] { sql << "select count(*) from (select 1) as one"; });
#else
  cte(sql, "one", [&] { sql << "select count(*) from (select 1) as one)"; });
#endif
}

constexpr Statement made = statement<write>;
