#include "wasm/api/respond.hpp"

#include <algorithm>

#include "wasm/api/check.hpp"
#include "wasm/api/continuation.hpp"
#include "wasm/api/refusal.hpp"
#include "wasm/api/tree.hpp"
#include "wasm/http/conditions.hpp"
#include "wasm/json/writer.hpp"
#include "wasm/model/limits.hpp"
#include "wasm/query/sqlstate.hpp"

namespace budgeting::api {
namespace {

using http::Code;
using http::Error;

Error internal_error() { return {Code::internal_error, "Something went wrong on our side"}; }

json::Value parsed(json::Document& document, std::string_view text) {
  // PostgreSQL made the rows; one that is not JSON, or lacks what a message needs, would be a bug.
  if (document.parse(text)) __builtin_trap();
  return document.root();
}

/// The message with each `{name}` replaced by what `part` returns for that name.
template <class Part>
std::string filled(std::string_view message, Part part) {
  std::string text;
  while (!message.empty()) {
    const std::size_t open = std::min(message.find('{'), message.size());
    text += message.substr(0, open);
    message.remove_prefix(open);
    if (message.empty()) break;
    const std::size_t close = message.find('}');
    text += part(message.substr(1, close - 1));
    message.remove_prefix(close + 1);
  }
  return text;
}

/// A part of the key in `Key (profile_token, month_name, year)=(t0, March, 2025) already exists.`: the year
/// is the last column, a name is everything between the first column and the last.
std::string_view part_of_key(std::string_view detail, std::string_view name) noexcept {
  constexpr std::string_view comma = ", ";
  const std::size_t begin = detail.find(")=(");
  const std::size_t end = detail.rfind(')');
  if (begin == std::string_view::npos || end < begin + 3) return {};
  const std::string_view key = detail.substr(begin + 3, end - begin - 3);
  const std::size_t first = key.find(comma);
  const std::size_t last = key.rfind(comma);
  if (first == std::string_view::npos) return {};
  if (name == "year") return key.substr(last + comma.size());
  return first == last ? std::string_view{} : key.substr(first + comma.size(), last - first - comma.size());
}

/// The parts of a comma-separated list.
std::vector<std::string_view> places(std::string_view list) {
  std::vector<std::string_view> texts;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    texts.push_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return texts;
}

/// Ids larger than 32 bits were rejected as invalid before ids became 64-bit. Clients rely on that, so such
/// an id that does not exist still gets the same error.
Error not_found(const Continuation& continuation) {
  const Numbers& numbers = continuation.numbers;
  for (std::size_t at = 0; at < numbers.size(); ++at) {
    const bool is_id = !thing_at(*continuation.endpoint, at).empty();
    if (is_id && numbers[at] > model::narrow_reference_most) {
      return invalid_number(*continuation.endpoint, at);
    }
  }
  std::vector<http::FieldError> fields;
  for (const std::string_view place : places(continuation.wide))
    fields.push_back(invalid_reference(continuation.endpoint->body.fields, place));
  if (!fields.empty()) return http::invalid(std::move(fields));
  std::string number;
  json::append_integer(number, numbers.front());
  return api::not_found(*continuation.endpoint, number);
}

template <class Part>
Error failed(const Failure& failure, Part part) {
  std::string message = filled(failure.message, part);
  if (failure.code == Code::unavailable) return {failure.code, std::move(message), {}, unavailable().headers};
  if (failure.field.empty()) return {failure.code, std::move(message)};
  return http::invalid({{std::string(failure.field), std::move(message)}});
}

/// The failures that can occur at every endpoint.
constexpr Failure common_failures[] = {
    {"stale", Code::precondition_failed, "This was changed in the meantime, please load it again"},
    {"exists", Code::precondition_failed, "This is there already, and nothing was changed"},
    {"too_large", Code::limit_reached,
     "This has more in it than can be shown at once, please delete some of it"},
    {"reused", Code::validation_failed, "This Idempotency-Key was used before, for another request",
     "Idempotency-Key"},
    {{},
     Code::conflict,
     "A request with this Idempotency-Key is still under way",
     {},
     query::constraint::key},
};

const Failure* find(std::span<const Failure> failures, std::string_view problem) noexcept {
  for (const Failure& known : failures) {
    if (known.problem == problem) return &known;
  }
  return nullptr;
}

/// The problem with a request whose statement returned a row: the row's own, or an unmet condition of the
/// client.
std::string_view problem_of(const Continuation& continuation, const Outcome& outcome) {
  if (outcome.event != Event::row) return {};
  const std::string_view condition = continuation.condition;
  const std::string_view problem = outcome.problem.value_or("");
  if (continuation.endpoint->method == http::Method::get) {
    return condition.empty() || http::has_tag(condition, outcome.etag.value_or("")) ? problem : "stale";
  }
  return problem == "stale" && condition.starts_with(http::none_of) ? "exists" : problem;
}

/// The failure for reaching the limit with that name.
std::optional<Failure> limit_failure(std::string_view problem) noexcept {
  for (const model::Limit& limit : model::limits) {
    if (limit.name == problem) return Failure{limit.name, Code::limit_reached, limit.message};
  }
  return std::nullopt;
}

/// The failure that the row reports.
Error row_failure(const Continuation& continuation, const Outcome& outcome, std::string_view problem) {
  const std::optional<Failure> limit = limit_failure(problem);
  const Failure* found = limit ? &*limit : find(continuation.endpoint->failures, problem);
  if (found == nullptr) found = find(common_failures, problem);
  if (found == nullptr) __builtin_trap();
  const std::vector<std::string_view> wide = places(continuation.wide);
  if (!wide.empty() && found->code == Code::not_found) return not_found(continuation);
  if (std::find(wide.begin(), wide.end(), found->field) != wide.end()) {
    return http::invalid({invalid_reference(continuation.endpoint->body.fields, found->field)});
  }
  json::Document document;
  std::optional<json::Value> row;
  return failed(*found, [&](std::string_view name) {
    if (!row) row = parsed(document, outcome.body.value_or(""));
    const std::optional<json::Value> value = row->member(name);
    if (!value) __builtin_trap();
    return value->text();
  });
}

/// The failure for the violated constraint; nothing if none is defined for it.
std::optional<Error> constraint_failure(std::span<const Failure> failures, const Outcome& outcome) {
  for (const Failure& known : failures) {
    if (known.constraint.empty() || known.constraint != outcome.constraint) continue;
    return failed(known, [&](std::string_view name) { return part_of_key(outcome.detail, name); });
  }
  return std::nullopt;
}

/// The error for a write that may or may not have been made.
Error unknown_fate(const Continuation& continuation, Code code, std::string_view what) {
  std::string message(what);
  message += "; it is not known whether the change was made, please ";
  message +=
      continuation.is_keyed ? "send it again with the same Idempotency-Key" : "look before you try again";
  return {code, std::move(message), {}, {{"retry-after", "2"}}};
}

constexpr std::string_view took_too_long = "The database took too long";

Error timed_out(const Continuation& continuation) {
  if (continuation.endpoint->method == http::Method::get) return {Code::timeout, std::string(took_too_long)};
  return unknown_fate(continuation, Code::timeout, took_too_long);
}

/// PostgreSQL itself reports that it cancelled the statement, so a write was certainly not made.
Error stopped(const Continuation& continuation) {
  std::string message(took_too_long);
  if (continuation.endpoint->method != http::Method::get) message += "; nothing was changed";
  return {Code::timeout, std::move(message)};
}

Error lost(const Continuation& continuation) {
  if (continuation.endpoint->method == http::Method::get) return unavailable();
  return unknown_fate(continuation, Code::unavailable, "The connection to the database was lost");
}

/// A lock was not available in time (`query::bound_waits`). With a key, the lock may be held by an earlier
/// attempt of the same request, so it is not certain that nothing was changed.
Error crowded(const Continuation& continuation) {
  std::string message = "Other changes of yours are still under way";
  message += continuation.is_keyed ? ", please send this again with the same Idempotency-Key"
                                   : ", so nothing was changed; please try again";
  return {Code::unavailable, std::move(message), {}, {{"retry-after", "2"}}};
}

/// Maps PostgreSQL's SQLSTATEs (postgresql.org/docs/17/errcodes-appendix.html) to the errors in docs/api.md.
Error sql_error(const Continuation& continuation, const Outcome& outcome) {
  namespace state = query::sqlstate;
  const std::string_view sqlstate = outcome.sqlstate;
  const auto is_class = [&](std::string_view prefix) { return sqlstate.starts_with(prefix); };
  if (is_class(state::integrity_constraint_violation_class)) {
    if (auto error = constraint_failure(continuation.endpoint->failures, outcome)) return std::move(*error);
    if (auto error = constraint_failure(common_failures, outcome)) return std::move(*error);
  }
  if (sqlstate == state::unique_violation) return {Code::conflict, "This already exists"};
  // The owner of the new row was deleted after the statement had checked that it exists.
  if (sqlstate == state::foreign_key_violation && !continuation.endpoint->missing.empty()) {
    return not_found(continuation);
  }
  // In tables whose ids are still 32-bit, no such parent can exist.
  if (sqlstate == state::numeric_value_out_of_range && !continuation.wide.empty()) {
    return not_found(continuation);
  }
  if (sqlstate == state::query_canceled) return stopped(continuation);
  // The database's encoding lacks the character.
  if (sqlstate == state::untranslatable_character || sqlstate == state::character_not_in_repertoire) {
    return http::invalid({{"body", "The text has a character that cannot be stored here"}});
  }
  // The only value not validated before is the user's id: it is not a UUID, but the column's type is uuid.
  if (sqlstate == state::invalid_text_representation) return unauthorized();
  if (sqlstate == state::lock_not_available) return crowded(continuation);
  // A pooler reports a broken connection, or the server is shutting down: the commit may have come before
  // that.
  if (is_class(state::connection_exception_class) || is_class(state::operator_intervention_class)) {
    return lost(continuation);
  }
  // An exhausted sequence is named in the log. The foreign key is the one of a root row to its profile.
  if (is_class(state::insufficient_resources_class) || is_class(state::transaction_rollback_class) ||
      is_class(state::system_error_class) || sqlstate == state::read_only_sql_transaction ||
      sqlstate == state::sequence_generator_limit_exceeded || sqlstate == state::foreign_key_violation) {
    return unavailable();
  }
  return internal_error();
}

Error error_of(const Continuation& continuation, const Outcome& outcome, std::string_view problem) {
  switch (outcome.event) {
    case Event::row:
      return row_failure(continuation, outcome, problem);
    case Event::no_row:
      if (continuation.endpoint->is_open) return unavailable();
      if (!continuation.endpoint->missing.empty()) return not_found(continuation);
      // A root was to be created, but its profile was deleted meanwhile; another attempt creates a new
      // profile. A read of a list always returns a row, so a missing one would be a bug.
      return continuation.endpoint->method == http::Method::get ? internal_error() : unavailable();
    case Event::error:
      return sql_error(continuation, outcome);
    case Event::unreachable:
      return unavailable();
    case Event::lost:
      return lost(continuation);
    default:
      return timed_out(continuation);
  }
}

}  // namespace

Error not_found(const Endpoint& endpoint, std::string_view number) {
  const auto thing = filled(endpoint.missing, [&](std::string_view) { return number; });
  return {Code::not_found, thing + " not found"};
}

http::Answer respond(const Continuation& continuation, const Outcome& outcome) {
  const Endpoint& endpoint = *continuation.endpoint;
  const std::string_view problem = problem_of(continuation, outcome);
  if (outcome.event != Event::row || !problem.empty()) {
    return http::answer(error_of(continuation, outcome, problem), continuation.request_id);
  }
  http::Answer answer{endpoint.status, http::json_headers(), {}};
  if (outcome.etag) answer.headers.push_back({"etag", '"' + std::string(*outcome.etag) + '"'});
  if (!outcome.body) {
    answer.status = 304;  // the client already has this version
  } else if (endpoint.tree != nullptr) {
    std::vector columns{outcome.body};
    columns.insert(columns.end(), outcome.more.begin(), outcome.more.end());
    answer.body = tree_json(*endpoint.tree, columns);
  } else if (endpoint.compute == nullptr) {
    answer.body_is_row = true;
  } else {
    answer.body = endpoint.compute(*outcome.body);
  }
  return answer;
}

http::Answer fail(const FailRequest& request) { return http::answer(internal_error(), request.request_id); }

}  // namespace budgeting::api
