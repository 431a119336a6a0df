// refused: a_text_must_not_name_the_schema
#include "wasm/query/write.hpp"

using namespace budgeting;
using namespace query;

constexpr void write(Builder& sql) {
#ifdef TAKEN
  sql << "select id from target" << " join other using (id)";
#else
  sql << "select id from Budget" << "ing.transaction_months";
#endif
}

constexpr Statement made = statement<write>;
