#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "wasm/statements/texts.hpp"

namespace budgeting::statements {

/// What `Markup` finds: an element's beginning or end, or the text directly behind its beginning.
struct Token {
  enum class Kind : std::uint8_t { open, value, close, end } kind = Kind::end;
  std::string_view name{};        ///< of the element, without a namespace's prefix
  std::string_view text{};        ///< of a value: trimmed, with entities replaced
  std::string_view attributes{};  ///< of a beginning, as they stand
  std::int32_t line = 1;          ///< where it begins, from 1
};

/// Reads XML, and the SGML of OFX, where an element that has a text needs no end tag. Any input is read: a
/// `<` before anything but a name is text, as is an unknown entity. Nothing is fetched or expanded.
class Markup {
 public:
  Markup(std::string_view text, Texts& texts) noexcept : rest_(text), texts_(&texts) {}

  Token next();

  /// The value of an attribute, as it stands; empty if it is missing.
  static std::string_view attribute(std::string_view attributes, std::string_view name) noexcept;

 private:
  void skip(std::size_t count) noexcept;
  bool skip_special() noexcept;
  bool take_text();
  Token take_tag();

  std::string_view rest_;
  Texts* texts_;
  std::int32_t line_ = 1;
  std::string_view open_{};      ///< the element that has just begun, and may have a text
  std::string_view to_close_{};  ///< the element that `<name/>` has begun
  std::string_view value_{};
};

}  // namespace budgeting::statements
