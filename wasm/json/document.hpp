#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace budgeting::json {

enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

/// Bytes that must be readable after the text that is parsed (simdjson reads ahead).
constexpr std::size_t padding = 64;

/// Why a text is not valid JSON, worded so that it may be shown to the user, and the byte at which the error
/// is.
struct ParseError {
  std::string_view message;
  std::size_t offset;
};

/// How much a text may contain. The depth limits the stack, the number of values limits the memory.
struct Limits {
  std::uint32_t depth = 16;
  std::uint32_t values = 200'000;
};

struct Node {
  std::string_view key;   ///< decoded; empty outside objects
  std::string_view text;  ///< a decoded string; a number or literal as written
  std::uint32_t end = 0;  ///< the index after the last node below this one
  Kind kind = Kind::null;
};

/// A value in a parsed document; valid as long as the document.
class Value {
 public:
  Value(std::span<const Node> nodes, std::uint32_t at) noexcept : nodes_(nodes), at_(at) {}

  [[nodiscard]] Kind kind() const noexcept { return nodes_[at_].kind; }
  /// A decoded string; a number or a literal as written in the source.
  [[nodiscard]] std::string_view text() const noexcept { return nodes_[at_].text; }
  [[nodiscard]] bool truth() const noexcept { return kind() == Kind::boolean && text() == "true"; }
  /// The member with that name; the last one if it is repeated.
  [[nodiscard]] std::optional<Value> member(std::string_view key) const noexcept;
  /// The elements of an array or the members of an object.
  [[nodiscard]] std::vector<Value> children() const;

 private:
  std::span<const Node> nodes_;
  std::uint32_t at_;
};

/// JSON text (RFC 8259), parsed completely and strictly: every literal, number and string is checked.
/// Unpaired surrogates are kept (as three bytes each), so that the error can name the field that has one.
class Document {
 public:
  Document() noexcept;
  ~Document();
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  /// Parses `text`. `padding` bytes after it must be readable, and it must outlive the document.
  std::optional<ParseError> parse(std::string_view text, Limits limits = {});
  /// The outermost value. Call it only after a `parse` that returned no error.
  [[nodiscard]] Value root() const noexcept { return {nodes_, 0}; }

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
  std::vector<Node> nodes_;
};

}  // namespace budgeting::json
