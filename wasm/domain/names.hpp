#pragma once

#include <string_view>

/// How people perceive a text. All texts here are UTF-8.
namespace budgeting::domain {

/// The text without blanks at its ends: Unicode's White_Space and the zero-width spaces (U+200B, U+2060,
/// U+FEFF). Joiners and direction marks are kept, because they affect the characters next to them.
std::string_view trimmed(std::string_view text) noexcept;

/// Whether any part of the text is visible. Blanks, U+2800 and the characters that Unicode calls
/// Default_Ignorable_Code_Point (joiners, direction marks, fillers, variation selectors) are not.
bool is_visible(std::string_view text) noexcept;

/// Whether the text has control characters (Unicode category Cc) other than those in `allowed`.
bool has_control(std::string_view text, std::string_view allowed = {}) noexcept;

}  // namespace budgeting::domain
