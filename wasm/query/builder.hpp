#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "wasm/model/entity.hpp"

namespace budgeting::query {

/// Where a parameter's value comes from when a request is planned.
enum class Source : std::uint8_t {
  user,         ///< the signed-in user; takes the type of the column it is compared with (text or uuid)
  path,         ///< the number in the path
  now,          ///< the request's time, Unix seconds
  field,        ///< a field of the body, null if absent
  given,        ///< whether the body has that field
  each,         ///< that field of every item of the body's list, as an array
  count,        ///< how many items the body's list has
  tags,         ///< the entity tags of the request's condition, as an array; null without a condition
  key,          ///< the request's `Idempotency-Key`
  fingerprint,  ///< of what the request asks for
  limit,        ///< the number of the limit of that name (`model/limits.hpp`)
};

struct Parameter {
  Source source;
  std::string_view name = {};
  std::string_view type = {};

  friend constexpr bool operator==(const Parameter&, const Parameter&) = default;
};

inline constexpr Parameter user{Source::user};
inline constexpr Parameter path_number{Source::path, {}, model::sql_type(model::Type::reference)};
inline constexpr Parameter now{Source::now, {}, "integer"};
inline constexpr Parameter tags{Source::tags, {}, "text[]"};

constexpr Parameter field(std::string_view name, std::string_view type) noexcept {
  return {Source::field, name, type};
}
/// A field that is the id of a row.
constexpr Parameter reference(std::string_view name) noexcept {
  return field(name, model::sql_type(model::Type::reference));
}
constexpr Parameter given(std::string_view name) noexcept { return {Source::given, name, "boolean"}; }
constexpr Parameter each(std::string_view name, std::string_view type) noexcept {
  return {Source::each, name, type};
}

/// One SQL statement with a constant text. Values are parameters, always.
struct Statement {
  /// With parts, between `part_begin` and `part_end`, that are for requests with an `Idempotency-Key` alone.
  std::string_view sql;
  std::span<const Parameter> parameters;  ///< of `$1`, `$2`, ...
  std::size_t without_key;                ///< how many of them a request without a key has

  [[nodiscard]] constexpr bool takes_key() const noexcept { return without_key < parameters.size(); }
};

inline constexpr char part_begin = '\1';
inline constexpr char part_end = '\2';

/// A statement as PostgreSQL gets it, for a request with a key or without one.
std::string text(const Statement& statement, bool keyed);
std::span<const Parameter> parameters(const Statement& statement, bool keyed) noexcept;

/// Writes a statement at compile time: text as it stands, a parameter as its `$n`.
/// Its buffers never reach the module: `statement` copies what was written into arrays of that size.
class Builder {
 public:
  static constexpr std::size_t text_capacity = 16384;
  static constexpr std::size_t parameter_capacity = 24;

  /// For the same statement with the parts that are for requests with a key; parameters keep their numbers.
  [[nodiscard]] constexpr Builder again_with_key() const {
    Builder builder;
    builder.parameters_ = parameters_;
    builder.count_ = count_;
    builder.keyed_ = true;
    return builder;
  }

  /// Whether this is a write: `with` begins the list of CTEs that every write is.
  [[nodiscard]] constexpr bool is_write() const noexcept { return writes_; }
  constexpr void begin_write() noexcept { writes_ = true; }

  /// A part that is for requests with a key alone.
  constexpr Builder& keyed(auto part) {
    if (!keyed_) return *this;
    text_[size_++] = part_begin;
    part();
    text_[size_++] = part_end;
    return *this;
  }

  constexpr Builder& operator<<(std::string_view text) {
    for (const char character : text) text_[size_++] = character;
    return *this;
  }

  constexpr Builder& operator<<(const Parameter& parameter) {
    std::size_t at = 0;
    while (at < count_ && !(parameters_[at] == parameter)) ++at;
    if (at == count_) parameters_[count_++] = parameter;
    *this << "$" << static_cast<int>(at + 1);
    if (!parameter.type.empty()) *this << "::" << parameter.type;
    return *this;
  }

  constexpr Builder& operator<<(int number) {
    if (number >= 10) *this << number / 10;
    const char digit = static_cast<char>('0' + number % 10);
    return *this << std::string_view(&digit, 1);
  }

  [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
  [[nodiscard]] constexpr std::size_t count() const noexcept { return count_; }
  [[nodiscard]] constexpr char at(std::size_t index) const noexcept { return text_[index]; }
  [[nodiscard]] constexpr Parameter parameter(std::size_t index) const noexcept { return parameters_[index]; }

 private:
  std::array<char, text_capacity> text_{};
  std::array<Parameter, parameter_capacity> parameters_{};
  std::size_t size_ = 0;
  std::size_t count_ = 0;
  bool keyed_ = false;
  bool writes_ = false;
};

namespace detail {

constexpr Builder run(auto write, bool keyed) {
  Builder builder;
  write(builder);
  if (!keyed) return builder;
  Builder with_key = builder.again_with_key();
  write(with_key);
  return with_key;
}

template <auto write, bool keyed>
struct Written {
  static constexpr std::size_t size = run(write, keyed).size();
  static constexpr std::size_t count = run(write, keyed).count();
  static constexpr std::size_t without_key = run(write, false).count();
  static constexpr auto text = [] {
    const Builder builder = run(write, keyed);
    std::array<char, size> copy{};
    for (std::size_t at = 0; at < size; ++at) copy[at] = builder.at(at);
    return copy;
  }();
  static constexpr auto parameters = [] {
    const Builder builder = run(write, keyed);
    std::array<Parameter, count> copy{};
    for (std::size_t at = 0; at < count; ++at) copy[at] = builder.parameter(at);
    return copy;
  }();
};

}  // namespace detail

/// The statement that `write`, called with a builder, writes; made at compile time. `keyed`: it takes a key.
template <auto write, bool keyed = false>
inline constexpr Statement statement{
    {detail::Written<write, keyed>::text.data(), detail::Written<write, keyed>::size},
    detail::Written<write, keyed>::parameters,
    detail::Written<write, keyed>::without_key};

}  // namespace budgeting::query
