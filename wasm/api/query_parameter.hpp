#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "wasm/http/error.hpp"
#include "wasm/model/type.hpp"

namespace budgeting::api {

/// What a query parameter holds.
enum class QueryKind : std::uint8_t {
  number,  ///< a whole number within `range`
  boolean,
  day,     ///< `YYYY-MM-DD`
  month,   ///< `YYYY-MM`; the statement gets its first day
  word,    ///< one of `words`
  text,    ///< as many characters as `range` says
  cursor,  ///< what an earlier answer gave to continue from: letters, digits, `-` and `_`, as many as `range`
           ///< says
};

struct QueryParameter {
  std::string_view name;
  QueryKind kind;
  model::Range range{};
  std::span<const std::string_view> words = {};
  std::string_view absent = {};  ///< what counts if it is left out, as a request writes it; if empty: null
  bool required = false;
};

struct Values;

/// The query parameters of an endpoint; one without any ignores its query. Only a module with an endpoint
/// that has some contains the code that reads them.
struct QueryParameters {
  std::span<const QueryParameter> list = {};
  /// Checks the part of a URL after `?`.
  std::optional<http::Error> (*read)(std::span<const QueryParameter> list, std::string_view query,
                                     Values& values) = nullptr;
};

/// Reads each parameter into `values.query`.
/// Errors: 400 that names every parameter that is unknown, repeated, missing or invalid.
std::optional<http::Error> read_query(std::span<const QueryParameter> list, std::string_view query,
                                      Values& values);

constexpr QueryParameters takes(std::span<const QueryParameter> list) { return {list, read_query}; }

}  // namespace budgeting::api
