#include "wasm/query/builder.hpp"

#include <doctest/doctest.h>

#include <string>

#include "wasm/model/months.hpp"
#include "wasm/model/yearly.hpp"
#include "wasm/query/read.hpp"
#include "wasm/query/tree.hpp"
#include "wasm/query/write.hpp"

using namespace budgeting;
using query::Builder;

namespace {

/// Tables of a made-up model, which a new column of the real one leaves as they are.
constexpr std::array shelf_columns{model::id, model::name};
constexpr model::Entity shelf{.table = "shelves",
                              .thing = "Shelf",
                              .parent_column = "profile_token",
                              .columns = shelf_columns,
                              .order = model::by_order_index};
constexpr std::array tin_columns{
    model::id,
    model::Column{
        .name = "weight", .json = "weight", .label = "", .type = model::Type::units, .on_patch = true},
    model::Column{.name = "best_before",
                  .json = "bestBefore",
                  .label = "",
                  .type = model::Type::timestamp,
                  .on_patch = true,
                  .nullable = true},
    model::updated_at};
constexpr std::array newest_first{model::Order{"best_before", " desc"}, model::Order{"id"}};
constexpr model::Entity tin{.table = "tins",
                            .thing = "Tin",
                            .parent = &shelf,
                            .parent_column = "shelf_id",
                            .columns = tin_columns,
                            .order = newest_first};
constexpr std::array shelf_lists{model::Nested{.json = "tins", .entity = &tin}};

constexpr void example(Builder& sql) {
  sql << "select " << query::field("name", "text") << ", " << query::user << ", "
      << query::field("name", "text") << ", " << query::given("name") << " limit " << 120;
}

std::string written(auto part) {
  Builder sql;
  sql << part;
  return std::string(sql.text());
}

}  // namespace

TEST_CASE("a parameter keeps one number, and has its type at each use") {
  constexpr query::Statement made = query::statement<example>;
  CHECK(query::text(made, false) == "select $1::text, $2, $1::text, $3::boolean limit 120");
  REQUIRE(made.parameters().size() == 3);
  CHECK(made.parameters()[1] == query::user);
}

TEST_CASE("ownership goes from any table up to the signed-in profile") {
  CHECK(written(from(query::Owned(model::month))) ==
        " from budgeting.transaction_months join budgeting.profiles on profiles.profile_token ="
        " transaction_months.profile_token where profiles.auth_user_id = $1");
  CHECK(
      written(from(query::Owned(model::deduction))) ==
      " from budgeting.yearly_deductions join budgeting.yearly_income_entries on yearly_income_entries.id ="
      " yearly_deductions.income_entry_id join budgeting.yearly_income_sources on yearly_income_sources.id ="
      " yearly_income_entries.income_source_id join budgeting.yearly_budgets on yearly_budgets.id ="
      " yearly_income_sources.yearly_budget_id join budgeting.profiles on profiles.profile_token ="
      " yearly_budgets.profile_token where profiles.auth_user_id = $1");
}

TEST_CASE("a tree is read table by table, each as arrays of its numbers and of its texts") {
  constexpr auto write = [](Builder& sql) {
    query::tree(sql, {.entity = &shelf, .nested = shelf_lists}, 1000);
  };
  constexpr query::Statement made = query::statement<write>;
  CHECK(
      query::text(made, false) ==
      "with shelves as (select shelves.id, array[shelves.id] as numbers, shelves.name from"
      " budgeting.shelves join budgeting.profiles on profiles.profile_token = shelves.profile_token where"
      " profiles.auth_user_id = $1 and shelves.id = $2::bigint), tins as not materialized (select tins.id,"
      " array[tins.id, tins.weight, tins.best_before, tins.updated_at] as numbers from budgeting.tins where"
      " shelf_id = any(array(select id from shelves))) select case when true then"
      " coalesce(shelves.numbers, '{}') end as body, case when shelves.size + tins.size > 1000 then"
      " 'too_large' end as problem, coalesce(to_hex(hashtextextended(array[shelves.tag, tins.tag]::text, 0)))"
      " as etag, shelves.name, tins.numbers from (select array_agg(numbers) as numbers, array_agg(name) as"
      " name, bit_xor(hashtextextended(name, hash_array_extended(numbers, id))) as tag,"
      " coalesce(cardinality(array_agg(numbers)) * 24 + pg_column_size(array_agg(name)), 0) as size from"
      " shelves) as shelves cross join (select array_agg(numbers) as numbers,"
      " bit_xor(hash_array_extended(numbers, id)) as tag, coalesce(cardinality(array_agg(numbers)) * 24, 0)"
      " as size from tins) as tins where clock_timestamp() is not null and exists (select from shelves)");
  CHECK(made.guard() == query::Guard::condition);
  CHECK(made.parameters(false).size() == 2);
  const std::string conditional = query::text(made, true);
  CHECK(conditional.find("($3::text[] && array['*', tag]) is not true as is_new") != std::string::npos);
  CHECK(conditional.find("from tins where (select is_new from known)) as tins") != std::string::npos);
}

