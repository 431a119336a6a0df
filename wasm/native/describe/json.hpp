#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "wasm/json/writer.hpp"

/// JSON text, composed from pieces of JSON text.
namespace budgeting::describe {

using Json = std::string;

struct Member {
  std::string name;
  Json value;  ///< empty: the member is left out
};
using Members = std::vector<Member>;

inline Json text(std::string_view value) {
  Json out;
  json::Writer(out).string(value);
  return out;
}

inline Json integer(std::int64_t value) { return std::to_string(value); }

inline Json boolean(bool value) { return value ? "true" : "false"; }

inline Json list(const std::vector<Json>& items) {
  Json out = "[";
  for (const Json& item : items) out += (out.size() > 1 ? "," : "") + item;
  return out + "]";
}

inline Json object(const Members& members) {
  Json out = "{";
  for (const Member& member : members) {
    if (!member.value.empty()) out += (out.size() > 1 ? "," : "") + text(member.name) + ":" + member.value;
  }
  return out + "}";
}

/// A reference to another part of the description, such as `ref("schemas", "Month")`.
inline Json ref(std::string_view kind, std::string_view name) {
  return object({{"$ref", text("#/components/" + std::string(kind) + "/" + std::string(name))}});
}

/// Ends the tool: the tables of the core and those of the description do not match.
[[noreturn]] void give_up(std::string_view what, std::string_view about);

}  // namespace budgeting::describe
