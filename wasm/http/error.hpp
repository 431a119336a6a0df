#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "wasm/http/answer.hpp"

namespace budgeting::http {

/// The errors in the table in docs/api.md, and those for requests that exceed a limit.
enum class Code : std::uint8_t {
  bad_request,
  unauthorized,
  forbidden,
  not_found,
  method_not_allowed,
  request_timeout,
  conflict,
  limit_reached,
  precondition_failed,
  payload_too_large,
  uri_too_long,
  unsupported_media_type,
  validation_failed,
  too_many_requests,
  headers_too_large,
  internal_error,
  unavailable,
  timeout,
};

struct Name {
  std::uint16_t status;
  std::string_view code;
  std::string_view title;  ///< the status's reason phrase in RFC 9110 or RFC 6585
};

constexpr Name name_of(Code code) noexcept {
  constexpr Name names[] = {
      {400, "bad_request", "Bad Request"},
      {401, "unauthorized", "Unauthorized"},
      {403, "forbidden", "Forbidden"},
      {404, "not_found", "Not Found"},
      {405, "method_not_allowed", "Method Not Allowed"},
      {408, "request_timeout", "Request Timeout"},
      {409, "conflict", "Conflict"},
      {409, "limit_reached", "Conflict"},
      {412, "precondition_failed", "Precondition Failed"},
      {413, "payload_too_large", "Content Too Large"},
      {414, "uri_too_long", "URI Too Long"},
      {415, "unsupported_media_type", "Unsupported Media Type"},
      {422, "validation_failed", "Unprocessable Content"},
      {429, "too_many_requests", "Too Many Requests"},
      {431, "headers_too_large", "Request Header Fields Too Large"},
      {500, "internal_error", "Internal Server Error"},
      {503, "unavailable", "Service Unavailable"},
      {504, "timeout", "Gateway Timeout"},
  };
  return names[static_cast<std::size_t>(code)];
}

struct FieldError {
  std::string field;    ///< the path in the body; `updates[3].amount` within a list; or a query parameter
  std::string message;  ///< a complete clause that names the field
};

/// A rejected request or a failure, worded so that it may be shown to the user.
struct Error {
  Code code;
  std::string message;
  std::vector<FieldError> fields = {};
  std::vector<Header> headers = {};
};

/// An error whose message summarizes its fields: a 422, or a 400 for fields of a query.
Error invalid(std::vector<FieldError> fields, Code code = Code::validation_failed);

/// The response, in the one shape that all errors have: the members in docs/api.md and those of RFC 9457. The
/// RFC's `type` is always `about:blank`, because `code` already identifies the error.
Answer answer(const Error& error, std::string_view request_id);

}  // namespace budgeting::http
