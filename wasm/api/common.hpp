#pragma once

#include "wasm/api/endpoint.hpp"
#include "wasm/query/read.hpp"
#include "wasm/query/sqlstate.hpp"
#include "wasm/query/tree.hpp"
#include "wasm/query/write.hpp"

/// Endpoints that have the same shape for every resource.
namespace budgeting::api {

/// For answers that have no lists.
inline constexpr std::array<model::Nested, 0> no_lists{};

/// `POST`: creates a row, with a statement of its own.
template <const model::Entity& entity, auto write>
constexpr Endpoint creates_by(std::string_view operation, std::string_view path, std::string_view parent,
                              std::span<const Failure> failures = {}) {
  return {.operation = operation,
          .method = http::Method::post,
          .path = path,
          .missing = parent,
          .body = {fields<entity, Purpose::create>},
          .status = 201,
          .statement = query::statement<write, query::Guard::key>,
          .failures = failures};
}

/// `POST`: creates a row below another one. `lists` are shown as empty in the answer.
template <const model::Entity& entity, const auto& lists>
constexpr Endpoint creates(std::string_view operation, std::string_view path, std::string_view parent) {
  constexpr auto write = [](query::Builder& sql) { query::create(sql, entity, lists); };
  return creates_by<entity, write>(operation, path, parent);
}

/// `PATCH`: changes a row, with a statement of its own.
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

/// `PATCH`: changes a row. `lists` are the lists below it that the answer shows, `tree` those that the read
/// of it shows.
template <const model::Entity& entity, const auto& lists, const auto& tree = no_lists>
constexpr Endpoint changes(std::string_view operation, std::string_view path) {
  constexpr auto write = [](query::Builder& sql) { query::patch(sql, entity, lists, tree); };
  return changes_by<entity, write>(operation, path);
}

/// `DELETE`: deletes a row and everything below it. `tree`: the lists that the read of it shows.
template <const model::Entity& entity, const auto& tree = no_lists>
constexpr Endpoint removes(std::string_view operation, std::string_view path) {
  return {.operation = operation,
          .method = http::Method::remove,
          .path = path,
          .thing = entity.thing,
          .missing = entity.thing,
          .statement = query::statement<[](query::Builder& sql) { query::remove(sql, entity, tree); }>};
}

/// The maximum size of a read's body in bytes. An isolate has 128 MB of memory, which holds several copies of
/// a body. Within the limits on rows, bodies stay smaller (docs/scaling.md).
inline constexpr int most_answer_bytes = 8 * 1024 * 1024;

/// `GET`: a tree. `thing` is the kind of thing whose id is in the path, if it has one.
template <const model::Tree& tree>
constexpr Endpoint shows(std::string_view operation, std::string_view path, std::string_view thing = {}) {
  constexpr auto read = [](query::Builder& sql) { query::tree(sql, tree, most_answer_bytes); };
  return {.operation = operation,
          .method = http::Method::get,
          .path = path,
          .thing = thing,
          .missing = thing,
          .statement = query::statement<read>,
          .tree = &tree};
}

/// The statement that `read` writes.
template <auto read, int most = most_answer_bytes>
inline constexpr const query::Statement& read_statement =
    query::statement<[](query::Builder& sql) { query::tagged(sql, read, most); }>;

/// `GET`: the result of the statement that `read` writes. `thing` is the kind of thing whose id is in the
/// path.
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
