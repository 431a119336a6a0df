#pragma once

#include <string_view>
#include <vector>

/// Arrays as PostgreSQL returns them (postgresql.org/docs/17/arrays.html, 8.15.6). The views point into the
/// text that was read.
namespace budgeting::query {

/// The numbers of an array with any number of dimensions, one after another, each as its digits or `NULL`.
std::vector<std::string_view> returned_numbers(std::string_view array);

/// A text in an array.
struct ReturnedText {
  /// Without quotes around it. Quotes and backslashes are escaped by a backslash, as in JSON.
  std::string_view escaped;
  bool is_null = false;
};

/// The texts of an array with one dimension. Traps on anything else.
std::vector<ReturnedText> returned_texts(std::string_view array);

}  // namespace budgeting::query
