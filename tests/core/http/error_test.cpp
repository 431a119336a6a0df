#include "wasm/http/error.hpp"

#include <doctest/doctest.h>

using namespace budgeting::http;

TEST_CASE("errors have the members in docs/api.md and those of RFC 9457") {
  const Answer answered = answer({Code::not_found, "Month not found"}, "r-1");
  CHECK(answered.status == 404);
  CHECK(answered.body ==
        R"({"error":true,"statusCode":404,"code":"not_found","message":"Month not found","requestId":"r-1",)"
        R"("type":"about:blank","title":"Not Found","status":404,"detail":"Month not found"})");
  CHECK(answered.headers[0].value == "application/json; charset=utf-8");
  CHECK(answered.headers[1].value == "no-store");
}

TEST_CASE("a 422 lists every field and summarizes them in its message") {
  const Error error = invalid({{"a", "a is required"}, {"b", "b is required"}, {"c", "c \"x\""}, {"d", "d"}});
  CHECK(error.message == "a is required; b is required; c \"x\"; and 1 more");
  const Answer answered = answer(error, "r");
  CHECK(answered.status == 422);
  CHECK(answered.body.find(R"({"field":"c","message":"c \"x\""},{"field":"d","message":"d"}])") !=
        std::string::npos);
}

TEST_CASE("each code has its status") {
  CHECK(name_of(Code::bad_request).status == 400);
  CHECK(name_of(Code::unsupported_media_type).code == "unsupported_media_type");
  CHECK(name_of(Code::unsupported_media_type).status == 415);
  CHECK(name_of(Code::headers_too_large).title == "Request Header Fields Too Large");
  CHECK(name_of(Code::timeout).title == "Gateway Timeout");
  CHECK(name_of(Code::validation_failed).status == 422);
  CHECK(name_of(Code::timeout).status == 504);
  CHECK(name_of(Code::timeout).code == "timeout");
}
