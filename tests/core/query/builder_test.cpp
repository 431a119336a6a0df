#include "wasm/query/builder.hpp"

#include <doctest/doctest.h>

#include <string>

#include "wasm/model/months.hpp"
#include "wasm/model/yearly.hpp"
#include "wasm/query/read.hpp"
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

TEST_CASE("lists are nested and ordered as in the model") {
  CHECK(written([](Builder& sql) { query::tree(sql, shelf, shelf_lists); }) ==
        "select row_to_json(answer) as body from (select shelves.id as \"id\", shelves.name as \"name\","
        " coalesce((select json_agg(item) from (select tins.id as \"id\", tins.weight as \"weight\","
        " tins.best_before as \"bestBefore\", tins.updated_at as \"updatedAt\" from budgeting.tins"
        " where tins.shelf_id = shelves.id order by tins.best_before desc, tins.id) as item), '[]') as"
        " \"tins\" from budgeting.shelves join budgeting.profiles on profiles.profile_token ="
        " shelves.profile_token where profiles.auth_user_id = $1 and shelves.id = $2::bigint) as answer"
        " where clock_timestamp() is not null");
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
  constexpr query::Statement made = query::statement<write, true>;
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

TEST_CASE("parts only for requests with a key are separate pieces") {
  constexpr auto write = [](Builder& sql) { query::create(sql, model::fixed_payment); };
  std::string joined;
  int keyed = 0;
  for (const query::Piece& piece : query::statement<write, true>.pieces()) {
    joined += piece.text;
    if (piece.keyed) ++keyed;
    CHECK_FALSE(piece.text.empty());
  }
  CHECK(joined == query::text(query::statement<write, true>, true));
  CHECK(keyed == 4);  // the look-up, its condition, and what is before the answer and behind it
  CHECK(query::statement<write>.pieces().size() == 1);
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
  const auto read = written([](Builder& sql) { query::list_owned(sql, model::month); });
  CHECK(read.find("where profiles.auth_user_id = $1") != std::string::npos);
  CHECK(read.find("lock_timeout") == std::string::npos);
}

TEST_CASE("a condition covers the row to be written and what a read of it shows") {
  const auto plain = written(if_match(query::Owned(model::fixed_payment)));
  CHECK(plain ==
        " and ($1::text[] is null or ($1::text[] && array['*',"
        " to_hex(hashtextextended(transaction_fixed_payments::text, 0))]) <> ($1::text[] && array['!']))");
  const auto tree = written(if_match(query::Owned(model::category), model::category_lists));
  CHECK(tree.find("(select row_to_json(answer) from (select transaction_categories.id") != std::string::npos);
  CHECK(tree.find("from budgeting.transaction_categories") == std::string::npos);
}
