#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wasm/api/query_parameter.hpp"
#include "wasm/http/error.hpp"
#include "wasm/http/method.hpp"
#include "wasm/json/document.hpp"
#include "wasm/model/entity.hpp"
#include "wasm/query/builder.hpp"

namespace budgeting::api {

/// The numbers in a path, such as 3 and 7 in `/api/things/3/parts/7`; 0 where it has none.
using Numbers = std::array<std::int64_t, 2>;

/// A field that a body may have.
struct Field {
  std::string_view name;
  std::string_view label;  ///< the name shown to users, as the beginning of a sentence
  model::Type type;
  bool required = false;
  bool nullable = false;
};

/// A field's value, validated and in the form that PostgreSQL reads. There is no text if it is `null` or
/// absent.
struct Value {
  bool given = false;
  std::optional<std::string> text;
};

/// The checked values of a request. Of its body: one item, or one per item of its list; each item has a value
/// per field.
struct Values {
  Numbers numbers{};                              ///< those in the path
  std::vector<std::optional<std::string>> query;  ///< one per query parameter
  std::vector<std::vector<Value>> items;
  std::size_t sent = 0;  ///< how many items the body had before repeated ids were merged
  std::string wide;      ///< the paths of ids larger than `model::narrow_reference_most`, joined by commas
};

/// The most bytes of a body: 1 MiB.
inline constexpr std::uint32_t most_body_bytes = 1'048'576;
inline constexpr std::size_t list_most = 1000;

struct Invocation;

/// The body that an endpoint expects: a JSON object with `fields`, or with one list of such objects; or, with
/// `read_file`, a file of any type but JSON.
struct Body {
  std::span<const Field> fields = {};
  std::string_view list = {};
  std::uint32_t most_bytes = most_body_bytes;
  /// Reads the values of `fields` from a file; `file` in body.hpp makes it of a parser.
  std::optional<http::Error> (*read_file)(const Invocation& invocation, Values& values) = nullptr;
  [[nodiscard]] constexpr bool expected() const noexcept { return !fields.empty(); }
};

/// How the bodies of a statement's rows become the one text that is sent, or that `Endpoint::compute` gets. A
/// row whose body is null adds nothing, so a row without one shows that the owner of an empty list exists.
struct Joined {
  std::string_view prefix;
  std::string_view separator;
  std::string_view suffix;
  /// Rows are sent as they come, and never held together, so there is no limit on their number.
  bool is_streamed = false;
};

inline constexpr Joined json_list{"[", ",", "]"};
inline constexpr Joined streamed_json_list{"[", ",", "]", true};

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
  std::string_view part = {};     ///< the kind of thing whose id is the second number in the path, if any
  std::string_view missing = {};  ///< what does not exist if the statement returns no row
  QueryParameters parameters = {};
  Body body = {};
  std::uint16_t status = 200;
  query::Statement statement = {};
  std::optional<Joined> joined = {};  ///< for a statement with any number of rows; without it, one row counts
  std::span<const Failure> failures = {};
  /// Checks rules that concern several fields, once each field is valid; may change the values.
  void (*prepare)(const Body& body, Values& values, std::vector<http::FieldError>& errors) = nullptr;
  /// Computes the response body from the row's body. If null, the row's body is sent byte for byte.
  std::string (*compute)(std::string_view row) = nullptr;
  /// What the response shows, if the row has the rows of its tables (`query/tree.hpp`).
  const model::Tree* tree = nullptr;
  bool is_open = false;  ///< no sign-in needed; without a statement it is answered at once
  /// For how many milliseconds a result may also be sent to other requests; only for results that are the
  /// same for everyone.
  std::uint16_t shared_milliseconds = 0;
};

/// The kind of thing whose id is at that place in the path; empty for a year.
constexpr std::string_view thing_at(const Endpoint& endpoint, std::size_t place) noexcept {
  return place == 0 ? endpoint.thing : endpoint.part;
}

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
