#include "tests/kinds/endpoints.hpp"

#include <algorithm>

#include "wasm/api/endpoints.hpp"
#include "wasm/domain/decimal.hpp"
#include "wasm/json/document.hpp"
#include "wasm/json/writer.hpp"

namespace kinds {

std::string add_up(std::string_view rows) {
  budgeting::json::Document document;
  if (document.parse(rows)) __builtin_trap();
  std::int64_t count = 0;
  std::int64_t sum = 0;
  for (const budgeting::json::Value row : document.root().children()) {
    count += 1;
    sum += budgeting::domain::integer(row.text()).value_or(0);
  }
  std::string text;
  budgeting::json::Writer(text).open('{').member("rows", count).member("sum", sum).close('}');
  return text;
}

void parse_lines(std::string_view file, api::Values& values, std::vector<http::FieldError>& errors) {
  while (!file.empty()) {
    const std::string_view line = file.substr(0, file.find('\n'));
    file.remove_prefix(std::min(line.size() + 1, file.size()));
    values.sent += 1;
    if (line == "bad") errors.push_back({"line", "Line " + std::to_string(values.sent) + " is bad"});
    values.items.push_back({{true, std::string(line)}, {true, std::to_string(line.size())}});
  }
}

}  // namespace kinds

namespace budgeting::api {

// In place of those in wasm/api/endpoints.cpp.
std::span<const Endpoint> endpoints() noexcept { return kinds::endpoints; }
std::span<const Endpoint> routes() noexcept { return kinds::endpoints; }

}  // namespace budgeting::api
