// refused: calling a protected constructor of class 'budgeting::query::Rows'
#include "wasm/query/write.hpp"

using namespace budgeting;
using namespace query;

constexpr void write(Builder& sql) {
#ifdef TAKEN
  const Owned month(model::month);
  sql << "select (select count(*)" << from(below(month, model::category)) << ")" << from(month);
#else
  const Rows month(model::month, "transaction_months");
  sql << "select id" << from(below(month, model::category));
#endif
}

constexpr Statement made = statement<write>;
