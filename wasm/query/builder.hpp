#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "wasm/model/entity.hpp"
#include "wasm/query/fingerprint.hpp"
#include "wasm/query/packed.hpp"

namespace budgeting::query {

/// Where the value of a parameter comes from when a request is planned.
enum class Source : std::uint8_t {
  user,         ///< the signed-in user; takes the type of the column it is compared with (text or uuid)
  path,         ///< the number in the path, or the first of two
  path_part,    ///< the second
  query,        ///< a query parameter, null if absent
  now,          ///< the request's time, Unix seconds
  field,        ///< a field of the body, null if absent
  given,        ///< whether the body has that field
  each,         ///< that field of every item of the body's list, as an array
  count,        ///< how many items the body's list has
  tags,         ///< the entity tags in the request's condition, as an array; null if there is none
  key,          ///< the request's `Idempotency-Key`
  fingerprint,  ///< the hash of what the request asks for
  limit,        ///< the value of the limit with that name (`model/limits.hpp`)
};

/// A parameter's type in PostgreSQL, or none: then PostgreSQL finds it out. A number, since the module has
/// hundreds of them.
class SqlType {
 public:
  constexpr SqlType() = default;
  constexpr SqlType(std::string_view name) {
    while (names[index_] != name) ++index_;
  }
  constexpr SqlType(const char* name) : SqlType(std::string_view(name)) {}

  constexpr explicit SqlType(std::uint8_t index) : index_(index) {}

  [[nodiscard]] constexpr std::string_view name() const noexcept { return names[index_]; }
  [[nodiscard]] constexpr std::uint8_t index() const noexcept { return index_; }
  friend constexpr bool operator==(const SqlType&, const SqlType&) = default;

 private:
  static constexpr std::array<std::string_view, 10> names{
      "", "text", "integer", "bigint", "boolean", "text[]", "integer[]", "bigint[]", "boolean[]", "date"};

  std::uint8_t index_ = 0;
};

inline constexpr SqlType text_array = "text[]";

struct Parameter {
  Source source;
  SqlType type = {};
  std::string_view name = {};

  friend constexpr bool operator==(const Parameter&, const Parameter&) = default;
};

inline constexpr Parameter user{Source::user};
inline constexpr Parameter path_number{Source::path, model::sql_type(model::Type::reference)};
inline constexpr Parameter path_part{Source::path_part, model::sql_type(model::Type::reference)};
inline constexpr Parameter now{Source::now, "integer"};
inline constexpr Parameter tags{Source::tags, text_array};
inline constexpr Parameter count{Source::count, "integer"};

constexpr Parameter field(std::string_view name, SqlType type) noexcept {
  return {Source::field, type, name};
}
constexpr Parameter query_parameter(std::string_view name, SqlType type) noexcept {
  return {Source::query, type, name};
}
/// A field that is the id of a row.
constexpr Parameter reference(std::string_view name) noexcept {
  return field(name, model::sql_type(model::Type::reference));
}
constexpr Parameter given(std::string_view name) noexcept { return {Source::given, "boolean", name}; }
constexpr Parameter each(std::string_view name, SqlType type) noexcept { return {Source::each, type, name}; }
constexpr Parameter limit(std::string_view name) noexcept { return {Source::limit, "integer", name}; }

/// What a request may have that needs a longer statement.
enum class Guard : std::uint8_t {
  none,
  key,        ///< an `Idempotency-Key`
  condition,  ///< entity tags, in `If-Match` or `If-None-Match`
};

/// One SQL statement with a constant text, or no statement. Values are always passed as parameters. Only
/// `statement` creates one.
class Statement {
 public:
  constexpr Statement() = default;

  [[nodiscard]] constexpr bool is_empty() const noexcept { return text_.empty(); }
  /// The text as `packed.hpp` keeps it.
  [[nodiscard]] constexpr std::string_view packed() const noexcept { return text_; }
  /// The parameters `$1`, `$2`, ... in order, for a request with the guard or without.
  [[nodiscard]] std::vector<Parameter> parameters(bool guarded = true) const;
  /// The guard for which the statement has a longer form; every guard needs a parameter.
  [[nodiscard]] constexpr Guard guard() const noexcept {
    return without_guard_ < count_ ? guard_ : Guard::none;
  }
  [[nodiscard]] constexpr bool takes_key() const noexcept { return guard() == Guard::key; }
  /// A hash of the text, with the guarded parts: a changed statement has another.
  [[nodiscard]] constexpr std::uint32_t digest() const noexcept { return digest_; }

 private:
  template <auto write, Guard guard>
  friend struct Written;

  constexpr Statement(std::string_view text, std::string_view parameters, std::size_t number,
                      std::size_t without_guard, Guard guard, std::uint32_t digest)
      : text_(text),
        parameters_(parameters),
        count_(static_cast<std::uint8_t>(number)),
        without_guard_(static_cast<std::uint8_t>(without_guard)),
        guard_(guard),
        digest_(digest) {}

