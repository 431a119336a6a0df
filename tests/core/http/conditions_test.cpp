#include "wasm/http/conditions.hpp"

#include <doctest/doctest.h>

using namespace budgeting::http;

TEST_CASE("entity tags are an array without what cannot be ours") {
  CHECK_FALSE(entity_tags(""));
  CHECK(entity_tags("\"1f\"") == "{1f}");
  CHECK(entity_tags("W/\"1f\"") == "{1f}");
  CHECK(entity_tags(" \"1f\" ,\t\"0\",") == "{1f,0}");
  CHECK(entity_tags("*") == "{*}");
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
