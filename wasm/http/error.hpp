#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "wasm/http/answer.hpp"

namespace budgeting::http {

/// The rows of the contract's table of errors, and what a client meets that asks too much.
enum class Code : std::uint8_t {
  bad_request,
  unauthorized,
  forbidden,
  not_found,
  method_not_allowed,
  request_timeout,
  conflict,
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
};

constexpr Name name_of(Code code) noexcept {
  constexpr Name names[] = {
      {400, "bad_request"},        {401, "unauthorized"},
      {403, "forbidden"},          {404, "not_found"},
      {405, "method_not_allowed"}, {408, "request_timeout"},
      {409, "conflict"},           {413, "payload_too_large"},
      {414, "uri_too_long"},       {415, "unsupported_media_type"},
      {422, "validation_failed"},  {429, "too_many_requests"},
      {431, "headers_too_large"},  {500, "internal_error"},
      {503, "unavailable"},        {504, "timeout"},
  };
  return names[static_cast<std::size_t>(code)];
}

struct FieldError {
  std::string field;    ///< as in the body, `updates[3].amount` within a list
  std::string message;  ///< a whole clause that names the field
};

/// A refusal or a failure, fit to show to the user.
struct Error {
  Code code;
  std::string message;
  std::vector<FieldError> fields = {};
  std::vector<Header> headers = {};
};

/// A 422 whose message sums up its fields.
Error invalid(std::vector<FieldError> fields);

/// The answer in the one shape that all errors have.
Answer answer(const Error& error, std::string_view request_id);

}  // namespace budgeting::http