  std::string_view text_;
  /// Of each parameter a byte each for its source, its type and the length of its name, and then the name.
  std::string_view parameters_;
  std::uint8_t count_ = 0;
  std::uint8_t without_guard_ = 0;  ///< how many parameters a request without the guard has
  Guard guard_ = Guard::none;
  std::uint32_t digest_ = 0;
};

/// The statement as it is sent to PostgreSQL, for a request with its guard or without.
std::string text(const Statement& statement, bool guarded);

namespace detail {

/// Statements are built at compile time, where calling any of these is an error: each name describes the
/// mistake.
[[noreturn]] inline void a_text_must_not_name_the_schema() { __builtin_trap(); }
[[noreturn]] inline void parentheses_must_match() { __builtin_trap(); }

inline constexpr std::string_view schema = "budgeting";

/// Whether the text ends with the name of the schema, in lower or upper case.
constexpr bool ends_with_schema(std::string_view text) noexcept {
  if (text.size() < schema.size()) return false;
  const std::string_view end = text.substr(text.size() - schema.size());
  std::size_t at = 0;
  while (at < schema.size() && (end[at] | 0x20) == schema[at]) ++at;
  return at == schema.size();
}

}  // namespace detail

/// SQL text written as a literal in the source. It cannot name a table; only `Rows` can.
class Text {
 public:
  constexpr Text() = default;
  consteval Text(const char* text) : text_(text) {
    for (std::size_t size = 1; size <= text_.size(); ++size) {
      if (detail::ends_with_schema(text_.substr(0, size))) detail::a_text_must_not_name_the_schema();
    }
  }

  [[nodiscard]] constexpr std::string_view view() const noexcept { return text_; }

 private:
  std::string_view text_;
};

/// Writes a statement at compile time from SQL text, parameters (written as `$n`) and parts, which are
/// functions that write to the builder. The builder's buffers never become part of the module: `statement`
/// copies what was written into arrays of exactly that size.
class Builder {
 public:
  static constexpr std::size_t text_capacity = 16384;
  static constexpr std::size_t parameter_capacity = 24;

  /// A builder for the same statement with the guarded parts; parameters keep their numbers.
  [[nodiscard]] constexpr Builder again_with(Guard guard) const {
    Builder builder;
    builder.parameters_ = parameters_;
    builder.count_ = builder.without_guard_ = count_;
    builder.guard_ = guard;
    return builder;
  }

  /// Whether this is a write: a list of CTEs, then a `select` that gives the answer.
  [[nodiscard]] constexpr bool is_write() const noexcept { return is_write_; }
  constexpr void mark_write() noexcept { is_write_ = true; }

  /// Writes the separator before the next CTE, unless it has been written already.
  constexpr void separate() {
    *this << separator_;
    separator_ = {};
  }
  constexpr void end_cte() noexcept { separator_ = ", "; }

  /// Writes a part that is only for requests with that guard.
  constexpr void only_with(Guard guard, auto part) {
    if (guard_ != guard) return;
    text_[size_++] = packed::begins_guarded;
    part();
    text_[size_++] = packed::ends_guarded;
  }

  constexpr Builder& operator<<(Text text) { return *this << text.view(); }

  /// Names and other text from the model.
  constexpr Builder& operator<<(std::same_as<std::string_view> auto text) {
    const std::size_t begin = size_;
    put(text);
    for (std::size_t end = begin; end < size_; ++end) {
      if ((text_[end] | 0x20) == 'g' && detail::ends_with_schema({text_.data(), end + 1})) {
        detail::a_text_must_not_name_the_schema();
      }
    }
    return *this;
  }

  constexpr Builder& operator<<(const Parameter& parameter) {
    std::size_t at = 0;
    while (at < count_ && !(parameters_[at] == parameter)) ++at;
    if (at == count_) parameters_[count_++] = parameter;
    *this << "$" << static_cast<int>(at + 1);
    if (parameter.type != SqlType{}) *this << "::" << parameter.type.name();
    return *this;
  }

  constexpr Builder& operator<<(int number) {
    if (number >= 10) *this << number / 10;
    const char digit = static_cast<char>('0' + number % 10);
    return *this << std::string_view(&digit, 1);
  }

  template <class Part>
    requires std::is_invocable_v<const Part&, Builder&>
  constexpr Builder& operator<<(const Part& part) {
    part(*this);
    return *this;
  }

  /// Opens a parenthesis that only `close` can close, with the value returned here.
  [[nodiscard]] constexpr int open() {
    *this << "(";
    return std::exchange(enclosing_, depth_);
  }
  constexpr void close(int enclosing) {
    if (depth_ != enclosing_) detail::parentheses_must_match();
    enclosing_ = enclosing;
    *this << ")";
  }