TEST_CASE("a list has all rows of the user, without the column that it does not show") {
  const std::string list = written(
      [](Builder& sql) { query::tree(sql, {.entity = &shelf, .is_list = true, .except = "name"}, 1000); });
  CHECK(list.find("shelves.id = ") == std::string::npos);
  CHECK(list.find("exists") == std::string::npos);
}

TEST_CASE("a change keeps absent fields, and distinguishes null from absent for nullable columns") {
  CHECK(written(query::set_given(tin)) ==
        "weight = coalesce($1::integer, tins.weight), best_before = case when $2::boolean then $3::integer"
        " else tins.best_before end, updated_at = $4::integer");
}

TEST_CASE("a delete locks the root before it deletes anything") {
  const std::string sql = written([](Builder& out) { query::remove(out, model::yearly_category, {}); });
  CHECK(
      sql.find("for no key update of yearly_budgets), deleted as (delete from budgeting.yearly_categories") !=
      std::string::npos);
}

TEST_CASE("a statement keeps the numbers of its parameters, with a key and without") {
  constexpr auto write = [](Builder& sql) { query::create(sql, model::fixed_payment); };
  constexpr query::Statement made = query::statement<write, query::Guard::key>;
  REQUIRE(made.takes_key());
  const std::size_t without_key = made.parameters(false).size();
  CHECK(made.parameters(true).size() == without_key + 4);
  const std::string plain = query::text(made, false);
  CHECK(plain.starts_with("with owner as (select transaction_months.id"));
  CHECK(plain.find("stored") == std::string::npos);
  const std::string keyed = query::text(made, true);
  CHECK(
      keyed.starts_with("with found as (select fingerprint, body, problem, etag from"
                        " budgeting.idempotency_keys where auth_user_id = $9::text and key = $10::text"));
  CHECK(keyed.find(" is not null and not exists (select from stored)") != std::string::npos);
}

TEST_CASE("parts only for requests with a guard are left out for others") {
  constexpr auto write = [](Builder& sql) {
    sql << "select one";
    sql.only_with(query::Guard::key, [&] { sql << ", " << query::key; });
    sql.only_with(query::Guard::condition, [&] { sql << ", " << query::tags; });
    sql << " from two";
  };
  constexpr query::Statement with_key = query::statement<write, query::Guard::key>;
  CHECK(query::text(with_key, false) == "select one from two");
  CHECK(query::text(with_key, true) == "select one, $1::text from two");
  CHECK(with_key.takes_key());
  constexpr query::Statement conditional = query::statement<write>;
  CHECK(query::text(conditional, true) == "select one, $1::text[] from two");
  CHECK(conditional.guard() == query::Guard::condition);
  constexpr query::Statement neither = query::statement<[](Builder& sql) { sql << "select 1"; }>;
  CHECK(neither.guard() == query::Guard::none);
}

