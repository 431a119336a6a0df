// refused: use of undeclared identifier 'update'
#include "wasm/query/write.hpp"

using namespace budgeting;
using namespace query;

constexpr void write(Builder& sql) {
#ifdef TAKEN
  const Rows target = with_target(sql, model::month);
  cte(sql, "changed", [&] { sql << update(same(target), set_given(model::month)); });
#else
  cte(sql, "changed", [&] { sql << update(Owned(model::month), set_given(model::month)); });
#endif
}

constexpr Statement made = statement<write>;
