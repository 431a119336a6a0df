// Outcomes: whatever PostgreSQL may say, an answer that is JSON in UTF-8 and keeps secrets.
#include <fuzzer/FuzzedDataProvider.h>

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/fuzz/answers.hpp"
#include "wasm/api/continuation.hpp"
#include "wasm/api/endpoints.hpp"
#include "wasm/api/resume.hpp"
#include "wasm/api/summaries.hpp"

namespace {

namespace api = budgeting::api;
using api::Event;
using fuzz::require;

constexpr std::string_view token = "profile-token-5b1e";
const std::set<int> error_statuses{400, 401, 404, 409, 412, 422, 500, 503, 504};
constexpr const char* sqlstates[] = {"08006", "22003", "2200H", "22P02", "23503", "23505",
                                     "23514", "25006", "40001", "40P01", "42P01", "53300",
                                     "55P03", "57014", "57P01", "58030", "XX000", ""};

/// Rows as the statements make them, with what `input` puts in them.
class Rows {
 public:
  explicit Rows(FuzzedDataProvider& input) : input_(input) {}

  std::string text() {
    std::string quoted = "\"";
    for (const char character : fuzz::as_utf8(input_.ConsumeRandomLengthString(40))) {
      if (character == '"' || character == '\\') quoted += '\\';
      if (static_cast<unsigned char>(character) >= 0x20) quoted += character;
      if (character == '\n') quoted += "\\n";
      if (character == '\x1f') quoted += "\\u001f";
    }
    return quoted + "\"";
  }
  /// A column's value, or a sum of as many as a table could hold.
  std::string amount() {
    constexpr std::int64_t sum = 2'147'483'647LL * 1'000'000;
    return std::to_string(input_.ConsumeIntegralInRange<std::int64_t>(-sum, sum));
  }
  std::string column() { return std::to_string(input_.ConsumeIntegral<std::int32_t>()); }
  std::string several(std::string (Rows::*one)()) {
    std::string list;
    for (auto left = input_.ConsumeIntegralInRange<int>(0, 14); left > 0; --left) {
      list += (list.empty() ? "" : ",") + (this->*one)();
    }
    return "[" + list + "]";
  }
  std::string pair() {
    return "[" + std::to_string(input_.ConsumeIntegralInRange<int>(-1, 14)) + "," + amount() + "]";
  }
  std::string category() {
    return R"({"categoryId":)" + column() + R"(,"categoryName":)" + text() + R"(,"allocated":)" + column() +
           R"(,"spent":)" + amount() + "}";
  }
  std::string section() {
    return R"({"sectionId":)" + column() + R"(,"sectionType":)" + text() + R"(,"sectionName":)" + text() +
           R"(,"targetPercent":)" + column() + R"(,"totals":)" + several(&Rows::pair) + "}";
  }
  std::string month() {
    return R"({"monthId":)" + column() + R"(,"monthName":)" + text() + R"(,"income":)" + column() +
           R"(,"totalFixedPayments":)" + amount() + R"(,"categories":)" + several(&Rows::category) + "}";
  }
  std::string year() {
    return R"({"budgetId":)" + column() + R"(,"year":)" + column() + R"(,"spendTarget":)" + column() +
           R"(,"showWarnings":)" + (input_.ConsumeBool() ? "true" : "false") + R"(,"gross":)" +
           several(&Rows::pair) + R"(,"deductions":)" + several(&Rows::pair) + R"(,"sections":)" +
           several(&Rows::section) + "}";
  }
  /// The arrays of a tree's tables, whose rows may belong to any others, or to none.
  std::vector<std::optional<std::string>> arrays(const budgeting::model::Tree& tree) {
    std::vector<std::optional<std::string>> all;
    table(all, *tree.entity, tree.is_list ? input_.ConsumeIntegralInRange<int>(0, 4) : 1, tree.except);
    for (const budgeting::model::Entity* each : budgeting::model::Tables(tree.nested)) {
      table(all, *each, input_.ConsumeIntegralInRange<int>(0, 5), {});
    }
    return all;
  }
  std::string problem() { return R"({"most":5,"name":)" + text() + R"(,"year":)" + column() + "}"; }

