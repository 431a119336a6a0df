// The descriptions of these endpoints, in place of those in wasm/native/describe/operations.cpp.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <string>

#include "wasm/native/describe/json.hpp"
#include "wasm/native/describe/operations.hpp"

namespace budgeting::describe {
namespace {

constexpr TagText things{"/api/things", "Things", "What only tests see."};

constexpr QueryText list_texts[] = {
    {"number", "A year.", "2026"},
    {"isPaid", "Whether it is paid.", "true"},
    {"day", "A day.", "2026-02-28"},
    {"month", "A month.", "2026-02"},
    {"order", "What comes first.", "name"},
    {"search", "A part of the name.", "rent"},
    {"after", "Where to continue.", "abc_-9"},
    {"limit", "How many.", "10"},
};
constexpr QueryText add_texts[] = {{"day", "A day.", "2026-02-28"},
                                   {"isPaid", "Whether it is paid.", "true"}};
constexpr QueryText sum_texts[] = {{"rows", "How many.", "3"}};
constexpr QueryText export_texts[] = {
    {"rows", "How many.", "3"},
    {"bytes", "How large each is.", "10"},
    {"broken", "The one to fail.", "2"},
    {"wait", "Seconds until the first.", "0"},
    {"refused", "Whether to refuse.", "false"},
};

constexpr OperationText texts[] = {
    {.operation = "listThings", .answer = "Deleted", .summary = "List", .is_list = true, .query = list_texts},
    {.operation = "addThing", .answer = "Category", .summary = "Add", .query = add_texts},
    {.operation = "addLines", .answer = "Deleted", .summary = "Add a file", .file = "one\ntwo\n"},
    {.operation = "sumThings", .answer = "Deleted", .summary = "Add up", .query = sum_texts},
    {.operation = "exportThings",
     .answer = "Deleted",
     .summary = "Export",
     .is_list = true,
     .query = export_texts},
    {.operation = "listParts", .answer = "Deleted", .summary = "List parts", .is_list = true},
    {.operation = "getPart", .answer = "Category", .summary = "Get a part"},
    {.operation = "changePart", .answer = "Category", .summary = "Change a part"},
};

}  // namespace

const OperationText& operation_text(std::string_view operation) {
  const auto* found = std::find_if(std::begin(texts), std::end(texts),
                                   [&](const OperationText& known) { return known.operation == operation; });
  if (found == std::end(texts)) give_up("no text for the operation", operation);
  return *found;
}

std::span<const OperationText> operation_texts() { return texts; }
std::span<const TagText> tags() { return {&things, 1}; }
const TagText& tag_of(std::string_view /*path*/) { return things; }

[[noreturn]] void give_up(std::string_view what, std::string_view about) {
  const std::string message = std::string(what) + " " + std::string(about) + "\n";
  std::fputs(message.c_str(), stderr);
  std::abort();
}

}  // namespace budgeting::describe
