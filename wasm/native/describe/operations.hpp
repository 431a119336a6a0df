#pragma once

#include <span>
#include <string_view>

namespace budgeting::describe {

/// What people should know of an endpoint, and what it answers.
struct OperationText {
  std::string_view operation;
  std::string_view answer;  ///< the name of a schema
  std::string_view summary;
  std::string_view description = {};
  bool is_list = false;  ///< the answer is a list of such
};

/// A group of operations: those whose path begins so.
struct TagText {
  std::string_view path;
  std::string_view name;
  std::string_view description;  ///< none: another path of the same name has it
};

/// The text of an operation. Gives up if there is none.
const OperationText& operation_text(std::string_view operation);

/// The texts of all operations, in no order.
std::span<const OperationText> operation_texts();

/// In the order they are to be shown.
std::span<const TagText> tags();

/// The tag with the longest path that `path` begins with. Gives up if there is none.
const TagText& tag_of(std::string_view path);

}  // namespace budgeting::describe
