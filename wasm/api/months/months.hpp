#pragma once

#include "wasm/api/common.hpp"
#include "wasm/api/summaries.hpp"
#include "wasm/model/months.hpp"
#include "wasm/query/profile.hpp"

/// `/api/months`
namespace budgeting::api {

namespace months {

using namespace query;

inline constexpr std::string_view latest_columns[] = {"id", "year", "month"};
inline constexpr Failure clash{.problem = "conflict",
                               .code = http::Code::conflict,
                               .message = "A month named \"{name}\" already exists for {year}",
                               .constraint = constraint::month_name};
inline constexpr std::array create_failures{
    Failure{"source", http::Code::not_found, "Source month not found"}, clash};
inline constexpr std::array patch_failures{clash};

inline constexpr auto create_fields = [] {
  constexpr auto& own = fields<model::month, Purpose::create>;
  std::array<Field, own.size() + 1> all{};
  for (std::size_t at = 0; at < own.size(); ++at) all[at] = own[at];
  all[own.size()] = {"copyFromMonthId", "Source month ID", model::Type::reference};
  return all;
}();

inline constexpr std::array made{
    Made{&model::month},
    Made{&model::fixed_payment, "copied_transaction_fixed_payments", true},
    Made{&model::category, "copied_transaction_categories", true},
};

constexpr void newest(Builder& sql) { latest(sql, model::month, latest_columns); }

/// Column of `known`: how many rows a new month gets from the source month. Counting stops just above the
/// limit.
constexpr auto copied(const Rows& source, const model::Entity& entity) {
  return [kept = below(source, entity, "kept")](Builder& sql) {
    sql << ", (select count(*) from (select from source" << join(kept) << " limit "
        << limit(direct_limit(kept.entity()).name) << " + 1) as found) as copied_" << kept.entity().table;
  };
}

/// CTE: copies the rows that `entity` has in the source month to the new month.
constexpr void copy_rows(Builder& sql, std::string_view name, const Rows& created, const Rows& source,
                         const model::Entity& entity) {
  const Linked kept = below(source, entity, "kept");
  const std::string_view amount = model::money_column(entity);
  cte(sql, name, [&] {
    sql << insert(
               below(created, entity), [&](Builder& out) { out << ", name, " << amount << ", order_index"; },
               [&](Builder& out) { out << ", kept.name, kept." << amount << ", kept.order_index"; })
        << " from created cross join source" << join(kept) << order_by(kept);
  });
}

constexpr void create(Builder& sql) {
  const Parameter source_id = reference("copyFromMonthId");
  const Rows source = cte(sql, "source", [&] {
    const Owned month(model::month);
    sql << "select transaction_months.id" << from(month) << " and transaction_months.id = " << source_id;
    return month;
  });
  cte(sql, "allowed", [&] {
    sql << "select where (" << source_id << " is null or exists (select from source))" << unless_stored;
  });
  const Rows owner = owner_profile(sql, model::month, made, [&](Builder& out) {
    out << copied(source, model::fixed_payment) << copied(source, model::category);
  });
  const Rows created = created_row(sql, owner, model::month, " on conflict do nothing");
  copy_rows(sql, "fixed_payments", created, source, model::fixed_payment);
  copy_rows(sql, "categories", created, source, model::category);
  const auto select = [&](Builder& out) {
    out << "case when created.id is not null then " << object(created)
        << " when owner.reached is not null then " << reached_body(made, "owner.reached")
        << " else json_build_object('name', " << field("name", "text") << ", 'year', "
        << field("year", "integer") << ") end as body"
        << problem_and_tag(
               "case when not exists (select from allowed) then 'source'"
               " when owner.reached is not null then owner.reached"
               " when created.id is null then 'conflict' end",
               created)
        << " from (values (1)) as always left join owner on true left join created on true"
           " where owner.profile_token is not null or not exists (select from allowed)";
  };
  answer(sql, {&model::month, "(select min(id) from created)"}, select, create_failures.front().problem);
}

/// Looks for a name conflict before the update, so that the message can give the name that the month would
/// have had.
constexpr void patch(Builder& sql) {
  const Rows target = with_target(sql, model::month, [](Builder& out) {
    out << ", transaction_months.profile_token, coalesce(" << field("name", "text")
        << ", transaction_months.month_name) as month_name, coalesce(" << field("year", "integer")
        << ", transaction_months.year) as year";
  });
  cte(sql, "clash", [&] {
    sql << "select other.id from target" << join(beside(target, "other"))
        << " and other.month_name = target.month_name and other.year = target.year and other.id <> target.id";
  });
  const Rows changed =
      changed_row(sql, target, model::month_lists, Text(" and not exists (select from clash)"));
  answer(sql, {}, [&](Builder& out) {
    out << "case when changed.id is not null then " << object(changed)
        << " else json_build_object('name', target.month_name, 'year', target.year) end as body"
        << problem_and_tag(
               "case when exists (select from clash) then 'conflict'"
               " when changed.id is null then 'stale' end",
               changed)
        << " from target left join changed on true"
           " where changed.id is not null or exists (select from clash)"
        << or_conditional;
  });
}

/// The input of the summary: sums by category, the sum of the fixed payments, and the income.
constexpr void summary(Builder& sql) {
  const Owned month(model::month);
  const Linked category = below(month, model::category);
  sql << "select row_to_json(answer) as body from (select transaction_months.id as \"monthId\","
         " transaction_months.month_name as \"monthName\", transaction_months.income,"
         " coalesce((select sum(amount)"
      << from_below(month, model::fixed_payment)
      << "), 0) as \"totalFixedPayments\","
         " coalesce((select json_agg(item) from (select transaction_categories.id as \"categoryId\","
         " transaction_categories.name as \"categoryName\","
         " transaction_categories.allocated_amount as allocated, coalesce((select sum(amount)"
      << from_below(category, model::transaction) << "), 0) as spent" << from_below(month, model::category)
      << order_by(category) << ") as item), '[]') as categories" << from(month) << and_in_path(month)
      << ") as answer" << uncached;
}

}  // namespace months

inline constexpr std::array month_endpoints{
    shows<model::month_list>("listMonths", "/api/months"),
    Endpoint{.operation = "createMonth",
             .method = http::Method::post,
             .path = "/api/months",
             .body = {months::create_fields},
             .status = 201,
             .statement = query::statement<months::create, query::Guard::key>,
             .failures = months::create_failures},
    reads<months::newest>("latestMonth", "/api/months/latest"),
    shows<model::month_tree>("getMonth", "/api/months/:id", model::month.thing),
    changes_by<model::month, months::patch>("updateMonth", "/api/months/:id", months::patch_failures),
    removes<model::month, model::month_lists>("deleteMonth", "/api/months/:id"),
    reads<months::summary>("summarizeMonth", "/api/months/:id/summary", model::month.thing, summarize_month),
};

}  // namespace budgeting::api
