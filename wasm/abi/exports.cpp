// The exported functions. A call goes: `input(size)` gives a place for the arguments, which are written
// there; `plan(size)` or `respond(size)` gives the place of the result; `release()` once it was read.

#include <charconv>

#include "wasm/abi/fields.hpp"
#include "wasm/abi/memory.hpp"
#include "wasm/api/body.hpp"
#include "wasm/api/plan.hpp"
#include "wasm/api/respond.hpp"
#include "wasm/json/writer.hpp"

#define BUDGETING_EXPORT(name) extern "C" __attribute__((export_name(#name)))

namespace {

using budgeting::abi::FieldWriter;
using budgeting::abi::optional;

std::vector<std::string_view> arguments(std::uint32_t size) {
  return budgeting::abi::read_fields({budgeting::abi::input(), size});
}

/// The writer's bytes stay where they are until the call ends: nothing is freed before.
const char* result(const FieldWriter& writer) { return writer.bytes().data(); }

/// `status, body, whether the row's body is it, log, name, value, name, value, ...`
void add_answer(FieldWriter& writer, const budgeting::http::Answer& answer, std::string_view log) {
  std::string status;
  budgeting::json::append_integer(status, answer.status);
  writer.add(std::string_view(status)).add(answer.body).add(answer.body_is_row ? "row" : "").add(log);
  for (const budgeting::http::Header& header : answer.headers) writer.add(header.name).add(header.value);
}

}  // namespace

/// The place for `size` bytes of arguments.
BUDGETING_EXPORT(input) char* input(std::uint32_t size) { return budgeting::abi::begin(size); }

/// Overwrites all that the call has written and gives the memory back.
BUDGETING_EXPORT(release) void release() { budgeting::abi::end(); }

/// The most bytes of a body that need to be read: one more than may be sent.
BUDGETING_EXPORT(body_bytes) std::uint32_t body_bytes() { return budgeting::api::most_body_bytes + 1; }

/// Arguments: `method, url, content type, body, user, Hyperdrive's connection string, DATABASE_URL, Unix
/// seconds, request id, refusal, If-Match, If-None-Match, Idempotency-Key, content encoding, ROW_LIMITS`; the
/// three conditions may be absent. Result: `"refuse", route` and an answer, or `"run", route, host (empty:
/// the binding itself), port, user, password, database, "tls" if the server has to prove who it is, SQL,
/// continuation, "row" if a row's body is the answer, "repeatable" if it may run more than once, for how many
/// milliseconds its outcome is others' too, parameters...`.
BUDGETING_EXPORT(plan) const char* plan(std::uint32_t size) {
  const std::vector<std::string_view> fields = arguments(size);
  std::int64_t now = 0;
  std::from_chars(fields[7].data(), fields[7].data() + fields[7].size(), now);
  const budgeting::api::Plan plan = budgeting::api::plan(
      {fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6], now, fields[8], fields[9],
       optional(fields[10]), optional(fields[11]), optional(fields[12]), fields[13], fields[14]});
  FieldWriter writer;
  if (plan.refusal) {
    writer.add("refuse").add(plan.route);
    add_answer(writer, *plan.refusal, plan.log);
  } else {
    const budgeting::api::Connection& to = plan.connection;
    writer.add("run")
        .add(plan.route)
        .add(to.host)
        .add(to.port)
        .add(to.user)
        .add(to.password)
        .add(to.database);
    writer.add(to.tls ? "tls" : "").add(plan.sql).add(plan.continuation);
    writer.add(plan.row_is_answer ? "row" : "").add(plan.is_repeatable ? "repeatable" : "");
    std::string shared;
    budgeting::json::append_integer(shared, plan.shared_milliseconds);
    writer.add(std::string_view(shared));
    for (const std::optional<std::string>& parameter : plan.parameters) writer.add_optional(parameter);
  }
  return result(writer);
}

/// Arguments: `continuation, event, SQLSTATE, constraint, detail, problem, body, entity tag`. Result: an
/// answer.
BUDGETING_EXPORT(respond) const char* respond(std::uint32_t size) {
  const std::vector<std::string_view> fields = arguments(size);
  const std::optional<budgeting::api::Event> event = budgeting::api::event_of(fields[1]);
  if (!event) __builtin_trap();
  const budgeting::api::Outcome outcome{*event,    fields[2], fields[3], fields[4],
                                        fields[5], fields[6], fields[7]};
  const budgeting::http::Answer answer = budgeting::api::respond(fields[0], outcome);
  FieldWriter writer(answer.body.size());
  add_answer(writer, answer, {});
  return result(writer);
}

/// Arguments: `request id`. Result: the answer for when the code failed.
BUDGETING_EXPORT(fail) const char* fail(std::uint32_t size) {
  FieldWriter writer;
  add_answer(writer, budgeting::api::fail(arguments(size)[0]), {});
  return result(writer);
}
