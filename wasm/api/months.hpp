#pragma once

#include "wasm/api/common.hpp"
#include "wasm/api/summaries.hpp"
#include "wasm/model/months.hpp"
#include "wasm/query/profile.hpp"

/// Endpoints 1 to 7: months.
namespace budgeting::api {

namespace months {

using query::Builder;

inline constexpr std::string_view latest_columns[] = {"id", "year", "month"};
inline constexpr Failure clash{"conflict",
                               http::Code::conflict,
                               "A month named \"{name}\" already exists for {year}",
                               {},
                               "transaction_months_profile_token_month_name_year_key"};
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

/// Copies the rows that `entity` has for the source month to the new one.
constexpr void copy_rows(Builder& sql, const model::Entity& entity) {
  sql << "insert into ";
  query::table(sql, entity);
  const std::string_view amount = model::money_column(entity);
  sql << " (month_id, name, " << amount
      << ", order_index, created_at, updated_at) select created.id, kept.name, kept." << amount
      << ", kept.order_index, " << query::now << ", " << query::now
      << " from created cross join source join ";
  query::table(sql, entity);
  sql << " as kept on kept.month_id = source.id";
  query::order_by(sql, entity, "kept");
}

inline constexpr std::array made{
    query::Made{&model::month},
    query::Made{&model::fixed_payment, "copied_transaction_fixed_payments", true},
    query::Made{&model::category, "copied_transaction_categories", true},
};

/// How many rows a new month gets from the source month, counted as far as makes a difference.
constexpr void copied(Builder& sql, const model::Entity& entity) {
  sql << ", (select count(*) from (select from source join ";
  query::table(sql, entity);
  sql << " as kept on kept.month_id = source.id limit " << query::limit(query::direct_limit(entity).name)
      << " + 1) as found) as copied_" << entity.table;
}

constexpr void create(Builder& sql) {
  const auto source = query::reference("copyFromMonthId");
  query::with(sql);
  sql << "source as (select transaction_months.id";
  query::from_owned(sql, model::month);
  sql << " and transaction_months.id = " << source << "), allowed as (select where (" << source
      << " is null or exists (select from source))";
  query::unless_stored(sql);
  sql << "), ";
  query::owner_profile(sql, model::month, made, [&] {
    copied(sql, model::fixed_payment);
    copied(sql, model::category);
  });
  sql << ", created as (";
  query::insert(sql, model::month, "owner.profile_token");
  sql << " from owner where owner.reached is null on conflict do nothing returning *), fixed_payments as (";
  copy_rows(sql, model::fixed_payment);
  sql << "), categories as (";
  copy_rows(sql, model::category);
  sql << ")";
  query::answer(sql);
  sql << "case when created.id is not null then ";
  query::object(sql, model::month, "created");
  sql << " when owner.reached is not null then ";
  query::reached_body(sql, made, "owner.reached", [] {});
  sql << " else json_build_object('name', " << query::field("name", "text") << ", 'year', "
      << query::field("year", "integer") << ") end as body";
  query::problem_and_tag(sql,
                         "case when not exists (select from allowed) then 'source'"
                         " when owner.reached is not null then owner.reached"
                         " when created.id is null then 'conflict' end",
                         "created");
  sql << " from (values (1)) as always left join owner on true left join created on true"
         " where owner.profile_token is not null or not exists (select from allowed)";
  query::end(
      sql, [](Builder& out) { query::root_text(out, model::month, "(select min(id) from created)"); },
      create_failures.front().problem);
}

/// The clash is looked for first, so that its message can name what the month would have become.
constexpr void patch(Builder& sql) {
  query::with(sql);
  sql << "target as (select transaction_months.id, transaction_months.profile_token, coalesce("
      << query::field("name", "text") << ", transaction_months.month_name) as month_name, coalesce("
      << query::field("year", "integer") << ", transaction_months.year) as year";
  query::from_owned(sql, model::month);
  sql << " and transaction_months.id = " << query::path_number
      << "), clash as (select other.id from target join budgeting.transaction_months as other"
         " on other.profile_token = target.profile_token and other.month_name = target.month_name"
         " and other.year = target.year and other.id <> target.id), changed as (update ";
  query::table(sql, model::month);
  query::set_given(sql, model::month);
  sql << " from target where transaction_months.id = target.id and not exists (select from clash)";
  query::if_match(sql, model::month, model::month_lists);
  sql << " returning transaction_months.*)";
  query::answer(sql);
  sql << "case when changed.id is not null then ";
  query::object(sql, model::month, "changed");
  sql << " else json_build_object('name', target.month_name, 'year', target.year) end as body";
  query::problem_and_tag(sql,
                         "case when exists (select from clash) then 'conflict'"
                         " when changed.id is null then 'stale' end",
                         "changed");
  sql << " from target left join changed on true"
         " where changed.id is not null or exists (select from clash) or "
      << query::tags << " is not null";
}

/// What the summary is computed from: sums by category, of the fixed payments, and the income.
constexpr void summary(Builder& sql) {
  sql << "select row_to_json(answer) as body from (select transaction_months.id as \"monthId\","
         " transaction_months.month_name as \"monthName\", transaction_months.income,"
         " coalesce((select sum(amount) from budgeting.transaction_fixed_payments"
         " where month_id = transaction_months.id), 0) as \"totalFixedPayments\","
         " coalesce((select json_agg(item) from (select transaction_categories.id as \"categoryId\","
         " transaction_categories.name as \"categoryName\", transaction_categories.allocated_amount as "
         "allocated,"
         " coalesce((select sum(amount) from budgeting.transaction_entries"
         " where category_id = transaction_categories.id), 0) as spent"
         " from budgeting.transaction_categories where month_id = transaction_months.id";
  query::order_by(sql, model::category, "transaction_categories");
  sql << ") as item), '[]') as categories";
  query::from_owned(sql, model::month);
  sql << " and transaction_months.id = " << query::path_number << ") as answer";
  query::uncached(sql);
}

}  // namespace months

inline constexpr std::array month_endpoints{
    Endpoint{.operation = "listMonths",
             .method = http::Method::get,
             .path = "/api/months",
             .statement = read_statement<[](query::Builder& sql) { query::list_owned(sql, model::month); }>},
    Endpoint{.operation = "createMonth",
             .method = http::Method::post,
             .path = "/api/months",
             .body = {months::create_fields},
             .status = 201,
             .statement = query::statement<months::create, true>,
             .failures = months::create_failures},
    Endpoint{.operation = "latestMonth",
             .method = http::Method::get,
             .path = "/api/months/latest",
             .statement = read_statement<[](query::Builder& sql) {
               query::latest(sql, model::month, months::latest_columns);
             }>},
    Endpoint{
        .operation = "getMonth",
        .method = http::Method::get,
        .path = "/api/months/:id",
        .thing = model::month.thing,
        .missing = model::month.thing,
        .statement =
            read_statement<[](query::Builder& sql) { query::tree(sql, model::month, model::month_lists); }>},
    Endpoint{.operation = "updateMonth",
             .method = http::Method::patch,
             .path = "/api/months/:id",
             .thing = model::month.thing,
             .missing = model::month.thing,
             .body = {fields<model::month, Purpose::patch>},
             .statement = query::statement<months::patch>,
             .failures = months::patch_failures},
    removes<model::month, model::month_lists>("deleteMonth", "/api/months/:id"),
    Endpoint{.operation = "summarizeMonth",
             .method = http::Method::get,
             .path = "/api/months/:id/summary",
             .thing = model::month.thing,
             .missing = model::month.thing,
             .statement = read_statement<months::summary>,
             .compute = summarize_month},
};

}  // namespace budgeting::api
