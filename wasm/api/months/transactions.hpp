#pragma once

#include "wasm/api/common.hpp"
#include "wasm/model/months.hpp"

/// `/api/transactions`
///
/// The long descriptions in a month have a limit of their own, which is checked only for a long description.
namespace budgeting::api {

namespace transactions {

using namespace query;

inline constexpr Parameter description = field("description", "text");
inline constexpr std::string_view limited = model::description_bytes_per_month;

/// `octet_length(<description>) > <the most that a short description has>`
constexpr auto is_long(auto which) {
  return [=](Builder& sql) { sql << "octet_length(" << which << ") > " << model::short_description_bytes; };
}

/// The total bytes of the long descriptions in a row's month, including the new one; `except` excludes rows.
constexpr auto long_bytes(const Owned& row, Text except = {}) {
  return [=](Builder& sql) {
    sql << "(select coalesce(sum(octet_length(other.description)), 0)"
        << from_below(row.up(model::month), model::transaction, "other") << " and "
        << is_long(Text("other.description")) << except << ") + octet_length(" << description << ")";
  };
}

constexpr void create(Builder& sql) {
  const auto column = [](Builder& out) {
    out << ", case when " << is_long(description) << " then " << long_bytes(Owned(model::category))
        << " end as " << counted(limited);
  };
  const auto reached = [](Builder& out) {
    out << " when " << counted(limited) << " > " << limit(limited) << " then '" << limited << "'";
  };
  const auto most = [](Builder& out) { out << " when '" << limited << "' then " << limit(limited); };
  query::create(sql, model::transaction, {}, column, reached, most);
}

/// A change that does not lengthen the description is never rejected, however much text there is already.
constexpr void patch(Builder& sql) {
  const Rows target = with_target(sql, model::transaction, [](Builder& out) {
    out << ", case when " << is_long(description) << " and octet_length(" << description
        << ") > coalesce(octet_length(transaction_entries.description), 0) and "
        << long_bytes(Owned(model::transaction), " and other.id <> transaction_entries.id") << " > "
        << limit(limited) << " then '" << limited << "' end as reached";
  });
  const Rows changed = changed_row(sql, target, {}, Text(" and target.reached is null"));
  answer(sql, {}, [&](Builder& out) {
    out << "case when target.reached is null then " << object(changed) << " else json_build_object('most', "
        << limit(limited) << ") end as body"
        << problem_and_tag("case when changed.id is null then coalesce(target.reached, 'stale') end", changed)
        << " from target left join changed on true"
           " where changed.id is not null or target.reached is not null"
        << or_conditional;
  });
}

}  // namespace transactions

inline constexpr std::array transaction_endpoints{
    creates_by<model::transaction, transactions::create>("createTransaction", "/api/transactions",
                                                         "Category"),
    changes_by<model::transaction, transactions::patch>("updateTransaction", "/api/transactions/:id"),
    removes<model::transaction>("deleteTransaction", "/api/transactions/:id"),
};

}  // namespace budgeting::api
