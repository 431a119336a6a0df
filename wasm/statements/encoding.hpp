#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "wasm/statements/texts.hpp"

namespace budgeting::statements {

enum class Encoding : std::uint8_t {
  utf8,
  utf16le,
  utf16be,
  windows1252,
  windows1250,
  latin2,
  latin9,
  other
};

/// The name that WHATWG gives the encoding. ISO-8859-1 is windows-1252 there.
std::string_view name(Encoding encoding) noexcept;

/// The encoding that a label means, in any case; `other` if it is not decoded here.
Encoding encoding_of(std::string_view label) noexcept;

/// The encoding of a file. Its bytes decide: valid UTF-8 is UTF-8, every second byte a zero is UTF-16. Only
/// between the encodings of one byte for each character does the file's own claim count (an XML declaration,
/// or OFX's CHARSET), and then how well its letters make words.
Encoding detect(std::string_view bytes) noexcept;

/// The label by which a file of XML or OFX names its encoding; empty if it has none.
std::string_view claimed_label(std::string_view bytes) noexcept;

/// The text as UTF-8 without a byte order mark and without NULs. It is a view of `bytes` if nothing has to
/// change, else `texts` owns it. Bytes that are not valid in UTF-8 are read as windows-1252.
std::string_view decode(std::string_view bytes, Encoding encoding, Texts& texts);

}  // namespace budgeting::statements
