#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wasm/http/error.hpp"
#include "wasm/http/method.hpp"
#include "wasm/json/document.hpp"
#include "wasm/model/entity.hpp"
#include "wasm/query/builder.hpp"

namespace budgeting::api {

/// A field that a body may have.
struct Field {
  std::string_view name;
  std::string_view label;  ///< what people call it, at the beginning of a sentence
  model::Type type;
  bool required = false;
  bool nullable = false;
};

/// The body that an endpoint reads: an object with `fields`, or with one list of such objects.
struct Body {
  std::span<const Field> fields = {};
  std::string_view list = {};
  [[nodiscard]] constexpr bool expected() const noexcept { return !fields.empty(); }
};

inline constexpr std::size_t list_most = 1000;

/// A field's value, checked and as PostgreSQL reads it; `null` and absent are both no text.
struct Value {
  bool given = false;
  std::optional<std::string> text;
};

/// The values of a body: one item, or those of its list, each with a value per field.
struct Values {
  std::vector<std::vector<Value>> items;
  std::size_t sent = 0;  ///< how many items the body had
  std::string wide;      ///< the places of ids beyond `model::narrow_reference_most`, joined by commas
};

/// Why a statement did nothing, although its subject is there: what its row says in the column `problem`, or
/// the constraint that stopped it because the same arose after the statement had looked.
/// `{name}` in the message stands for that member of the row's `body`, or that part of the broken key.
struct Failure {
  std::string_view problem;
  http::Code code;
  std::string_view message;
  std::string_view field = {};  ///< for a 422
  std::string_view constraint = {};
};

/// What the contract says of an endpoint, and the one statement that it runs.
struct Endpoint {
  std::string_view operation;  ///< its name in logs and descriptions
  http::Method method;
  std::string_view path;
  std::string_view thing = {};    ///< what the number in the path is the id of
  std::string_view missing = {};  ///< what is not found where the statement gives no row
  Body body = {};
  std::uint16_t status = 200;
  query::Statement statement = {};
  std::span<const Failure> failures = {};
  /// Rules over several fields, once each is right; may change the values.
  void (*prepare)(const Body& body, Values& values, std::vector<http::FieldError>& errors) = nullptr;
  /// The answer's body from the row's; none: the row's is the answer, byte for byte.
  std::string (*compute)(std::string_view row) = nullptr;
  bool is_open = false;  ///< for anybody; without a statement it is answered at once
  /// For so many milliseconds others may be told what its statement gave: only where it is the same for all.
  std::uint16_t shared_milliseconds = 0;
};

/// The fields that create a row of `entity`, or that change one.
enum class Purpose : std::uint8_t { create, patch };

constexpr bool takes(const model::Column& column, Purpose purpose) noexcept {
  return purpose == Purpose::create ? column.on_create != model::Given::never : column.on_patch;
}

constexpr std::size_t field_count(const model::Entity& entity, Purpose purpose) noexcept {
  std::size_t count = 0;
  for (const model::Column& column : entity.columns) count += takes(column, purpose) ? 1U : 0U;
  return count;
}

template <const model::Entity& entity, Purpose purpose>
inline constexpr auto fields = [] {
  std::array<Field, field_count(entity, purpose)> list{};
  std::size_t at = 0;
  for (const model::Column& column : entity.columns) {
    if (!takes(column, purpose)) continue;
    const bool required = purpose == Purpose::create && column.on_create == model::Given::required;
    list[at++] = {column.json, column.label, column.type, required, column.nullable};
  }
  return list;
}();

}  // namespace budgeting::api
