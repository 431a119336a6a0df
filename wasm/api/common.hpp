#pragma once

#include "wasm/api/endpoint.hpp"
#include "wasm/query/read.hpp"
#include "wasm/query/sqlstate.hpp"
#include "wasm/query/write.hpp"

/// The endpoints that every resource has in the same shape.
namespace budgeting::api {

/// For answers without lists.
inline constexpr std::array<model::Nested, 0> no_lists{};

/// `POST`: a new row, by a statement of its own.
template <const model::Entity& entity, auto write>
constexpr Endpoint creates_by(std::string_view operation, std::string_view path, std::string_view parent,
                              std::span<const Failure> failures = {}) {
  return {.operation = operation,
          .method = http::Method::post,
          .path = path,
          .missing = parent,
          .body = {fields<entity, Purpose::create>},
          .status = 201,
          .statement = query::statement<write, true>,
          .failures = failures};
}

/// `POST`: a row below another one. `lists` are what its answer shows as empty.
template <const model::Entity& entity, const auto& lists>
constexpr Endpoint creates(std::string_view operation, std::string_view path, std::string_view parent) {
  constexpr auto write = [](query::Builder& sql) { query::create(sql, entity, lists); };
  return creates_by<entity, write>(operation, path, parent);
}

/// `PATCH`: changes a row, by a statement of its own.
template <const model::Entity& entity, auto write>
constexpr Endpoint changes_by(std::string_view operation, std::string_view path,
                              std::span<const Failure> failures = {},
                              std::span<const Field> given = fields<entity, Purpose::patch>) {
  return {.operation = operation,
          .method = http::Method::patch,
          .path = path,
          .thing = entity.thing,
          .missing = entity.thing,
          .body = {given},
          .statement = query::statement<write>,
          .failures = failures};
}

/// `PATCH`: changes a row. `lists` are what its answer shows below it, `tree` what the read of it shows.
template <const model::Entity& entity, const auto& lists, const auto& tree = no_lists>
constexpr Endpoint changes(std::string_view operation, std::string_view path) {
  constexpr auto write = [](query::Builder& sql) { query::patch(sql, entity, lists, tree); };
  return changes_by<entity, write>(operation, path);
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

/// What `read` writes, as a statement.
template <auto read, int most = most_answer_bytes>
inline constexpr const query::Statement& read_statement =
    query::statement<[](query::Builder& sql) { query::tagged(sql, read, most); }>;

/// `GET`: what `read` writes. `thing` is what the number in the path is the id of.
template <auto read, int most = most_answer_bytes>
constexpr Endpoint reads(std::string_view operation, std::string_view path, std::string_view thing = {},
                         std::string (*compute)(std::string_view row) = nullptr) {
  return {.operation = operation,
          .method = http::Method::get,
          .path = path,
          .thing = thing,
          .missing = thing,
          .statement = read_statement<read, most>,
          .compute = compute};
}

}  // namespace budgeting::api
