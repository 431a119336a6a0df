#include "wasm/api/resume.hpp"

#include "wasm/api/continuation.hpp"
#include "wasm/query/sqlstate.hpp"

namespace budgeting::api {
namespace {

/// How often a statement is sent if PostgreSQL keeps rolling it back because of concurrent transactions.
constexpr int most_attempts = 8;
/// How often a statement is sent if its connection fails.
constexpr int most_connections = 2;
/// The pause before the second attempt, in milliseconds; it grows with each attempt.
constexpr double least_pause = 25;
constexpr double pause_spread = 75;

/// A server or a pooler that closes a connection reports it as an error. The commit may have come before
/// that.
Event event_of(const Outcome& outcome) noexcept {
  return outcome.event == Event::error && query::ends_connection(outcome.sqlstate) ? Event::lost
                                                                                   : outcome.event;
}

bool is_undone(const Outcome& outcome) noexcept {
  return outcome.event == Event::error && query::is_undone(outcome.sqlstate);
}

/// The statement was sent with its name, and that was refused.
bool is_name_refused(const Continuation& continuation, const Outcome& outcome) noexcept {
  return continuation.is_named && outcome.event == Event::error && query::is_about_name(outcome.sqlstate);
}

/// Another request with the same key has made the change; its answer is now stored.
bool is_key_taken(const Outcome& outcome) noexcept {
  return outcome.event == Event::error && outcome.constraint == query::constraint::key;
}

int attempts_for(const Outcome& outcome, bool is_repeatable) noexcept {
  switch (outcome.event) {
    case Event::unreachable:
      return query::is_wrong_login(outcome.sqlstate) ? 1 : most_connections;
    case Event::lost:
      return is_repeatable ? most_connections : 1;
    case Event::error:
      return is_undone(outcome) || is_key_taken(outcome) ? most_attempts : 1;
    default:
      return 1;
  }
}

}  // namespace

Next resume(const ResumeRequest& request) {
  Continuation continuation = Continuation::from(request.continuation);
  Outcome outcome = request.outcome;
  outcome.event = event_of(outcome);
  if (is_name_refused(continuation, outcome) && request.milliseconds_left > 0) {
    continuation.is_named = false;
    Next next;
    next.event = outcome.event;
    next.is_named = false;
    next.continuation = continuation.text();
    return next;
  }
  continuation.attempts += 1;

  const double pause =
      static_cast<double>(continuation.attempts) * (least_pause + request.chance * pause_spread);
  // A statement known to be rolled back is not sent again if the deadline might cut it short, because then
  // its outcome would be unknown.
  const double needed = is_undone(outcome) ? pause + request.statement_milliseconds : pause;
  Next next;
  if (continuation.attempts < attempts_for(outcome, continuation.is_repeatable()) &&
      request.milliseconds_left >= needed) {
    continuation.may_have_been_made =
        continuation.may_have_been_made || outcome.event == Event::lost || is_key_taken(outcome);
    next.event = outcome.event;
    next.pause_milliseconds = pause;
    next.is_named = continuation.is_named;
    next.continuation = continuation.text();
    return next;
  }
  const bool is_unanswered = outcome.event == Event::error || outcome.event == Event::unreachable;
  if (continuation.may_have_been_made && is_unanswered) outcome.event = Event::lost;
  next.event = outcome.event;
  next.answer = respond(continuation, outcome);
  return next;
}

}  // namespace budgeting::api
