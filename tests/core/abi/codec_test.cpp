#include "wasm/abi/codec.hpp"

#include <doctest/doctest.h>

#include <set>

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

namespace {

enum class Mood : std::uint8_t { good, bad };
enum class OtherMood : std::uint8_t { good, bad };

struct Plain {
  std::string_view first;
  std::string_view second;
};
struct Renamed : Plain {};
struct Reordered : Plain {};
struct Raw : Plain {};
struct Maybe {
  std::string_view first;
  std::optional<std::string_view> second;
};

/// The version of a module whose border has nothing but this.
template <class Type>
constexpr std::uint32_t version_of() {
  abi::Version version;
  abi::visit<Type>(version);
  return version.value();
}

}  // namespace

namespace budgeting::abi {

template <>
struct Names<Mood> {
  static constexpr std::string_view name = "Mood";
  static constexpr std::array<std::string_view, 2> all{"good", "bad"};
};
template <>
struct Names<OtherMood> {
  static constexpr std::string_view name = "Mood";
  static constexpr std::array<std::string_view, 2> all{"bad", "good"};
};
template <>
struct Layout<Plain> {
  static constexpr std::string_view name = "Message";
  static constexpr std::tuple members{member("first", &Plain::first), member("second", &Plain::second)};
};
template <>
struct Layout<Renamed> {
  static constexpr std::string_view name = "Message";
  static constexpr std::tuple members{member("first", &Plain::first), member("other", &Plain::second)};
};
template <>
struct Layout<Reordered> {
  static constexpr std::string_view name = "Message";
  static constexpr std::tuple members{member("second", &Plain::second), member("first", &Plain::first)};
};
template <>
struct Layout<Raw> {
  static constexpr std::string_view name = "Message";
  static constexpr std::tuple members{member("first", &Plain::first), bytes("second", &Plain::second)};
};
template <>
struct Layout<Maybe> {
  static constexpr std::string_view name = "Message";
  static constexpr std::tuple members{member("first", &Maybe::first), member("second", &Maybe::second)};
};

}  // namespace budgeting::abi

TEST_CASE("the version changes with every name, type and order at the module boundary") {
  const std::set<std::uint32_t> versions{version_of<Plain>(),     version_of<Renamed>(), version_of<Maybe>(),
                                         version_of<Reordered>(), version_of<Raw>(),     version_of<Mood>(),
                                         version_of<OtherMood>()};
  CHECK(versions.size() == 7);
}
