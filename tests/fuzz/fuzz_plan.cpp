// Requests: whatever they hold, a refusal in the one shape of all errors, or a statement for a valid one.
#include <algorithm>
#include <charconv>
#include <set>

#include "tests/fuzz/answers.hpp"
#include "tests/fuzz/expected.hpp"
#include "wasm/api/connection.hpp"
#include "wasm/api/continuation.hpp"
#include "wasm/api/endpoints.hpp"
#include "wasm/api/plan.hpp"
#include "wasm/api/route.hpp"
#include "wasm/model/limits.hpp"

namespace {

namespace api = budgeting::api;
namespace query = budgeting::query;
using fuzz::require;

constexpr std::string_view request_id = "0f3c-\"\\\u00e9";
const std::set<int> statuses{200, 204, 400, 401, 404, 405, 413, 414, 415, 422, 503};

/// A statement as it was when the program started: nothing may be written into it later.
struct Known {
  const api::Endpoint* endpoint;
  query::Guard guard;
  std::string text;
};

const std::vector<Known>& known_at_start() {
  static const std::vector<Known> all = [] {
    std::vector<Known> list;
    for (const api::Endpoint& endpoint : api::routes()) {
      list.push_back({&endpoint, query::Guard::none, query::text(endpoint.statement, false)});
      if (const query::Guard guard = endpoint.statement.guard(); guard != query::Guard::none) {
        list.push_back({&endpoint, guard, query::text(endpoint.statement, true)});
      }
    }
    return list;
  }();
  return all;
}

const Known& known_of(std::string_view sql) {
  for (const Known& known : known_at_start()) {
    if (known.text == sql) return known;
  }
  require(false, "a statement is one of the constant texts");
  __builtin_unreachable();
}

/// The parts between slashes, decoded, of a URL's path.
std::vector<std::string> parts_of(std::string_view url) {
  if (!url.starts_with('/')) url.remove_prefix(std::min(url.find('/', url.find("://") + 3), url.size()));
  std::vector<std::string> parts;
  bool begin = true;
  for (std::size_t at = 0; at < url.size() && url[at] != '?' && url[at] != '#'; ++at) {
    if (url[at] == '/') {
      begin = true;
      continue;
    }
    if (begin) parts.emplace_back();
    begin = false;
    int code = 0;
    const char* digits = url.data() + at + 1;
    if (url[at] == '%' && url.size() - at > 2 &&
        std::from_chars(digits, digits + 2, code, 16).ptr == digits + 2 && *digits != '-') {
      parts.back() += static_cast<char>(code);
      at += 2;
    } else {
      parts.back() += url[at];
    }
  }
  return parts;
}

/// The endpoint's path leads to it, with the number that the statement gets: an id, or a year of any sign.
void require_path(const api::Endpoint& endpoint, std::string_view url, const std::string& number) {
  std::vector<std::string> expected = parts_of(endpoint.path);
  std::vector<std::string> parts = parts_of(url);
  for (std::string& part : expected) {
    if (!part.starts_with(':')) continue;
    const auto value = fuzz::exact(number, 0).value.value_or(0);
    require(std::to_string(value) == number && (value > 0 || part == ":year"), "a path's number fits");
    if (part == ":year" && parts.back() == "-0") parts.back() = "0";
    part = number;
  }
  require(expected == parts, "a statement is its path's");
}

std::string array_of(const fuzz::ExpectedBody& body, std::string_view field) {
  std::string text;
  for (const auto& [id, item] : body.items) {
    const auto found = item.find(field);
    text += (text.empty() ? "{" : ",") + (found == item.end() ? "NULL" : found->second.value_or("NULL"));
  }
  return text + "}";
}

fuzz::Text expected_parameter(const query::Parameter& parameter, const fuzz::ExpectedBody& body) {
  if (parameter.source == query::Source::each) return array_of(body, parameter.name);
  if (parameter.source == query::Source::count) return std::to_string(body.sent);
  const fuzz::Item& item = body.items.begin()->second;
  const auto found = item.find(parameter.name);
  if (parameter.source == query::Source::given) return found == item.end() ? "false" : "true";
  return found == item.end() ? std::nullopt : found->second;
}

std::int32_t usual_limit(std::string_view name) {
  const auto& limits = budgeting::model::limits;
  return std::find_if(limits.begin(), limits.end(), [&](const auto& limit) { return limit.name == name; })
      ->most;
}

/// A request as the fuzzer writes it.
struct Request {
  std::string_view method;
  std::string_view url;
  std::string_view hyperdrive;
  std::string_view database_url;
  api::Invocation invocation;
};

void require_connection(const Request& request) {
  const api::Connection to = api::connect({request.hyperdrive, request.database_url});
  if (!to.problem.empty()) {
    require(to.host.empty() && to.password.empty(), "what is refused is not connected with");
    return;
  }
  require(to.host.empty() == !request.hyperdrive.empty(), "a statement has a database");
  require(
      to.host.empty() || to.tls || to.host == "localhost" || to.host == "::1" || to.host.starts_with("127."),
      "a remote database has TLS");
  require(to.host.empty() || (!to.user.empty() && !to.database.empty() && !to.port.empty()),
          "a database has all its parts");
}

void require_statement(const api::Plan& plan, const Request& sent) {
  const api::Invocation& request = sent.invocation;
  const Known& known = known_of(plan.sql);
  const api::Endpoint& endpoint = *known.endpoint;
  const auto method = sent.method == "HEAD" ? "GET" : sent.method;
  require(method == name_of(endpoint.method), "a statement is its method's");
  require(endpoint.is_open || !request.user.empty(), "a statement is for somebody signed in");
  fuzz::ExpectedBody body;
  if (endpoint.body.expected()) {
    budgeting::json::Document document;
    require(fuzz::is_json(request.body) && !document.parse(request.body), "a statement's body is JSON");
    const auto expected = fuzz::expected_body(endpoint, document.root());
    require(expected.has_value(), "a statement's body has each field right");
    body = *expected;
  }
  const bool is_keyed = known.guard == query::Guard::key;
  require(is_keyed == (request.idempotency_key && method == "POST"), "a key is for POST");
  require((known.guard == query::Guard::condition) ==
              (!endpoint.is_open && method != "POST" &&
               (request.if_none_match || (request.if_match && method != "GET"))),
          "a condition is the request's");
  require(api::Continuation::from(plan.continuation).is_repeatable() == (is_keyed || method == "GET"),
          "what may run twice is known");
  const auto parameters = endpoint.statement.parameters(known.guard != query::Guard::none);
  require(plan.parameters.size() == parameters.size(), "each parameter has its value");
  std::string number;
  for (std::size_t at = 0; at < plan.parameters.size(); ++at) {
    const query::Parameter& parameter = parameters[at];
    const fuzz::Text& value = plan.parameters[at];
    if (parameter.source == query::Source::user) {
      require(value == request.user, "the user is the one signed in");
    } else if (parameter.source == query::Source::now) {
      require(value == "1700000000", "the time is the request's");
    } else if (parameter.source == query::Source::tags) {
      require(value && value->front() == '{' &&
                  value->find_first_not_of("0123456789abcdef,*!", 1) == value->size() - 1 &&
                  value->back() == '}',
              "tags are an array of ours");
    } else if (parameter.source == query::Source::key) {
      require(request.idempotency_key->find(*value) != std::string_view::npos && !value->empty() &&
                  value->size() <= 255,
              "the key is the request's");
    } else if (parameter.source == query::Source::fingerprint) {
      require(!value->empty(), "a keyed request has a fingerprint");
    } else if (parameter.source == query::Source::path) {
      number = value.value();
      const fuzz::Exact exact = fuzz::exact(number, 0);
      require(exact.value && number == std::to_string(*exact.value), "a path's number is an integer");
      const bool is_year = endpoint.thing.empty();
      require(*exact.value >= (is_year ? INT32_MIN : 1), "a path's number is large enough");
      require(*exact.value <= (is_year ? INT32_MAX : 9'007'199'254'740'991), "a path's number fits");
    } else if (parameter.source == query::Source::limit) {
      require(value == std::to_string(usual_limit(parameter.name)), "a limit is the usual one");
    } else {
      require(value == expected_parameter(parameter, body), "a value is the body's, exactly");
    }
  }
  require_path(endpoint, sent.url, number);
}

void require_refusal(const budgeting::http::Answer& answer, const Request& request) {
  require(statuses.contains(answer.status), "a refusal's status is of the contract");
  require(!answer.body_is_row, "a refusal has no row");
  if (answer.status == 204) {
    fuzz::require_headers(answer);
    require(answer.body.empty() && request.method == "OPTIONS", "a 204 answers OPTIONS");
    return;
  }
  if (answer.status == 200) {
    require(parts_of(request.url) == std::vector<std::string>{"api", "health"},
            "health alone needs no database");
    return;
  }
  fuzz::require_error(answer, request_id);
  if (answer.status == 401) require(request.invocation.user.empty(), "a 401 is for nobody signed in");
  if (answer.status == 414) require(request.url.size() > api::most_url_bytes, "a 414 is for a long URL");
  if (answer.status != 422) return;
  // Of the endpoints whose path this is, none would take the body.
  budgeting::json::Document document;
  require(!document.parse(request.invocation.body), "a 422 is about JSON");
  for (const api::Endpoint& endpoint : api::endpoints()) {
    const std::vector<std::string> parts = parts_of(request.url);
    std::vector<std::string> pattern = parts_of(endpoint.path);
    bool fits = parts.size() == pattern.size() && name_of(endpoint.method) == request.method;
    for (std::size_t at = 0; fits && at < parts.size(); ++at)
      fits = parts[at] == pattern[at] || pattern[at][0] == ':';
    if (fits)
      require(!fuzz::expected_body(endpoint, document.root()), "a 422 is about a field that is wrong");
  }
}

/// Method and URL, content type, user, HYPERDRIVE and DATABASE_URL in a line each; the rest is the body.
/// Behind the content type, tabs before them: If-Match, If-None-Match, Idempotency-Key, Content-Encoding; one
/// that is empty is not there, one that is `!` is there and empty.
void run(std::string_view text) {
  const std::string_view first = fuzz::take_line(text);
  const std::size_t space = std::min(first.find(' '), first.size());
  const std::string method = fuzz::as_utf8(first.substr(0, space));
  const std::string_view url = first.substr(std::min(space + 1, first.size()));
  std::string_view headers = fuzz::take_line(text);
  const auto take_header = [&]() -> std::optional<std::string_view> {
    const std::string_view value = headers.substr(0, headers.find('\t'));
    headers.remove_prefix(std::min(value.size() + 1, headers.size()));
    if (value.empty()) return std::nullopt;
    return value == "!" ? std::string_view{} : value;
  };
  const std::string_view type = take_header().value_or("");
  const auto if_match = take_header();
  const auto if_none_match = take_header();
  const auto idempotency_key = take_header();
  const std::string_view content_encoding = take_header().value_or("");
  const std::string_view signed_in = fuzz::take_line(text);
  const std::string_view hyperdrive = fuzz::take_line(text);
  const std::string_view database_url = fuzz::take_line(text);
  const Padded body(text);
  const api::Routed routed = api::route({method, url, request_id});
  const Request request{method,
                        url,
                        hyperdrive,
                        database_url,
                        {.route = routed.route,
                         .content_type = type,
                         .content_encoding = content_encoding,
                         .body = body.view(),
                         .user = signed_in,
                         .now = 1'700'000'000,
                         .request_id = request_id,
                         .if_match = if_match,
                         .if_none_match = if_none_match,
                         .idempotency_key = idempotency_key}};
  require_connection(request);
  if (routed.answer) {
    require_refusal(*routed.answer, request);
    return;
  }
  const api::Plan plan = api::plan(request.invocation);
  if (!plan.refusal) {
    require_statement(plan, request);
    return;
  }
  require(plan.sql.empty() && plan.parameters.empty(), "a refusal has no statement");
  require_refusal(*plan.refusal, request);
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*arguments*/) {
  known_at_start();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::measured(data, size, run);
}
