// refused: calling a private constructor of class 'budgeting::query::Linked'
#include "wasm/query/write.hpp"

using namespace budgeting;
using namespace query;

constexpr void write(Builder& sql) {
#ifdef TAKEN
  const Owned month(model::month);
  const Linked category = below(month, model::category);
  sql << "select (select count(*)" << from(category) << ")" << from(month);
#else
  const Owned month(model::month);
  const Linked category(model::category, {}, "month_id", month, "year");
  sql << "select (select count(*)" << from(category) << ")" << from(month);
#endif
}

constexpr Statement made = statement<write>;
