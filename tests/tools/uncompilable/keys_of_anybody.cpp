// refused: 'table' is a private member of 'budgeting::query::Keys'
#include "wasm/query/write.hpp"

using namespace budgeting;
using namespace query;

constexpr void write(Builder& sql) {
#ifdef TAKEN
  Keys::forget(sql, {&model::month, "(select id from deleted)"});
#else
  cte(sql, "deleted", [&] { sql << "delete from " << Keys::table; });
#endif
}

constexpr Statement made = statement<write>;
