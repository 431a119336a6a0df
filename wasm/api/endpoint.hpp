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
  std::string_view label;  ///< the name shown to users, as the beginning of a sentence
  model::Type type;
  bool required = false;
  bool nullable = false;
};

/// The body that an endpoint expects: an object with `fields`, or with one list of such objects.
struct Body {
  std::span<const Field> fields = {};
  std::string_view list = {};
  [[nodiscard]] constexpr bool expected() const noexcept { return !fields.empty(); }
};

inline constexpr std::size_t list_most = 1000;

/// A field's value, validated and in the form that PostgreSQL reads. There is no text if it is `null` or
/// absent.
struct Value {
  bool given = false;
  std::optional<std::string> text;
};

/// The values of a body: one item, or one per item of its list; each item has a value per field.
struct Values {
  std::vector<std::vector<Value>> items;
  std::size_t sent = 0;  ///< how many items the body had before repeated ids were merged
  std::string wide;      ///< the paths of ids larger than `model::narrow_reference_most`, joined by commas
};

/// Why a statement changed nothing although its subject exists: the value of `problem` in its row, or the
/// constraint that stopped the statement because the same situation arose after it had checked. `{name}` in
/// the message stands for that member of the row's `body`, or that part of the violated key.
struct Failure {
  std::string_view problem;
  http::Code code;
  std::string_view message;
  std::string_view field = {};  ///< for a 422
  std::string_view constraint = {};
};

/// An endpoint as docs/api.md describes it, and the one statement that it runs.
struct Endpoint {
  std::string_view operation;  ///< its name in logs and in the OpenAPI description
  http::Method method;
  std::string_view path;
  std::string_view thing = {};    ///< the kind of thing whose id is in the path
  std::string_view missing = {};  ///< what does not exist if the statement returns no row
  Body body = {};
  std::uint16_t status = 200;
  query::Statement statement = {};
  std::span<const Failure> failures = {};
  /// Checks rules that concern several fields, once each field is valid; may change the values.
  void (*prepare)(const Body& body, Values& values, std::vector<http::FieldError>& errors) = nullptr;
  /// Computes the response body from the row's body. If null, the row's body is sent byte for byte.
  std::string (*compute)(std::string_view row) = nullptr;
  bool is_open = false;  ///< no sign-in needed; without a statement it is answered at once
  /// For how many milliseconds a result may also be sent to other requests; only for results that are the
  /// same for everyone.
  std::uint16_t shared_milliseconds = 0;
};

/// Whether fields are for creating a row of `entity` or for changing one.
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
