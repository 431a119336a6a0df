// refused: a_text_must_not_name_the_schema
#include "wasm/query/write.hpp"

using namespace budgeting;
using namespace query;

constexpr void write(Builder& sql) {
#ifdef TAKEN
  sql << "select id" << from(Owned(model::month));
#else
  sql << "select id from budgeting.transaction_months";
#endif
}

constexpr Statement made = statement<write>;