  /// Finishes the statement.
  constexpr void end() {
    if (depth_ != 0) detail::parentheses_must_match();
  }

  [[nodiscard]] constexpr std::string_view text() const noexcept { return {text_.data(), size_}; }

 private:
  friend class Keys;
  friend class Rows;
  friend class Schema;
  template <auto write, Guard guard>
  friend struct Written;

  constexpr void put(std::string_view text) {
    for (const char character : text) {
      text_[size_++] = character;
      if (character == '(') ++depth_;
      if (character == ')' && --depth_ < enclosing_) detail::parentheses_must_match();
    }
  }

  std::array<char, text_capacity> text_{};
  std::array<Parameter, parameter_capacity> parameters_{};
  std::size_t size_ = 0;
  std::size_t count_ = 0;
  std::size_t without_guard_ = 0;
  std::string_view separator_ = "with ";
  int depth_ = 0;      ///< how many parentheses are open
  int enclosing_ = 0;  ///< how many of them only `close` can close
  Guard guard_ = Guard::none;
  bool is_write_ = false;
};

/// A CTE, `<name> as (...)`, or a subquery, `(...) as <name>`. It closes its parenthesis when it goes out of
/// scope; nothing written inside it can close it earlier. A repeated CTE is computed anew wherever it is
/// named.
class Named {
 public:
  enum class Kind : std::uint8_t { cte, repeated_cte, sub_select };

  constexpr Named(Builder& sql, std::string_view name, Kind kind = Kind::cte)
      : sql_(sql), name_(name), kind_(kind) {
    if (kind != Kind::sub_select) {
      sql.separate();
      sql << name << (kind == Kind::cte ? Text(" as ") : Text(" as not materialized "));
    }
    enclosing_ = sql.open();
  }
  constexpr ~Named() {
    sql_.close(enclosing_);
    if (kind_ == Kind::sub_select) {
      sql_ << " as " << name_;
    } else {
      sql_.end_cte();
    }
  }
  Named(const Named&) = delete;
  Named& operator=(const Named&) = delete;

  [[nodiscard]] constexpr std::string_view name() const noexcept { return name_; }

 private:
  Builder& sql_;
  std::string_view name_;
  Kind kind_;
  int enclosing_ = 0;
};

/// Database objects in the schema other than tables.
class Schema {
 public:
  /// The comment on the schema, which names the newest migration.
  static constexpr void comment(Builder& sql) {
    sql.put("obj_description(to_regnamespace('budgeting'), 'pg_namespace')");
  }
  /// The type of the column `type` of sections.
  static constexpr void section_type(Builder& sql) { sql.put("budgeting.\"SectionType\""); }
};

/// A statement as constants of exactly its size.
template <auto write, Guard guard>
struct Written {
  static constexpr Builder builder = [] {
    Builder plain;
    write(plain);
    plain.end();
    Builder guarded = plain.again_with(guard);
    write(guarded);
    guarded.end();
    return guarded;
  }();
  /// The packed text in a buffer that is large enough, and its length.
  static constexpr auto packed_text = [] {
    std::pair<std::array<char, Builder::text_capacity>, std::size_t> made{};
    made.second = packed::pack(builder.text(), made.first);
    return made;
  }();
  static constexpr auto text = [] {
    std::array<char, packed_text.second> copy{};
    for (std::size_t at = 0; at < copy.size(); ++at) copy[at] = packed_text.first[at];
    return copy;
  }();
  static constexpr auto parameters = [] {
    constexpr std::size_t size = [] {
      std::size_t sum = 0;
      for (std::size_t at = 0; at < builder.count_; ++at) sum += 3 + builder.parameters_[at].name.size();
      return sum;
    }();
    std::array<char, size> list{};
    std::size_t end = 0;
    for (std::size_t at = 0; at < builder.count_; ++at) {
      const Parameter& parameter = builder.parameters_[at];
      list[end++] = static_cast<char>(parameter.source);
      list[end++] = static_cast<char>(parameter.type.index());
      list[end++] = static_cast<char>(parameter.name.size());
      for (const char letter : parameter.name) list[end++] = letter;
    }
    return list;
  }();
  static constexpr Statement statement{{text.data(), text.size()},
                                       {parameters.data(), parameters.size()},
                                       builder.count_,
                                       builder.without_guard_,
                                       guard,
                                       [] {
                                         Fingerprint hash;
                                         hash.add(builder.text());
                                         return static_cast<std::uint32_t>(hash.value() >> 32U);
                                       }()};
};

/// Builds, at compile time, the statement that `write` writes when called with a builder. `guard`: what its
/// requests may have.
template <auto write, Guard guard = Guard::condition>
inline constexpr const Statement& statement = Written<write, guard>::statement;

}  // namespace budgeting::query
