#pragma once

#include "wasm/abi/messages.hpp"

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

namespace detail {

/// 32-bit FNV-1a (datatracker.ietf.org/doc/draft-eastlake-fnv) over all names.
struct Hash {
  std::uint32_t value = 2166136261U;

  constexpr void operator()(std::string_view text) {
    for (const char each : text) value = (value ^ static_cast<std::uint8_t>(each)) * 16777619U;
    value = (value ^ 0xFFU) * 16777619U;
  }
  template <class Type>
  constexpr void enumeration() {
    (*this)(Names<Type>::name);
    for (const std::string_view each : Names<Type>::all) (*this)(each);
  }
  template <class Type>
  constexpr void message() {
    const auto said = [this](std::string_view text) { (*this)(text); };
    (*this)(Layout<Type>::name);
    std::apply(
        [&]<class... Members>(const Members&... each) {
          (((*this)(each.name), name_type<typename Members::type>(said, each.is_bytes)), ...);
        },
        Layout<Type>::members);
  }
  constexpr void call(const auto& call) { (*this)(call.name); }
};

}  // namespace detail

/// Two sides with the same version have the same calls, messages and members, in the same order.
inline constexpr std::uint32_t version = [] {
  detail::Hash hash;
  visit_calls(hash);
  return hash.value;
}();

}  // namespace budgeting::abi
