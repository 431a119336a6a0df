// budgeting-core: runs one request through the core, as the Worker does, and prints what would be sent to
// PostgreSQL and to the client; for stepping through a request in a debugger.
//
//   budgeting-core request.http
//
// The file contains a request and, after a line `---`, the outcome that its statement should have:
//
//   PATCH /api/months/5
//   user: somebody
//
//   {"income": 1234.5}
//   ---
//   event: row
//
//   {"id": 5}
//
// Names above the blank line: user, now (Unix seconds), content-type, content-encoding, if-match,
// if-none-match, idempotency-key. Names below `---`: event (row, no_row, error, unreachable, lost, timeout),
// sqlstate, constraint, detail, problem, etag. Without the second part, only the plan is printed.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "wasm/abi/messages.hpp"
#include "wasm/api/continuation.hpp"
#include "wasm/json/document.hpp"

namespace {

using budgeting::http::Answer;

/// The first line, the `name: value` lines below it, and the text after the blank line.
struct Part {
  std::string first;
  std::map<std::string, std::string, std::less<>> values;
  std::string body;  ///< followed by the bytes that parsing may read; `size` counts only the body
  std::size_t size = 0;

  [[nodiscard]] std::string_view value(std::string_view name, std::string_view absent = {}) const {
    const auto found = values.find(name);
    return found == values.end() ? absent : std::string_view(found->second);
  }
  [[nodiscard]] std::optional<std::string_view> optional(std::string_view name) const {
    return values.contains(name) ? std::optional(value(name)) : std::nullopt;
  }
  [[nodiscard]] std::string_view text() const { return {body.data(), size}; }
};

std::string_view take_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

Part part_of(std::string_view text, bool has_first_line) {
  Part part;
  if (has_first_line) part.first = take_line(text);
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (line.empty()) break;
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos) continue;
    part.values.emplace(line.substr(0, colon), line.substr(colon + 2));
  }
  part.body = text.substr(0, text.find_last_not_of("\r\n") + 1);
  part.size = part.body.size();
  part.body.append(budgeting::json::padding, '\0');
  return part;
}

void print(const Answer& answer) {
  std::cout << "answer: " << answer.status << "\n";
  for (const auto& header : answer.headers) std::cout << "  " << header.name << ": " << header.value << "\n";
  std::cout << (answer.body_is_row ? "  (the row's body, as it stands)" : answer.body) << "\n";
}

int run(std::string_view file) {
  const std::size_t mark = file.find("\n---");
  const Part request = part_of(file.substr(0, mark), true);
  const std::size_t space = request.first.find(' ');
  if (space == std::string::npos) {
    std::cerr << "The first line must be a method and a path, such as: GET /api/months\n";
    return 2;
  }
  const std::string method = request.first.substr(0, space);
  const std::string url = request.first.substr(space + 1);
  const std::string now(request.value("now", "1700000000"));
  const budgeting::api::Routed routed = budgeting::api::route({method, url, "request"});
  if (routed.answer) {
    print(*routed.answer);
    return 0;
  }
  const budgeting::api::Plan plan =
      budgeting::api::plan({.route = routed.route,
                            .content_type = request.value("content-type", "application/json"),
                            .content_encoding = request.value("content-encoding"),
                            .body = request.text(),
                            .user = request.value("user", "somebody"),
                            .now = std::strtoll(now.c_str(), nullptr, 10),
                            .request_id = "request",
                            .if_match = request.optional("if-match"),
                            .if_none_match = request.optional("if-none-match"),
                            .idempotency_key = request.optional("idempotency-key")});
  if (plan.refusal) {
    if (!plan.log.empty()) std::cout << "log: " << plan.log << "\n";
    print(*plan.refusal);
    return 0;
  }
  std::cout << "statement: " << plan.sql << "\n";
  for (std::size_t at = 0; at < plan.parameters.size(); ++at) {
    std::cout << "  $" << at + 1 << " = " << plan.parameters[at].value_or("null") << "\n";
  }
  if (mark == std::string_view::npos) return 0;

  std::string_view rest = file.substr(mark + 1);
  take_line(rest);
  const Part outcome = part_of(rest, false);
  const auto& events = budgeting::abi::Names<budgeting::api::Event>::all;
  const auto event = std::find(events.begin(), events.end(), outcome.value("event", "row"));
  if (event == events.end()) {
    std::cerr << "event must be row, no_row, error, unreachable, lost or timeout\n";
    return 2;
  }
  print(budgeting::api::respond(
      budgeting::api::Continuation::from(plan.continuation),
      {static_cast<budgeting::api::Event>(event - events.begin()), outcome.value("sqlstate"),
       outcome.value("constraint"), outcome.value("detail"), outcome.optional("problem"), outcome.text(),
       outcome.optional("etag")}));
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "usage: budgeting-core request.http\n";
    return 2;
  }
  std::ifstream stream(arguments[1], std::ios::binary);
  if (!stream) {
    std::cerr << "cannot read " << arguments[1] << "\n";
    return 2;
  }
  const std::string file{std::istreambuf_iterator<char>(stream), {}};
  return run(file);
}
