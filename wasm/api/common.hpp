#pragma once

#include "wasm/api/endpoint.hpp"
#include "wasm/query/read.hpp"
#include "wasm/query/write.hpp"

/// The endpoints that every resource has in the same shape.
namespace budgeting::api {

/// `POST`: a row below another one. `lists` are what its answer shows as empty.
template <const model::Entity& entity, const auto& lists>
constexpr Endpoint creates(std::string_view operation, std::string_view path, std::string_view parent) {
  constexpr auto write = [](query::Builder& sql) { query::create(sql, entity, lists); };
  return {.operation = operation,
          .method = http::Method::post,
          .path = path,
          .missing = parent,
          .body = {fields<entity, Purpose::create>},
          .status = 201,
          .statement = query::statement<write, true>};
}

/// For answers without lists.
inline constexpr std::array<model::Nested, 0> no_lists{};

/// `PATCH`: changes a row. `lists` are what its answer shows below it, `tree` what the read of it shows.
template <const model::Entity& entity, const auto& lists, const auto& tree = no_lists>
constexpr Endpoint changes(std::string_view operation, std::string_view path) {
  return {.operation = operation,
          .method = http::Method::patch,
          .path = path,
          .thing = entity.thing,
          .missing = entity.thing,
          .body = {fields<entity, Purpose::patch>},
          .statement = query::statement<[](query::Builder& sql) { query::patch(sql, entity, lists, tree); }>};
}

/// `DELETE`: removes a row and all below it. `tree` is what the read of it shows.
template <const model::Entity& entity, const auto& tree = no_lists>
constexpr Endpoint removes(std::string_view operation, std::string_view path) {
  return {.operation = operation,
          .method = http::Method::remove,
          .path = path,
          .thing = entity.thing,
          .missing = entity.thing,
          .statement = query::statement<[](query::Builder& sql) { query::remove(sql, entity, tree); }>};
}

/// The most bytes that the body of a read may have: an isolate has 128 MB, in which a body stands several
/// times. What the limits on rows let be made is smaller (docs/scaling.md).
inline constexpr int most_answer_bytes = 8 * 1024 * 1024;

/// A read.
template <auto read, int most = most_answer_bytes>
inline constexpr query::Statement read_statement =
    query::statement<[](query::Builder& sql) { query::tagged(sql, read, most); }>;

}  // namespace budgeting::api
