#pragma once

#include <string_view>

/// What people can make out of a text. All texts here are UTF-8.
namespace budgeting::domain {

/// The text without the blanks at its ends: Unicode's White_Space, and the spaces without width (U+200B,
/// U+2060, U+FEFF). Joiners and direction marks stay, since they have an effect on what stands beside them.
std::string_view trimmed(std::string_view text) noexcept;

/// Whether anything of it can be seen: blanks, U+2800 and what Unicode calls Default_Ignorable_Code_Point
/// (joiners, direction marks, fillers, variation selectors) cannot.
bool is_visible(std::string_view text) noexcept;

/// Whether it has control characters (Unicode's category Cc) other than those in `allowed`.
bool has_control(std::string_view text, std::string_view allowed = {}) noexcept;

}  // namespace budgeting::domain