 private:
  void table(std::vector<std::optional<std::string>>& all, const budgeting::model::Entity& entity, int rows,
             std::string_view except) {
    const std::size_t begin = all.size();
    std::string numbers = "{";
    std::vector<std::string> texts;
    for (int row = 0; row < rows; ++row) {
      std::string cells;
      std::size_t at = 0;
      for (const budgeting::model::Column& column : entity.columns) {
        if (column.json == except) continue;
        if (budgeting::model::is_returned_as_text(column.type)) {
          if (texts.size() <= at) texts.emplace_back("{");
          if (texts[at].size() > 1) texts[at] += ',';
          texts[at++] += input_.ConsumeBool() ? array_text() : "NULL";
        } else {
          if (!cells.empty()) cells += ',';
          // Ids from 0 to 6, so that rows belong to each other.
          const bool is_id = column.type == budgeting::model::Type::reference;
          if (column.nullable && input_.ConsumeBool()) {
            cells += "NULL";
          } else {
            cells += is_id ? std::to_string(input_.ConsumeIntegralInRange<int>(0, 6)) : this->column();
          }
        }
      }
      numbers += (row > 0 ? ",{" : "{") + cells + "}";
    }
    all.push_back(rows > 0 ? std::optional(numbers + "}") : std::nullopt);
    for (const budgeting::model::Column& column : entity.columns) {
      if (column.json == except || !budgeting::model::is_returned_as_text(column.type)) continue;
      const std::size_t at = all.size() - begin - 1;
      all.push_back(rows > 0 ? std::optional(texts[at] + "}") : std::nullopt);
    }
  }

  /// A text as PostgreSQL quotes it in an array.
  std::string array_text() {
    std::string quoted = "\"";
    for (const char character : fuzz::as_utf8(input_.ConsumeRandomLengthString(40))) {
      if (character == '"' || character == '\\') quoted += '\\';
      if (character != '\0') quoted += character;
    }
    return quoted + "\"";
  }

