#pragma once

#include "wasm/abi/messages.hpp"
#include "wasm/query/fingerprint.hpp"

/// The module boundary in words, from which `worker-js/border.js` is generated, and a version number derived
/// from it.
namespace budgeting::abi {

/// Calls `said` with the pieces of text that describe a type: `text`, `optional text`, `list Header`, ...
template <class Type>
constexpr void name_type(auto said, bool is_bytes = false) {
  if constexpr (detail::is_text<Type>) {
    said(is_bytes ? "bytes" : "text");
  } else if constexpr (detail::is_optional<Type>) {
    said("optional ");
    name_type<typename Type::value_type>(said);
  } else if constexpr (std::is_same_v<Type, bool>) {
    said("boolean");
  } else if constexpr (Named<Type>) {
    said(Names<Type>::name);
  } else if constexpr (std::is_arithmetic_v<Type>) {
    said("number");
  } else if constexpr (detail::is_list<Type>) {
    said("list ");
    name_type<typename Type::value_type>(said);
  } else {
    said(Layout<Type>::name);
  }
}

/// Visits the messages and enumerations that a type consists of, innermost first.
template <class Type>
constexpr void visit(auto& visitor) {
  if constexpr (detail::is_optional<Type> || detail::is_list<Type>) {
    visit<typename Type::value_type>(visitor);
  } else if constexpr (Named<Type>) {
    visitor.template enumeration<Type>();
  } else if constexpr (Message<Type>) {
    std::apply([&]<class... Members>(const Members&...) { (visit<typename Members::type>(visitor), ...); },
               Layout<Type>::members);
    visitor.template message<Type>();
  }
}

/// Visits every call with its argument and result types.
constexpr void visit_calls(auto& visitor) {
  std::apply(
      [&]<class... Calls>(const Calls&... call) {
        ((visit<typename Calls::request>(visitor), visit<typename Calls::result>(visitor),
          visitor.call(call)),
         ...);
      },
      calls);
}

/// A hash over all names that it visits, and the types of members.
class Version {
 public:
  template <class Type>
  constexpr void enumeration() {
    hash_.add(Names<Type>::name);
    for (const std::string_view each : Names<Type>::all) hash_.add(each);
  }
  template <class Type>
  constexpr void message() {
    const auto said = [this](std::string_view text) { hash_.add(text); };
    hash_.add(Layout<Type>::name);
    std::apply(
        [&]<class... Members>(const Members&... each) {
          ((hash_.add(each.name), name_type<typename Members::type>(said, each.is_bytes)), ...);
        },
        Layout<Type>::members);
  }
  template <class Result, class Request>
  constexpr void call(const Call<Result, Request>& call) {
    hash_.add(call.name);
    hash_.add(Layout<Request>::name);
    hash_.add(Layout<Result>::name);
  }

  /// 32 bits are a number in JavaScript too.
  [[nodiscard]] constexpr std::uint32_t value() const noexcept {
    return static_cast<std::uint32_t>(hash_.value());
  }

 private:
  query::Fingerprint hash_;
};

/// Two sides with the same version have the same calls, messages and members, in the same order.
inline constexpr std::uint32_t version = [] {
  Version version;
  visit_calls(version);
  return version.value();
}();

}  // namespace budgeting::abi
