#include "wasm/http/conditions.hpp"

#include <doctest/doctest.h>

using namespace budgeting::http;

TEST_CASE("entity tags become an array without those that cannot be ours") {
  CHECK(entity_tags("\"1f\"") == "{1f}");
  CHECK(entity_tags("W/\"1f\"") == "{1f}");
  CHECK(entity_tags(" \"1f\" ,\t\"0\",") == "{1f,0}");
  CHECK(entity_tags(" * ") == "{*}");
  CHECK(entity_tags("1f") == "{1f}");
  CHECK(entity_tags("\"abc-1\"") == "{}");
  CHECK(entity_tags("\"0123456789abcdef\"") == "{0123456789abcdef}");
  CHECK(entity_tags("\"0123456789abcdef0\"") == "{}");
  CHECK(entity_tags("\"1F\"") == "{}");
  CHECK(entity_tags("\"") == "{}");
  CHECK(entity_tags("\"\"") == "{}");
  CHECK(entity_tags("\"a},{b\", \"2\"") == "{2}");
  CHECK(entity_tags(",") == "{}");
}

TEST_CASE("any tag matches only if the header is a single unquoted asterisk") {
  CHECK(entity_tags("*") == "{*}");
  CHECK(entity_tags("\"*\"") == "{}");
  CHECK(entity_tags("W/\"*\"") == "{}");
  CHECK(entity_tags("\"1f\", *") == "{1f}");
  CHECK(entity_tags("*, \"1f\"") == "{1f}");
  CHECK(entity_tags("**") == "{}");
}

TEST_CASE("quoted text is a single tag, including its commas") {
  CHECK(entity_tags("\"a,*,b\"") == "{}");
  CHECK(entity_tags("\"a, 1f, b\"") == "{}");
  CHECK(entity_tags("\"a,1f\",W/\"2e\", \"b,3d\"") == "{2e}");
  CHECK(entity_tags("\"1f\"\"2e\",\"3d\"") == "{1f,3d}");
}

TEST_CASE("a tag matches only a whole tag of the header") {
  CHECK(has_tag("{*}", "1f"));
  CHECK(has_tag("{2e,1f,3d}", "1f"));
  CHECK(has_tag("{1f}", "1f"));
  CHECK_FALSE(has_tag("{}", "1f"));
  CHECK_FALSE(has_tag("{1f0,01f,f}", "1f"));
}

TEST_CASE("a write's If-Match requires tags, If-None-Match excludes tags, both together require the rest") {
  CHECK_FALSE(write_condition({}, {}));
  CHECK(write_condition("\"1\", \"2\"", {}) == "{1,2}");
  CHECK(write_condition("*", {}) == "{*}");
  CHECK(write_condition({}, "*") == "{!,*}");
  CHECK(write_condition({}, "\"1\"") == "{!,1}");
  CHECK(write_condition({}, "\"other\"") == "{!}");
  CHECK(write_condition("*", "\"1\"") == "{!,1}");
  CHECK(write_condition("\"1\", \"2\"", "\"2\", \"3\"") == "{1}");
  CHECK(write_condition("\"1\"", "*") == "{}");
  CHECK(write_condition("\"other\"", "\"1\"") == "{}");
}

TEST_CASE("a key has 1 to 255 visible characters, with or without quotes") {
  CHECK(idempotency_key("8e03978e-40d5") == "8e03978e-40d5");
  CHECK(idempotency_key("\"8e03978e-40d5\"") == "8e03978e-40d5");
  CHECK(idempotency_key("\"") == "\"");
  CHECK(idempotency_key("!~") == "!~");
  CHECK(idempotency_key(std::string(255, 'k')) == std::string(255, 'k'));
  CHECK_FALSE(idempotency_key(std::string(256, 'k')));
  CHECK_FALSE(idempotency_key("\"\""));
  CHECK_FALSE(idempotency_key("a b"));
  CHECK_FALSE(idempotency_key("a, b"));
  CHECK_FALSE(idempotency_key("k\x7f"));
  CHECK_FALSE(idempotency_key("k\xc3\xa4"));
}
