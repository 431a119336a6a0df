#pragma once

#include <span>
#include <string_view>

namespace budgeting::describe {

/// The documentation of a query parameter: a sentence, and a value that it may have.
struct QueryText {
  std::string_view name;
  std::string_view description;
  std::string_view example;
};

/// The documentation of an endpoint, and what it returns.
struct OperationText {
  std::string_view operation;
  std::string_view answer;  ///< the name of a schema
  std::string_view summary;
  std::string_view description = {};
  bool is_list = false;  ///< the response is a list of them
  std::span<const QueryText> query = {};
  std::string_view file = {};  ///< an example of the body, if that is a file
};

/// A group of operations: those whose path begins with this one.
struct TagText {
  std::string_view path;
  std::string_view name;
  std::string_view description;  ///< empty if another path with the same name has it
};

/// The documentation of an operation. Ends the tool if there is none.
const OperationText& operation_text(std::string_view operation);

/// The documentation of all operations, in no particular order.
std::span<const OperationText> operation_texts();

/// In the order in which they are shown.
std::span<const TagText> tags();

/// The tag with the longest path that is a prefix of `path`. Ends the tool if there is none.
const TagText& tag_of(std::string_view path);

}  // namespace budgeting::describe
