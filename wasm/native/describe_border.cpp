// Prints worker-js/border.js: the shim's side of what crosses the border of the module.

#include <cstdio>
#include <set>
#include <string>

#include "wasm/abi/version.hpp"

namespace {

namespace abi = budgeting::abi;

/// A type as TypeScript writes it in a comment; the shim writes requests and reads results.
std::string typescript(std::string_view words) {
  if (words.starts_with("optional ")) return typescript(words.substr(9)) + " | null";
  if (words.starts_with("list ")) return "(" + typescript(words.substr(5)) + ")[]";
  if (words == "text") return "string";
  if (words == "bytes") return "Uint8Array";
  return std::string(words);
}

class Description {
 public:
  template <class Type>
  void enumeration() {
    using Names = abi::Names<Type>;
    if (!seen_.insert(Names::name).second) return;
    std::string union_of;
    std::string list;
    for (const std::string_view name : Names::all) {
      union_of += (union_of.empty() ? "\"" : " | \"") + std::string(name) + "\"";
      list += (list.empty() ? "\"" : ", \"") + std::string(name) + "\"";
    }
    types_ += "/** @typedef {" + union_of + "} " + std::string(Names::name) + " */\n";
    enumerations_ += "  " + std::string(Names::name) + ": [" + list + "],\n";
  }

  template <class Type>
  void message() {
    using Layout = abi::Layout<Type>;
    if (!seen_.insert(Layout::name).second) return;
    std::string properties;
    std::string list;
    const auto add = [&]<class Class, class Member>(const abi::Member<Class, Member>& member) {
      std::string words;
      abi::name_type<Member>([&](std::string_view part) { words += part; }, member.is_bytes);
      properties += " * @property {" + typescript(words) + "} " + std::string(member.name) + "\n";
      list += "    [\"" + std::string(member.name) + "\", \"" + words + "\"],\n";
    };
    std::apply([&](const auto&... each) { (add(each), ...); }, Layout::members);
    types_ += "/**\n * @typedef {object} " + std::string(Layout::name) + "\n" + properties + " */\n";
    messages_ += "  " + std::string(Layout::name) + ": [\n" + list + "  ],\n";
  }

  template <class Result, class Request>
  void call(const abi::Call<Result, Request>& call) {
    const std::string name(call.name);
    const std::string request(abi::Layout<Request>::name);
    const std::string result(abi::Layout<Result>::name);
    call_types_ += " * @property {{ request: " + request + ", result: " + result + " }} " + name + "\n";
    calls_ += "  " + name + ": { request: \"" + request + "\", result: \"" + result + "\" },\n";
  }

  void print() const {
    const auto out = [](const std::string& text) { std::fputs(text.c_str(), stdout); };
    out("// What crosses the border of the module, as wasm/abi/messages.hpp says: `npm run describe` writes "
        "this file.\n\n");
    out(types_);
    out("/**\n * @typedef {object} Calls\n" + call_types_ + " */\n\n");
    out("/** The module has the same number if it was built from the same lists. */\n");
    out("export const VERSION = " + std::to_string(abi::version) + ";\n\n");
    out("/** The names of values, in the order of their numbers. @type {Record<string, string[]>} */\n");
    out("export const ENUMERATIONS = {\n" + enumerations_ + "};\n\n");
    out("/** The members of each message in their order. @type {Record<string, [name: string, type: "
        "string][]>} */\n");
    out("export const MESSAGES = {\n" + messages_ + "};\n\n");
    out("/** What each exported function takes and gives. @type {Record<keyof Calls, { request: string, "
        "result: string }>} */\n");
    out("export const CALLS = {\n" + calls_ + "};\n");
  }

 private:
  std::set<std::string_view> seen_;
  std::string types_;
  std::string enumerations_;
  std::string messages_;
  std::string call_types_;
  std::string calls_;
};

}  // namespace

int main() {
  Description description;
  abi::visit_calls(description);
  description.print();
}
