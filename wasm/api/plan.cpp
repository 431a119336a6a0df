#include "wasm/api/plan.hpp"

#include <algorithm>

#include "wasm/api/body.hpp"
#include "wasm/api/continuation.hpp"
#include "wasm/api/refusal.hpp"
#include "wasm/api/route.hpp"
#include "wasm/api/row_limits.hpp"
#include "wasm/domain/decimal.hpp"
#include "wasm/http/conditions.hpp"
#include "wasm/http/path.hpp"
#include "wasm/json/writer.hpp"
#include "wasm/query/array.hpp"
#include "wasm/query/fingerprint.hpp"

namespace budgeting::api {
namespace {

using Parameters = std::vector<std::optional<std::string>>;

/// Parses an id in a path; returns the error if it is invalid.
std::optional<http::Error> read_id(const Endpoint& endpoint, std::size_t place, std::string_view text,
                                   std::int64_t& number) {
  const auto id = http::path_number(text, model::range(model::Type::reference).most);
  if (!id) return invalid_number(endpoint, place);
  number = *id;
  return std::nullopt;
}

/// Parses the year in a path, which may be any integer. A year that the column cannot hold is treated as one
/// without a budget.
std::optional<http::Error> read_year(const Endpoint& endpoint, std::string_view text, std::int64_t& number) {
  if (!http::is_integer(text)) return invalid_number(endpoint, 0);
  const std::optional<std::int64_t> year = domain::integer(text);
  if (!year) return not_found(endpoint, text);
  number = *year;
  return std::nullopt;
}

std::string decimal(std::int64_t number) {
  std::string text;
  json::append_integer(text, number);
  return text;
}

/// The place of the item with that name.
std::size_t place_of(std::string_view name, const auto& list) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const auto& each) { return each.name == name; });
  if (found == list.end()) __builtin_trap();  // the statement names what the endpoint lacks
  return static_cast<std::size_t>(found - list.begin());
}

/// The tags in the request's condition as far as its statement has to know them; nothing without a condition.
std::optional<std::string> tags(const Invocation& invocation, const Endpoint& endpoint) {
  if (endpoint.method != http::Method::get) {
    return http::write_condition(invocation.if_match, invocation.if_none_match);
  }
  if (!invocation.if_none_match) return std::nullopt;
  return http::entity_tags(*invocation.if_none_match);
}

std::string fingerprint(const Invocation& invocation, const Endpoint& endpoint, const Values& values);

/// The value of a parameter from any source except `limit`.
std::optional<std::string> bound(const query::Parameter& parameter, const Invocation& invocation,
                                 const Endpoint& endpoint, const Values& values) {
  const auto field_at = [&] { return place_of(parameter.name, endpoint.body.fields); };
  switch (parameter.source) {
    case query::Source::user:
      return std::string(invocation.user);
    case query::Source::path:
      return decimal(values.numbers[0]);
    case query::Source::path_part:
      return decimal(values.numbers[1]);
    case query::Source::query:
      return values.query[place_of(parameter.name, endpoint.parameters.list)];
    case query::Source::now:
      // The columns cannot hold times after 2038-01-19T03:14:07Z, so from then on the last possible value is
      // stored.
      return decimal(std::min(invocation.now, model::range(model::Type::timestamp).most));
    case query::Source::field:
      return values.items[0][field_at()].text;
    case query::Source::given:
      return values.items[0][field_at()].given ? "true" : "false";
    case query::Source::each:
      return query::array_of(values.items, parameter.type == query::text_array,
                             [at = field_at()](const auto& item) -> const auto& { return item[at].text; });
    case query::Source::count:
      return decimal(static_cast<std::int64_t>(values.sent));
    case query::Source::tags:
      return tags(invocation, endpoint);
    case query::Source::key:
      return std::string(http::idempotency_key(invocation.idempotency_key.value_or("")).value_or(""));
    default:
      return fingerprint(invocation, endpoint, values);
  }
}

/// What the request asks for, as a hash that distinguishes it from another request with the same key.
std::string fingerprint(const Invocation& invocation, const Endpoint& endpoint, const Values& values) {
  query::Fingerprint hash;
  hash.add(endpoint.operation);
  for (const query::Parameter& parameter : endpoint.statement.parameters(false)) {
    // These are not part of what the request asks for, and may differ when it is sent again.
    if (parameter.source == query::Source::user || parameter.source == query::Source::now ||
        parameter.source == query::Source::limit) {
      continue;
    }
    if (const auto value = bound(parameter, invocation, endpoint, values)) {
      hash.add(*value);
    } else {
      hash.add_absent();
    }
  }
  return decimal(static_cast<std::int64_t>(hash.value()));
}

