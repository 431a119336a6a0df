#pragma once

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace budgeting::statements {

/// Owns the texts that are not a part of the file as they stand. A view of one stays valid as long as the
/// owner, even if the owner is moved.
class Texts {
 public:
  /// Copies the text.
  std::string_view keep(std::string_view text);

  /// Takes the text over.
  std::string_view adopt(std::string&& text);

  /// The text as it is shown to people: without blanks at its ends, runs of blanks as one space, without
  /// control characters and direction marks, and not longer than `most_bytes`. Copied only if it differs.
  std::string_view clean(std::string_view text);

  /// The parts, each cleaned, with a space between them. Empty ones and repetitions of an earlier one are
  /// left out.
  std::string_view join(const std::vector<std::string_view>& parts);

  /// Longer texts are cut: no field of a statement is longer than a few hundred characters.
  static constexpr std::size_t most_bytes = 2000;

 private:
  std::vector<std::unique_ptr<char[]>> blocks_;
  std::vector<std::unique_ptr<std::string>> adopted_;
  std::size_t used_ = 0;
  std::size_t size_ = 0;
};

/// The text without spaces, tabs, line ends and no-break spaces at its ends.
std::string_view trimmed(std::string_view text) noexcept;

/// The beginning of a text in quotation marks, for a message.
std::string quoted(std::string_view text);

/// `parts`, one after the other.
std::string joined(std::initializer_list<std::string_view> parts);

}  // namespace budgeting::statements
