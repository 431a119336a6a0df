#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace budgeting::http {

enum class Method : std::uint8_t { get, head, options, post, patch, remove };

constexpr std::optional<Method> method_of(std::string_view name) noexcept {
  if (name == "GET") return Method::get;
  if (name == "HEAD") return Method::head;
  if (name == "OPTIONS") return Method::options;
  if (name == "POST") return Method::post;
  if (name == "PATCH") return Method::patch;
  if (name == "DELETE") return Method::remove;
  return std::nullopt;
}

constexpr std::string_view name_of(Method method) noexcept {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::head:
      return "HEAD";
    case Method::options:
      return "OPTIONS";
    case Method::post:
      return "POST";
    case Method::patch:
      return "PATCH";
    default:
      return "DELETE";
  }
}

}  // namespace budgeting::http
