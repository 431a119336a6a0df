#include "wasm/api/refusal.hpp"

namespace budgeting::api {
namespace {

using http::Code;
using http::Error;

Error error_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::unauthorized:
      return unauthorized();
    case Refusal::forbidden:
      return {Code::forbidden, "This site may not make changes"};
    case Refusal::host:
      return {Code::forbidden, "In development the API is for this machine alone: ask for it at localhost"};
    case Refusal::unavailable:
      return unavailable();
    case Refusal::credentials:
      return {Code::headers_too_large, "The request's cookies or credentials are too long"};
    case Refusal::rate:
      return {Code::too_many_requests,
              "That was too much at once, please wait a moment",
              {},
              {{"retry-after", "10"}}};
    default:
      return {Code::request_timeout, "The request's body did not arrive in time"};
  }
}

}  // namespace

http::Answer refuse(const RefuseRequest& request) {
  return http::answer(error_of(request.refusal), request.request_id);
}

http::Error unavailable() {
  return {http::Code::unavailable,
          "The service is not available right now, please try again",
          {},
          {{"retry-after", "2"}}};
}

http::Error unauthorized() {
  return {http::Code::unauthorized,
          "You must be logged in",
          {},
          {{"www-authenticate", "Bearer realm=\"Budgeting API\""}}};
}

}  // namespace budgeting::api
