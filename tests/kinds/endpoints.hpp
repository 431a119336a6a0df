#pragma once

#include <array>

#include "wasm/api/body.hpp"
#include "wasm/api/common.hpp"
#include "wasm/model/months.hpp"

/// Endpoints of the kinds that the API itself does not have yet. They are in a module of their own, which
/// only tests use.
namespace kinds {

namespace api = budgeting::api;
namespace http = budgeting::http;
namespace model = budgeting::model;
using namespace budgeting::query;

inline constexpr std::string_view orders[] = {"name", "newest"};

inline constexpr std::array list_parameters{
    api::QueryParameter{
        .name = "number", .kind = api::QueryKind::number, .range = model::range(model::Type::year)},
    api::QueryParameter{.name = "isPaid", .kind = api::QueryKind::boolean},
    api::QueryParameter{.name = "day", .kind = api::QueryKind::day},
    api::QueryParameter{.name = "month", .kind = api::QueryKind::month, .absent = "2026-02"},
    api::QueryParameter{.name = "order", .kind = api::QueryKind::word, .words = orders, .absent = "newest"},
    api::QueryParameter{.name = "search", .kind = api::QueryKind::text, .range = {1, 20}},
    api::QueryParameter{.name = "after", .kind = api::QueryKind::cursor, .range = {1, 40}},
    api::QueryParameter{.name = "limit", .kind = api::QueryKind::number, .range = {0, 100}, .absent = "2"},
};

/// Every parameter as PostgreSQL has it, in as many rows as `limit` says.
constexpr void list(Builder& sql) {
  sql << "select json_build_object('row', row, 'number', " << query_parameter("number", "integer")
      << ", 'isPaid', " << query_parameter("isPaid", "boolean") << ", 'day', "
      << query_parameter("day", "date") << ", 'month', " << query_parameter("month", "date") << ", 'order', "
      << query_parameter("order", "text") << ", 'search', " << query_parameter("search", "text")
      << ", 'after', " << query_parameter("after", "text")
      << ") as body, null as problem from generate_series(1, " << query_parameter("limit", "integer")
      << ") as row" << uncached << " order by row";
}

inline constexpr std::array sum_parameters{api::QueryParameter{
    .name = "rows", .kind = api::QueryKind::number, .range = {0, 100'000}, .required = true}};

constexpr void numbers(Builder& sql) {
  sql << "select row as body, null as problem from generate_series(1, " << query_parameter("rows", "integer")
      << ") as row" << uncached << " order by row";
}

/// `[1,2,3]` becomes `{"rows":3,"sum":6}`.
std::string add_up(std::string_view rows);

inline constexpr std::array export_parameters{
    api::QueryParameter{
        .name = "rows", .kind = api::QueryKind::number, .range = {0, 10'000'000}, .required = true},
    api::QueryParameter{
        .name = "bytes", .kind = api::QueryKind::number, .range = {0, 1'000'000}, .absent = "0"},
    api::QueryParameter{
        .name = "broken", .kind = api::QueryKind::number, .range = {0, 10'000'000}, .absent = "0"},
    api::QueryParameter{.name = "wait", .kind = api::QueryKind::number, .range = {0, 60}, .absent = "0"},
    api::QueryParameter{.name = "refused", .kind = api::QueryKind::boolean, .absent = "false"},
};

/// So many rows of so many bytes; the row `broken` is an error, and the first comes after so many seconds.
constexpr void stream(Builder& sql) {
  sql << "select json_build_object('row', row, 'broken', 1 / (row - " << query_parameter("broken", "integer")
      << "), 'text', repeat('x', " << query_parameter("bytes", "integer") << ")) as body, case when "
      << query_parameter("refused", "boolean") << " then 'refused' end as problem from pg_sleep("
      << query_parameter("wait", "integer") << "), generate_series(1, " << query_parameter("rows", "integer")
      << ") as row" << uncached;
}

inline constexpr std::array stream_failures{
    api::Failure{"refused", http::Code::conflict, "This cannot be exported"}};

/// The categories of a month; a month without any is one row without a body.
constexpr void parts(Builder& sql) {
  const Owned month(model::month);
  sql << "select case when part.id is not null then json_build_object('id', part.id, 'name', part.name) end"
         " as body, null as problem"
      << " from (select transaction_months.id" << from(month) << and_in_path(month)
      << ") as thing left join (select transaction_categories.id, transaction_categories.name"
      << from(Owned(model::category)) << " and transaction_categories.month_id = " << path_number
      << ") as part on true" << uncached << " order by part.id";
}

/// ` and` the condition that selects the category by both numbers.
constexpr void and_in_both(Builder& sql) {
  sql << " and transaction_months.id = " << path_number << " and transaction_categories.id = " << path_part;
}

constexpr void part(Builder& sql) {
  const Owned category(model::category);
  sql << "select row_to_json(answer) as body from (select " << columns(category) << from(category)
      << and_in_both << ") as answer" << uncached;
}

constexpr void change_part(Builder& sql) {
  const Rows target = cte(sql, "target", [&] {
    const Owned category(model::category);
    sql << "select transaction_categories.id" << from(category) << and_in_both;
    return category;
  });
  const Rows changed = changed_row(sql, target, {});
  answer(sql, {}, [&](Builder& out) {
    out << object(changed) << " as body"
        << problem_and_tag("case when changed.id is null then 'stale' end", changed)
        << " from target left join changed on true where changed.id is not null or " << tags
        << " is not null";
  });
}

inline constexpr std::array add_parameters{
    api::QueryParameter{.name = "day", .kind = api::QueryKind::day, .required = true},
    api::QueryParameter{.name = "isPaid", .kind = api::QueryKind::boolean},
};
inline constexpr std::array add_fields{api::Field{"name", "Name", model::Type::name, true}};

/// Shows whether a repeated request gets the stored answer: `made` is another each time.
constexpr void add(Builder& sql) {
  cte(sql, "own", [&] { sql << "select transaction_months.id" << from(Owned(model::month)); });
  answer(sql, {}, [](Builder& out) {
    out << "json_build_object('name', " << field("name", "text") << ", 'day', "
        << query_parameter("day", "date") << ", 'isPaid', " << query_parameter("isPaid", "boolean")
        << ", 'made', gen_random_uuid()) as body, null as problem, null as etag"
           " from (select count(*) from own) as own";
  });
}

inline constexpr std::uint32_t most_file_bytes = 4'194'304;
inline constexpr std::array file_fields{api::Field{"line", "Line", model::Type::description},
                                        api::Field{"bytes", "Bytes", model::Type::order_index}};

/// The lines of a file, and their lengths; a line `bad` is invalid.
void parse_lines(std::string_view file, api::Values& values, std::vector<http::FieldError>& errors);

constexpr void add_lines(Builder& sql) {
  cte(sql, "own", [&] { sql << "select transaction_months.id" << from(Owned(model::month)); });
  answer(sql, {}, [](Builder& out) {
    out << "json_build_object('lines', cardinality(" << each("line", "text[]") << "), 'first', ("
        << each("line", "text[]") << ")[1], 'bytes', (select sum(bytes) from unnest("
        << each("bytes", "integer[]")
        << ") as bytes), 'made', gen_random_uuid()) as body, null as problem, null as etag"
           " from (select count(*) from own) as own";
  });
}

inline constexpr std::array endpoints{
    api::Endpoint{.operation = "listThings",
                  .method = http::Method::get,
                  .path = "/api/things",
                  .parameters = api::takes(list_parameters),
                  .statement = statement<list>,
                  .joined = api::json_list},
    api::Endpoint{.operation = "addThing",
                  .method = http::Method::post,
                  .path = "/api/things",
                  .parameters = api::takes(add_parameters),
                  .body = {add_fields},
                  .status = 201,
                  .statement = statement<add, budgeting::query::Guard::key>},
    api::Endpoint{
        .operation = "addLines",
        .method = http::Method::post,
        .path = "/api/things/lines",
        .body = {.fields = file_fields, .most_bytes = most_file_bytes, .read_file = api::file<parse_lines>},
        .status = 201,
        .statement = statement<add_lines, budgeting::query::Guard::key>},
    api::Endpoint{.operation = "sumThings",
                  .method = http::Method::get,
                  .path = "/api/things/sum",
                  .parameters = api::takes(sum_parameters),
                  .statement = statement<numbers>,
                  .joined = api::json_list,
                  .compute = add_up},
    api::Endpoint{.operation = "exportThings",
                  .method = http::Method::get,
                  .path = "/api/things/export",
                  .parameters = api::takes(export_parameters),
                  .statement = statement<stream>,
                  .joined = api::streamed_json_list,
                  .failures = stream_failures},
    api::Endpoint{.operation = "listParts",
                  .method = http::Method::get,
                  .path = "/api/things/:id/parts",
                  .thing = model::month.thing,
                  .missing = model::month.thing,
                  .statement = statement<parts>,
                  .joined = api::json_list},
    api::Endpoint{.operation = "getPart",
                  .method = http::Method::get,
                  .path = "/api/things/:id/parts/:part",
                  .thing = model::month.thing,
                  .part = model::category.thing,
                  .missing = model::category.thing,
                  .statement = api::read_statement<part>},
    api::Endpoint{.operation = "changePart",
                  .method = http::Method::patch,
                  .path = "/api/things/:id/parts/:part",
                  .thing = model::month.thing,
                  .part = model::category.thing,
                  .missing = model::category.thing,
                  .body = {api::fields<model::category, api::Purpose::patch>},
                  .statement = statement<change_part>},
};

}  // namespace kinds
