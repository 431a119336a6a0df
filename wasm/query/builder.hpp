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

#include "wasm/model/entity.hpp"
#include "wasm/query/fingerprint.hpp"

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

  [[nodiscard]] constexpr std::string_view name() const noexcept { return names[index_]; }
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

/// A fragment of a statement's text.
struct Piece {
  std::string_view text;
  bool keyed = false;  ///< only for requests with an `Idempotency-Key`
};

/// One SQL statement with a constant text, or no statement. Values are always passed as parameters. Only
/// `statement` creates one.
class Statement {
 public:
  constexpr Statement() = default;

  [[nodiscard]] constexpr std::span<const Piece> pieces() const noexcept { return pieces_; }
  /// The parameters `$1`, `$2`, ... in order.
  [[nodiscard]] constexpr std::span<const Parameter> parameters(bool keyed = true) const noexcept {
    return keyed ? parameters_ : parameters_.first(without_key_);
  }
  [[nodiscard]] constexpr bool takes_key() const noexcept { return without_key_ < parameters_.size(); }
  /// A hash of the text, with the parts for requests with a key: a changed statement has another.
  [[nodiscard]] constexpr std::uint32_t digest() const noexcept { return digest_; }

 private:
  template <auto write, bool takes_key>
  friend struct Written;

  constexpr Statement(std::span<const Piece> pieces, std::span<const Parameter> parameters,
                      std::size_t without_key, std::uint32_t digest)
      : pieces_(pieces), parameters_(parameters), without_key_(without_key), digest_(digest) {}

  std::span<const Piece> pieces_;
  std::span<const Parameter> parameters_;
  std::size_t without_key_ = 0;  ///< how many of them a request without a key uses
  std::uint32_t digest_ = 0;
};

/// The statement as it is sent to PostgreSQL, for a request with a key or without one.
std::string text(const Statement& statement, bool keyed);

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
  static constexpr std::size_t piece_capacity = 32;
  static constexpr std::size_t parameter_capacity = 24;

  /// A builder for the same statement with the parts for requests with a key; parameters keep their numbers.
  [[nodiscard]] constexpr Builder again_with_key() const {
    Builder builder;
    builder.parameters_ = parameters_;
    builder.count_ = builder.without_key_ = count_;
    builder.takes_key_ = true;
    return builder;
  }

  /// Whether this is a write: a list of CTEs, then a `select` that gives the answer.
  [[nodiscard]] constexpr bool is_write() const noexcept { return separator_ != first_separator; }

  /// Writes the separator before the next CTE, unless it has been written already.
  constexpr void separate() {
    *this << separator_;
    separator_ = {};
  }
  constexpr void end_cte() noexcept { separator_ = ", "; }

  /// Writes a part that is only for requests with a key.
  constexpr void keyed(auto part) {
    if (!takes_key_) return;
    end_piece(false);
    part();
    end_piece(true);
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
    end_piece(false);
  }

  [[nodiscard]] constexpr std::string_view text() const noexcept { return {text_.data(), size_}; }

 private:
  friend class Keys;
  friend class Rows;
  friend class Schema;
  template <auto write, bool takes_key>
  friend struct Written;

  static constexpr std::string_view first_separator = "with ";

  struct PieceEnd {
    std::size_t at = 0;
    bool keyed = false;
  };

  constexpr void put(std::string_view text) {
    for (const char character : text) {
      text_[size_++] = character;
      if (character == '(') ++depth_;
      if (character == ')' && --depth_ < enclosing_) detail::parentheses_must_match();
    }
  }

  constexpr void end_piece(bool is_keyed) {
    const std::size_t begin = piece_count_ == 0 ? 0 : piece_ends_[piece_count_ - 1].at;
    if (begin != size_) piece_ends_[piece_count_++] = {size_, is_keyed};
  }

  std::array<char, text_capacity> text_{};
  std::array<PieceEnd, piece_capacity> piece_ends_{};
  std::array<Parameter, parameter_capacity> parameters_{};
  std::size_t size_ = 0;
  std::size_t piece_count_ = 0;
  std::size_t count_ = 0;
  std::size_t without_key_ = 0;
  std::string_view separator_ = first_separator;
  int depth_ = 0;      ///< how many parentheses are open
  int enclosing_ = 0;  ///< how many of them only `close` can close
  bool takes_key_ = false;
};

/// A CTE, `<name> as (...)`, or a subquery, `(...) as <name>`. It closes its parenthesis when it goes out of
/// scope; nothing written inside it can close it earlier.
class Named {
 public:
  enum class Kind : std::uint8_t { cte, sub_select };

  constexpr Named(Builder& sql, std::string_view name, Kind kind = Kind::cte)
      : sql_(sql), name_(name), kind_(kind) {
    if (kind == Kind::cte) {
      sql.separate();
      sql << name << " as ";
    }
    enclosing_ = sql.open();
  }
  constexpr ~Named() {
    sql_.close(enclosing_);
    if (kind_ == Kind::cte) {
      sql_.end_cte();
    } else {
      sql_ << " as " << name_;
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
template <auto write, bool takes_key>
struct Written {
  static constexpr Builder builder = [] {
    Builder plain;
    write(plain);
    plain.end();
    if (!takes_key) return plain;
    Builder with_key = plain.again_with_key();
    write(with_key);
    with_key.end();
    return with_key;
  }();
  static constexpr auto text = [] {
    std::array<char, builder.size_> copy{};
    for (std::size_t at = 0; at < copy.size(); ++at) copy[at] = builder.text_[at];
    return copy;
  }();
  static constexpr auto pieces = [] {
    std::array<Piece, builder.piece_count_> copy{};
    std::size_t begin = 0;
    for (std::size_t at = 0; at < copy.size(); ++at) {
      const auto [end, keyed] = builder.piece_ends_[at];
      copy[at] = {{text.data() + begin, end - begin}, keyed};
      begin = end;
    }
    return copy;
  }();
  static constexpr auto parameters = [] {
    std::array<Parameter, builder.count_> copy{};
    for (std::size_t at = 0; at < copy.size(); ++at) copy[at] = builder.parameters_[at];
    return copy;
  }();
  static constexpr std::uint32_t digest = [] {
    Fingerprint hash;
    for (const Piece& piece : pieces) hash.add(piece.text);
    return static_cast<std::uint32_t>(hash.value() >> 32U);
  }();
  static constexpr Statement statement{pieces, parameters, takes_key ? builder.without_key_ : builder.count_,
                                       digest};
};

/// Builds, at compile time, the statement that `write` writes when called with a builder. `takes_key`:
/// whether requests may have an `Idempotency-Key`.
template <auto write, bool takes_key = false>
inline constexpr const Statement& statement = Written<write, takes_key>::statement;

}  // namespace budgeting::query