  FuzzedDataProvider& input_;
};

std::string detail_from(FuzzedDataProvider& input) {
  const std::string name = fuzz::as_utf8(input.ConsumeRandomLengthString(60));
  if (input.ConsumeBool()) return name;
  return "Key (profile_token, month_name, year)=(" + std::string(token) + ", " + name +
         ", 2025) already exists.";
}

std::string constraint_from(FuzzedDataProvider& input, const api::Endpoint& endpoint) {
  if (endpoint.failures.empty() || input.ConsumeBool()) return input.ConsumeRandomLengthString(30);
  const auto last = endpoint.failures.size() - 1;
  return std::string(endpoint.failures[input.ConsumeIntegralInRange<std::size_t>(0, last)].constraint);
}

void require_answer(const budgeting::http::Answer& answer, const api::Endpoint& endpoint, bool is_row,
                    std::string_view request_id) {
  if (answer.status == 304) {
    fuzz::require_headers(answer);
    require(answer.body.empty() && !answer.body_is_row, "what the client has is not sent");
    return;
  }
  if (is_row) {
    fuzz::require_headers(answer);
    require(answer.status == endpoint.status, "a row's status is the endpoint's");
    require(answer.body_is_row == (endpoint.compute == nullptr && endpoint.tree == nullptr),
            "a row is the answer unless the core makes it");
    require(answer.body_is_row ? answer.body.empty() : fuzz::is_json(answer.body), "a computed body is JSON");
    return;
  }
  require(error_statuses.contains(answer.status), "a failure's status is of the contract");
  require(!answer.body_is_row, "a failure has no row");
  fuzz::require_error(answer, request_id);
}

/// The answer in the end, if every attempt ends so.
budgeting::http::Answer answer_to(std::string continuation, const api::Outcome& outcome,
                                  FuzzedDataProvider& input) {
  for (int attempts = 1;; ++attempts) {
    const double left = input.ConsumeFloatingPointInRange<double>(0, 20'000);
    const api::Next next =
        api::resume({continuation, outcome, left, 10'000, input.ConsumeProbability<double>()});
    require(attempts <= 8, "nothing is sent more than eight times");
    if (next.answer) return *next.answer;
    require(next.pause_milliseconds >= 25 && next.pause_milliseconds <= 100 * attempts, "a pause is bounded");
    require(next.pause_milliseconds <= left, "a pause ends in time");
    continuation = next.continuation;
  }
}

void run(std::string_view bytes) {
  FuzzedDataProvider input(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  const auto last = api::endpoints().size() - 1;
  const api::Endpoint& endpoint = api::endpoints()[input.ConsumeIntegralInRange<std::size_t>(0, last)];
  const auto event = input.PickValueInArray(
      {Event::row, Event::error, Event::no_row, Event::unreachable, Event::timeout, Event::lost});
  const bool has_problem = event == Event::row && !endpoint.failures.empty() && input.ConsumeBool();
  const bool is_keyed = endpoint.statement.takes_key() && input.ConsumeBool();
  constexpr const char* common_problems[] = {"stale", "reused", "too_large", "transactions"};
  const auto number = input.ConsumeIntegralInRange<std::int64_t>(1, 9'007'199'254'740'991);
  const std::string request_id = fuzz::as_utf8(input.ConsumeRandomLengthString(20));
  std::string sqlstate;
  std::string constraint;
  std::string detail;
  std::string_view problem;
  std::string row;
  std::vector<std::optional<std::string>> arrays;
  Rows rows(input);
  if (event == Event::error) {
    sqlstate = input.ConsumeBool() ? input.PickValueInArray(sqlstates) : input.ConsumeRandomLengthString(6);
    constraint = constraint_from(input, endpoint);
    detail = detail_from(input);
  } else if (has_problem) {
    const auto last_failure = endpoint.failures.size() - 1;
    problem = endpoint.failures[input.ConsumeIntegralInRange<std::size_t>(0, last_failure)].problem;
    if (input.ConsumeBool()) problem = input.PickValueInArray(common_problems);
    row = rows.problem();
  } else if (endpoint.compute != nullptr) {
    row = endpoint.compute == api::summarize_month ? rows.month() : rows.year();
  } else if (endpoint.tree != nullptr) {
    arrays = rows.arrays(*endpoint.tree);
    row = arrays.front().value_or("{}");
  }
  const bool tells_token =
      detail.find(token) != detail.rfind(token) || request_id.find(token) != std::string::npos;

  const Padded body(row);
  const std::string_view wide = input.ConsumeBool() ? "parentId,updates[7].id" : "";
  const bool is_read = endpoint.method == budgeting::http::Method::get;
  const std::string_view condition = is_read ? input.PickValueInArray({"", "", "{}", "{*}", "{1,2a}"})
                                             : input.PickValueInArray({"", "", "{}", "{!,*}", "{!,1}"});
  api::Outcome outcome{event, sqlstate, constraint, detail, {}, body.view(), "2a"};
  if (has_problem) outcome.problem = problem;
  for (std::size_t at = 1; at < arrays.size(); ++at) outcome.more.emplace_back(arrays[at]);
  if (event == Event::row && is_read && !has_problem && input.ConsumeBool()) outcome.body = std::nullopt;
  const std::string continuation = api::Continuation{.endpoint = &endpoint,
                                                     .numbers = {number, 0},
                                                     .is_keyed = is_keyed,
                                                     .wide = wide,
                                                     .condition = condition,
                                                     .request_id = request_id}
                                       .text();
  const budgeting::http::Answer answer = answer_to(continuation, outcome, input);
  const bool is_other = is_read && condition == "{}" && event == Event::row;
  require(!is_other || answer.status == 412, "a read of something else is none");
  require_answer(answer, endpoint, event == Event::row && !has_problem && !is_other, request_id);
  const bool by_key = detail.starts_with("Key (") && !tells_token;
  require(!by_key || answer.body.find(token) == std::string::npos, "the profile's token stays here");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::measured(data, size, run);
}
