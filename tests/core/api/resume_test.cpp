#include "wasm/api/resume.hpp"

#include <doctest/doctest.h>

#include "tests/core/api/planning.hpp"

using namespace budgeting;
using api::Event;

namespace {

const Request get_months{.url = "/api/months"};
const Request new_transaction{
    .method = "POST", .url = "/api/transactions", .body = R"({"categoryId":1,"amount":2})"};

Request keyed() {
  Request request = new_transaction;
  request.idempotency_key = "k";
  return request;
}

/// A request whose attempts end one after another, with all the time in the world unless it is told.
class Attempts {
 public:
  explicit Attempts(const Request& request) : continuation_(planned(request).continuation) {}

  api::Next end(const api::Outcome& outcome, double milliseconds_left = 1e6, double chance = 0) {
    api::Next next = api::resume({continuation_, outcome, milliseconds_left, 10'000, chance});
    if (!next.answer) continuation_ = next.continuation;
    return next;
  }

 private:
  std::string continuation_;
};

/// How often it is sent if each attempt ends so.
int times_sent(const Request& request, const api::Outcome& outcome) {
  Attempts attempts(request);
  int sent = 1;
  while (!attempts.end(outcome).answer) ++sent;
  return sent;
}

const api::Outcome unreachable{.event = Event::unreachable};
const api::Outcome lost{.event = Event::lost};
const api::Outcome deadlock{.event = Event::error, .sqlstate = "40P01"};
const api::Outcome key_taken{
    .event = Event::error, .sqlstate = "23505", .constraint = "idempotency_keys_pkey"};

}  // namespace

TEST_CASE("a statement that was never sent is sent once more, unless the login is wrong") {
  CHECK(times_sent(get_months, unreachable) == 2);
  CHECK(times_sent(new_transaction, unreachable) == 2);
  CHECK(times_sent(new_transaction, {.event = Event::unreachable, .sqlstate = "53300"}) == 2);
  CHECK(times_sent(get_months, {.event = Event::unreachable, .sqlstate = "28P01"}) == 1);
  CHECK(times_sent(get_months, {.event = Event::unreachable, .sqlstate = "3D000"}) == 1);
}

TEST_CASE("a statement without an answer is sent once more only if it may run twice") {
  CHECK(times_sent(get_months, lost) == 2);
  CHECK(times_sent(new_transaction, lost) == 1);
  CHECK(times_sent(keyed(), lost) == 2);
  // A server, or a pooler, that ends the connection: the commit may have come before it.
  for (const char* sqlstate : {"57P01", "57P02", "08006", "08P01", "40003"}) {
    CAPTURE(sqlstate);
    CHECK(times_sent(get_months, {.event = Event::error, .sqlstate = sqlstate}) == 2);
    CHECK(times_sent(new_transaction, {.event = Event::error, .sqlstate = sqlstate}) == 1);
  }
  CHECK(times_sent(get_months, {.event = Event::timeout}) == 1);
}

TEST_CASE("a statement rolled back because of concurrent ones is sent up to eight times") {
  for (const char* sqlstate : {"40001", "40P01", "55P03"}) {
    CHECK(times_sent(new_transaction, {.event = Event::error, .sqlstate = sqlstate}) == 8);
  }
  CHECK(times_sent(keyed(), key_taken) == 8);
  CHECK(times_sent(new_transaction, {.event = Event::error, .sqlstate = "23505"}) == 1);
  CHECK(times_sent(new_transaction, {.event = Event::error, .sqlstate = "57014"}) == 1);
  CHECK(times_sent(new_transaction, {.event = Event::no_row}) == 1);
  CHECK(times_sent(new_transaction, {.event = Event::row}) == 1);
}

TEST_CASE("pauses grow, with a random part") {
  Attempts attempts(new_transaction);
  CHECK(attempts.end(deadlock, 1e6, 0).pause_milliseconds == 25);
  CHECK(attempts.end(deadlock, 1e6, 1).pause_milliseconds == 200);
  CHECK(attempts.end(deadlock, 1e6, 0.5).pause_milliseconds == 187.5);
}

TEST_CASE("nothing is sent again if there is no time left") {
  CHECK_FALSE(Attempts(get_months).end(unreachable, 25).answer);
  CHECK(Attempts(get_months).end(unreachable, 24).answer);
  // What is undone needs the time of a whole statement: cut short, nobody would know what came of it.
  CHECK_FALSE(Attempts(new_transaction).end(deadlock, 10'025).answer);
  const api::Next late = Attempts(new_transaction).end(deadlock, 10'024);
  REQUIRE(late.answer);
  CHECK(late.answer->status == 503);
}

TEST_CASE("after an attempt with an unknown outcome, a later failure also has an unknown outcome") {
  for (const api::Outcome& first : {lost, key_taken}) {
    for (const api::Outcome& second : {unreachable, deadlock}) {
      Attempts attempts(keyed());
      CHECK_FALSE(attempts.end(first).answer);
      const api::Next next = attempts.end(second, 0);
      REQUIRE(next.answer);
      CHECK(next.event == Event::lost);
      CHECK(next.answer->status == 503);
      CHECK(contains(next.answer->body, "it is not known whether the change was made"));
    }
  }
  Attempts attempts(keyed());
  CHECK_FALSE(attempts.end(unreachable).answer);
  CHECK(attempts.end(unreachable).event == Event::unreachable);
  Attempts answered(keyed());
  CHECK_FALSE(answered.end(lost).answer);
  CHECK(answered.end({.event = Event::row}).answer->status == 201);
}

TEST_CASE("the response and the logged event are those of the last attempt") {
  Attempts attempts({.url = "/api/months/latest"});
  CHECK(attempts.end(unreachable).event == Event::unreachable);
  const api::Next next = attempts.end({.event = Event::row, .etag = "2a"});
  CHECK(next.event == Event::row);
  REQUIRE(next.answer);
  CHECK(next.answer->status == 200);
  CHECK(next.answer->body_is_row);
  CHECK(Attempts(new_transaction).end({.event = Event::error, .sqlstate = "57P01"}).event == Event::lost);
}

TEST_CASE("a statement that was refused because of its name is sent once more without it") {
  for (const char* state : {"26000", "42P05", "0A000"}) {
    CAPTURE(state);
    const api::Outcome refused{.event = Event::error, .sqlstate = state};
    for (const Request& request : {get_months, new_transaction, keyed()}) {
      Attempts attempts(request);
      const api::Next next = attempts.end(refused);
      CHECK_FALSE(next.answer);
      CHECK_FALSE(next.is_named);
      CHECK(next.pause_milliseconds == 0);
      CHECK(attempts.end(refused).answer);
    }
    CHECK(Attempts(get_months).end(refused, 0).answer);
  }
}

TEST_CASE("a statement stays without its name, and still has all its attempts") {
  Attempts attempts(new_transaction);
  CHECK_FALSE(attempts.end({.event = Event::error, .sqlstate = "26000"}).answer);
  for (int attempt = 1; attempt < 8; ++attempt) {
    const api::Next next = attempts.end(deadlock);
    REQUIRE_FALSE(next.answer);
    CHECK_FALSE(next.is_named);
  }
  CHECK(attempts.end(deadlock).answer);
  CHECK(Attempts(new_transaction).end(deadlock).is_named);
}