Plan refuse(const http::Error& error, const Invocation& invocation, std::string log = {}) {
  Plan plan;
  plan.refusal = http::answer(error, invocation.request_id);
  plan.log = std::move(log);
  return plan;
}

/// A condition without any tag is an error by the client; it must not be treated as no condition.
std::optional<http::Error> empty_condition(const Invocation& invocation) {
  const auto is_empty = [](std::optional<std::string_view> header) { return header && header->empty(); };
  const bool is_match = is_empty(invocation.if_match);
  if (!is_match && !is_empty(invocation.if_none_match)) return std::nullopt;
  const std::string name = is_match ? "If-Match" : "If-None-Match";
  return http::Error{http::Code::bad_request, name + " must name entity tags, or be *"};
}

/// The part of the request's conditions that is needed after the statement has ended: for a read, the tags
/// that its answer must match; for a write, its condition, on which the error message depends.
std::string left_condition(const Invocation& invocation, const Endpoint& endpoint) {
  if (endpoint.is_open || endpoint.joined) return {};
  if (endpoint.method != http::Method::get) {
    return http::write_condition(invocation.if_match, invocation.if_none_match).value_or("");
  }
  return invocation.if_match ? http::entity_tags(*invocation.if_match) : std::string{};
}

}  // namespace

http::Error invalid_number(const Endpoint& endpoint, std::size_t place) {
  std::string thing(thing_at(endpoint, place));
  if (thing.empty()) return {http::Code::bad_request, "Invalid year"};
  thing.front() = static_cast<char>(thing.front() - 'A' + 'a');
  return {http::Code::bad_request, "Invalid " + thing + " ID"};
}

Plan plan(const Invocation& invocation) {
  const Route route = routed(invocation.route);
  const Endpoint& endpoint = *route.endpoint;
  if (!endpoint.is_open && invocation.user.empty()) return refuse(unauthorized(), invocation);
  Values values;
  for (std::size_t at = 0; at < route.numbers.size(); ++at) {
    const std::string_view text = route.numbers[at];
    std::int64_t& number = values.numbers[at];
    if (text.empty()) continue;
    const auto error = thing_at(endpoint, at).empty() ? read_year(endpoint, text, number)
                                                      : read_id(endpoint, at, text, number);
    if (error) return refuse(*error, invocation);
  }
  if (endpoint.parameters.read != nullptr) {
    const auto error = endpoint.parameters.read(endpoint.parameters.list, route.query, values);
    if (error) return refuse(*error, invocation);
  }
  if (const auto error = empty_condition(invocation); error && !endpoint.is_open) {
    return refuse(*error, invocation);
  }
  const query::Guard guard = endpoint.statement.guard();
  const bool is_keyed = invocation.idempotency_key && guard == query::Guard::key;
  if (is_keyed && !http::idempotency_key(*invocation.idempotency_key)) {
    return refuse({http::Code::bad_request, "Idempotency-Key must have 1 to 255 visible ASCII characters"},
                  invocation);
  }
  if (endpoint.body.expected()) {
    const auto error = read_body(endpoint, invocation, values);
    if (error) return refuse(*error, invocation);
  }
  const bool is_guarded = is_keyed || (guard == query::Guard::condition && tags(invocation, endpoint));
  const auto parameters = endpoint.statement.parameters(is_guarded);
  const auto is_limit = [](const query::Parameter& each) { return each.source == query::Source::limit; };
  RowLimits limits{};
  if (std::any_of(parameters.begin(), parameters.end(), is_limit)) {
    limits = row_limits(invocation.row_limits);
    if (!limits.problem.empty()) return refuse(unavailable(), invocation, std::move(limits.problem));
  }
  Plan plan;
  plan.sql = query::text(endpoint.statement, is_guarded);
  plan.name = endpoint.operation;
  plan.name += is_guarded ? "-guarded-" : "-";
  json::append_integer(plan.name, endpoint.statement.digest());
  plan.parameters.reserve(parameters.size());
  for (const query::Parameter& each : parameters) {
    plan.parameters.push_back(is_limit(each) ? decimal(limits.of(each.name))
                                             : bound(each, invocation, endpoint, values));
  }
  const std::string condition = left_condition(invocation, endpoint);
  plan.continuation = Continuation{.endpoint = &endpoint,
                                   .numbers = values.numbers,
                                   .is_keyed = is_keyed,
                                   .wide = values.wide,
                                   .condition = condition,
                                   .request_id = invocation.request_id}
                          .text();
  plan.row_is_answer = endpoint.compute == nullptr && endpoint.tree == nullptr;
  plan.joined = endpoint.joined;
  plan.may_be_empty = endpoint.missing.empty();
  plan.shared_milliseconds = endpoint.shared_milliseconds;
  return plan;
}

}  // namespace budgeting::api
