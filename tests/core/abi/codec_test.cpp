#include "wasm/abi/codec.hpp"

#include <doctest/doctest.h>

#include "wasm/abi/messages.hpp"
#include "wasm/abi/version.hpp"

using namespace budgeting;

TEST_CASE("a message consists of its members, one after another") {
  abi::Writer writer;
  writer.put(api::RefuseRequest{api::Refusal::host, "r"});
  writer.put(std::optional<std::string>{});
  writer.put(std::optional<std::string>{""});
  writer.put(true);
  writer.put(std::uint16_t{503});
  writer.put(std::vector<http::Header>{{"a", "b"}});
  constexpr char wire[] =
      "\2"
      "\1\0\0\0r"
      "\0"
      "\1\0\0\0\0"
      "\1"
      "\0\0\0\0\0\x70\x7f\x40"
      "\1\0\0\0\1\0\0\0a\1\0\0\0b";
  CHECK(writer.bytes() == std::string_view(wire, sizeof wire - 1));
}

TEST_CASE("a message is read back as it was written") {
  const std::string_view text("a\0\xFF", 3);
  const api::Invocation written{.route = "3 12",
                                .body = text,
                                .user = "somebody",
                                .now = 9'007'199'254'740'991,
                                .if_match = "",
                                .idempotency_key = "k"};
  abi::Writer writer;
  writer.put(written);
  const auto read = abi::read<api::Invocation>(writer.bytes());
  CHECK(read.route == "3 12");
  CHECK(read.body == text);
  CHECK(read.user == "somebody");
  CHECK(read.now == 9'007'199'254'740'991);
  CHECK(read.if_match == "");
  CHECK_FALSE(read.if_none_match);
  CHECK(read.idempotency_key == "k");
  CHECK(read.content_type.empty());
}

TEST_CASE("the version depends on all names at the module boundary") { CHECK(abi::version != 0); }