TEST_CASE("words are kept once, and come back as they were") {
  constexpr auto write = [](Builder& sql) {
    sql << "select selected, _select, integerx from transaction_months where a1where";
  };
  constexpr query::Statement made = query::statement<write>;
  CHECK(query::text(made, false) ==
        "select selected, _select, integerx from transaction_months where a1where");
  CHECK(made.packed().size() < 50);
}

TEST_CASE("CTEs and sub-selects close themselves") {
  const auto write = [](Builder& sql) {
    const query::Rows target = query::with_target(sql, model::month);
    cte(sql, "other", [&] {
      sql << "select one from ";
      query::sub_select(sql, "it", [&] { sql << "values (1)"; });
    });
    sql << " select " << target.name() << ".id";
  };
  const std::string sql = written(write);
  CHECK(sql.starts_with("with target as (select transaction_months.id from"));
  CHECK(sql.ends_with("), other as (select one from (values (1)) as it) select target.id"));
}

TEST_CASE("rows are joined by the model's columns") {
  const query::Owned month(model::month);
  const query::Linked category = below(month, model::category, "kept");
  CHECK(written(join(category)) ==
        " join budgeting.transaction_categories as kept on kept.month_id = transaction_months.id");
  CHECK(written(from(category, join(beside(category)))) ==
        " from budgeting.transaction_categories as kept join budgeting.transaction_categories on"
        " transaction_categories.month_id = kept.month_id where kept.month_id = transaction_months.id");
  const auto clear = [](Builder& sql) {
    const query::Rows target = query::with_target(sql, model::month);
    sql << delete_from(below(target, model::category));
  };
  CHECK(
      written(clear).ends_with("delete from budgeting.transaction_categories using target"
                               " where transaction_categories.month_id = target.id"));
  CHECK(written(from_below(month, model::transaction)) ==
        " from budgeting.transaction_entries where category_id = any(array(select id from"
        " budgeting.transaction_categories where month_id = transaction_months.id))");
}

TEST_CASE("a write limits lock waits before it locks a row; a read does not") {
  constexpr std::string_view scope = " and (select set_config('lock_timeout', '100ms', true)) is not null";
  const auto removal = written([](Builder& sql) { query::remove(sql, model::category, {}); });
  CHECK(removal.find("where profiles.auth_user_id = $1" + std::string(scope)) <
        removal.find("for no key update"));
  const auto made = written([](Builder& sql) { query::create(sql, model::category); });
  CHECK(made.find(scope) < made.find("insert into"));
  const auto read = written([](Builder& sql) { query::tree(sql, model::month_list, 1000); });
  CHECK(read.find("where profiles.auth_user_id = $1") != std::string::npos);
  CHECK(read.find("lock_timeout") == std::string::npos);
}

TEST_CASE("a condition covers the row to be written and what a read of it shows") {
  constexpr auto write = [](Builder& sql) {
    sql << if_match(query::Owned(model::fixed_payment)) << if_match(query::Owned(shelf), shelf_lists);
  };
  constexpr query::Statement made = query::statement<write>;
  CHECK(query::text(made, false).empty());
  CHECK(query::text(made, true) ==
        " and ($1::text[] && array['*', to_hex(hashtextextended(transaction_fixed_payments.name,"
        " hash_array_extended(array[transaction_fixed_payments.id, transaction_fixed_payments.month_id,"
        " transaction_fixed_payments.amount, transaction_fixed_payments.order_index,"
        " transaction_fixed_payments.created_at, transaction_fixed_payments.updated_at],"
        " transaction_fixed_payments.id)))]) <>"
        " ($1::text[] && array['!']) and ($1::text[] && array['*', to_hex(hashtextextended(shelves.name,"
        " hash_array_extended(array[shelves.id], shelves.id))),"
        " to_hex(hashtextextended(array[hashtextextended(shelves.name,"
        " hash_array_extended(array[shelves.id], shelves.id)), (select"
        " bit_xor(hash_array_extended(array[tins.id, tins.weight, tins.best_before, tins.updated_at],"
        " tins.id))"
        " from budgeting.tins where shelf_id = shelves.id)]::text, 0))]) <> ($1::text[] && array['!'])");
}
