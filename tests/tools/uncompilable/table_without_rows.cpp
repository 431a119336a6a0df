// refused: 'table' is a protected member of
#include "wasm/query/write.hpp"

using namespace budgeting;
using namespace query;

constexpr void write(Builder& sql) {
#ifdef TAKEN
  sql << from(Owned(model::month));
#else
  sql << Owned(model::month).table();
#endif
}

constexpr Statement made = statement<write>;
