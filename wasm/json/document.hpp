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

/// Bytes that must be readable behind the text that is parsed (simdjson reads ahead).
constexpr std::size_t padding = 64;

/// Why a text is no JSON, fit to show, and the byte where it goes wrong.
struct ParseError {
  std::string_view message;
  std::size_t offset;
};

/// How much a text may hold. The depth bounds the stack, the number of values the memory.
struct Limits {
  std::uint32_t depth = 16;
  std::uint32_t values = 200'000;
};

struct Node {
  std::string_view key;   ///< decoded; empty outside objects
  std::string_view text;  ///< a string decoded, a number or literal as it stands in the source
  std::uint32_t end = 0;  ///< the index behind the last node below this one
  Kind kind = Kind::null;
};

/// A value in a parsed document; it lives as long as the document.
class Value {
 public:
  Value(std::span<const Node> nodes, std::uint32_t at) noexcept : nodes_(nodes), at_(at) {}

  [[nodiscard]] Kind kind() const noexcept { return nodes_[at_].kind; }
  /// A string decoded; a number or a literal as it stands in the source.
  [[nodiscard]] std::string_view text() const noexcept { return nodes_[at_].text; }
  [[nodiscard]] bool truth() const noexcept { return kind() == Kind::boolean && text() == "true"; }
  /// The member of that name, the last of them where it is repeated.
  [[nodiscard]] std::optional<Value> member(std::string_view key) const noexcept;
  /// Elements of an array or members of an object.
  [[nodiscard]] std::vector<Value> children() const;

 private:
  std::span<const Node> nodes_;
  std::uint32_t at_;
};

/// JSON text (RFC 8259) read wholly and strictly: every literal, number and string in it is checked.
/// Unpaired surrogates are kept (as three bytes each), so that the field that holds one can be named.
class Document {
 public:
  Document() noexcept;
  ~Document();
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  /// Reads `text`, behind which `padding` bytes must be readable, and which must outlive the document.
  std::optional<ParseError> parse(std::string_view text, Limits limits = {});
  /// The outermost value; only after a `parse` that gave no error.
  [[nodiscard]] Value root() const noexcept { return {nodes_, 0}; }

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
  std::vector<Node> nodes_;
};

}  // namespace budgeting::json
