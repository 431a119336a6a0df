#pragma once

#include "wasm/api/common.hpp"
#include "wasm/model/months.hpp"

/// Endpoints 8 to 16: what a month holds.
namespace budgeting::api {

namespace transactions {

using query::Builder;

inline constexpr query::Parameter description = query::field("description", "text");

/// `octet_length(<description>) > <what a short one has>`
constexpr void is_long(Builder& sql, auto which) {
  sql << "octet_length(";
  which();
  sql << ") > " << model::short_description_bytes;
}

/// The bytes of the long descriptions in the month around, with the new one; `except` narrows it.
constexpr void long_bytes(Builder& sql, std::string_view except) {
  sql << "(select coalesce(sum(octet_length(other.description)), 0) from budgeting.transaction_entries as "
         "other"
         " where other.category_id";
  query::belongs(sql, model::transaction, &model::month);
  sql << " and ";
  is_long(sql, [&] { sql << "other.description"; });
  sql << except << ") + octet_length(" << description << ")";
}

/// What only a long description is checked for: how much text its month has.
struct DescriptionLimit {
  constexpr void column(Builder& sql) const {
    sql << ", case when ";
    is_long(sql, [&] { sql << description; });
    sql << " then ";
    long_bytes(sql, {});
    sql << " end as ";
    query::counted(sql, model::description_bytes_per_month);
  }
  constexpr void reached(Builder& sql) const {
    sql << " when ";
    query::counted(sql, model::description_bytes_per_month);
    sql << " > " << query::limit(model::description_bytes_per_month) << " then '"
        << model::description_bytes_per_month << "'";
  }
  constexpr void most(Builder& sql) const {
    sql << " when '" << model::description_bytes_per_month << "' then "
        << query::limit(model::description_bytes_per_month);
  }
};

constexpr void create(Builder& sql) { query::create(sql, model::transaction, {}, DescriptionLimit{}); }

/// One that gets no longer is never refused, however much text there is already.
constexpr void patch(Builder& sql) {
  query::with_target(sql, model::transaction, [&] {
    sql << ", case when ";
    is_long(sql, [&] { sql << description; });
    sql << " and octet_length(" << description
        << ") > coalesce(octet_length(transaction_entries.description), 0) and ";
    long_bytes(sql, " and other.id <> transaction_entries.id");
    sql << " > " << query::limit(model::description_bytes_per_month) << " then '"
        << model::description_bytes_per_month << "' end as reached";
  });
  sql << "), changed as (update ";
  query::table(sql, model::transaction);
  query::set_given(sql, model::transaction);
  sql << " from target where transaction_entries.id = target.id and target.reached is null";
  query::if_match(sql, model::transaction, {});
  sql << " returning transaction_entries.*)";
  query::answer(sql);
  sql << "case when target.reached is null then ";
  query::object(sql, model::transaction, "changed");
  sql << " else json_build_object('most', " << query::limit(model::description_bytes_per_month)
      << ") end as body";
  query::problem_and_tag(sql, "case when changed.id is null then coalesce(target.reached, 'stale') end",
                         "changed");
  sql << " from target left join changed on true where changed.id is not null or target.reached is not null "
         "or "
      << query::tags << " is not null";
}

}  // namespace transactions

inline constexpr std::array category_endpoints{
    creates<model::category, model::category_lists>("createCategory", "/api/categories", "Month"),
    changes<model::category, no_lists>("updateCategory", "/api/categories/:id"),
    removes<model::category>("deleteCategory", "/api/categories/:id"),
};

inline constexpr std::array fixed_payment_endpoints{
    creates<model::fixed_payment, no_lists>("createFixedPayment", "/api/fixed-payments", "Month"),
    changes<model::fixed_payment, no_lists>("updateFixedPayment", "/api/fixed-payments/:id"),
    removes<model::fixed_payment>("deleteFixedPayment", "/api/fixed-payments/:id"),
};

inline constexpr std::array transaction_endpoints{
    Endpoint{.operation = "createTransaction",
             .method = http::Method::post,
             .path = "/api/transactions",
             .missing = "Category",
             .body = {fields<model::transaction, Purpose::create>},
             .status = 201,
             .statement = query::statement<transactions::create, true>},
    Endpoint{.operation = "updateTransaction",
             .method = http::Method::patch,
             .path = "/api/transactions/:id",
             .thing = model::transaction.thing,
             .missing = model::transaction.thing,
             .body = {fields<model::transaction, Purpose::patch>},
             .statement = query::statement<transactions::patch>},
    removes<model::transaction>("deleteTransaction", "/api/transactions/:id"),
};

}  // namespace budgeting::api
