#pragma once

#include <array>

#include "wasm/abi/codec.hpp"
#include "wasm/api/connection.hpp"
#include "wasm/api/plan.hpp"
#include "wasm/api/refusal.hpp"
#include "wasm/api/resume.hpp"
#include "wasm/api/route.hpp"

/// Everything that crosses the module boundary: each call, message and member is listed here once. Both sides
/// derive their codec from these lists; `npm run describe` generates the shim's.
namespace budgeting::abi {

template <>
struct Names<api::Refusal> {
  static constexpr std::string_view name = "Refusal";
  static constexpr std::array<std::string_view, 7> all{"unauthorized", "forbidden", "host", "unavailable",
                                                       "credentials",  "rate",      "body"};
};

template <>
struct Names<api::Event> {
  static constexpr std::string_view name = "Event";
  static constexpr std::array<std::string_view, 6> all{"row",         "no_row", "error",
                                                       "unreachable", "lost",   "timeout"};
};

template <>
struct Layout<http::Header> {
  static constexpr std::string_view name = "Header";
  static constexpr std::tuple members{member("name", &http::Header::name),
                                      member("value", &http::Header::value)};
};

template <>
struct Layout<http::Answer> {
  static constexpr std::string_view name = "Answer";
  static constexpr std::tuple members{
      member("status", &http::Answer::status), member("headers", &http::Answer::headers),
      bytes("body", &http::Answer::body), member("bodyIsRow", &http::Answer::body_is_row)};
};

template <>
struct Layout<api::RouteRequest> {
  static constexpr std::string_view name = "RouteRequest";
  static constexpr std::tuple members{member("method", &api::RouteRequest::method),
                                      member("url", &api::RouteRequest::url),
                                      member("requestId", &api::RouteRequest::request_id)};
};

template <>
struct Layout<api::Routed> {
  static constexpr std::string_view name = "Routed";
  static constexpr std::tuple members{
      member("answer", &api::Routed::answer), member("pattern", &api::Routed::pattern),
      member("isOpen", &api::Routed::is_open), member("bodyBytes", &api::Routed::body_bytes),
      member("route", &api::Routed::route)};
};

template <>
struct Layout<api::RefuseRequest> {
  static constexpr std::string_view name = "RefuseRequest";
  static constexpr std::tuple members{member("refusal", &api::RefuseRequest::refusal),
                                      member("requestId", &api::RefuseRequest::request_id)};
};

template <>
struct Layout<api::ConnectRequest> {
  static constexpr std::string_view name = "ConnectRequest";
  static constexpr std::tuple members{member("hyperdrive", &api::ConnectRequest::hyperdrive),
                                      member("databaseUrl", &api::ConnectRequest::database_url)};
};

template <>
struct Layout<api::Connection> {
  static constexpr std::string_view name = "Connection";
  static constexpr std::tuple members{
      member("host", &api::Connection::host),         member("port", &api::Connection::port),
      member("user", &api::Connection::user),         member("password", &api::Connection::password),
      member("database", &api::Connection::database), member("tls", &api::Connection::tls),
      member("problem", &api::Connection::problem)};
};

template <>
struct Layout<api::Invocation> {
  static constexpr std::string_view name = "Invocation";
  static constexpr std::tuple members{member("route", &api::Invocation::route),
                                      member("contentType", &api::Invocation::content_type),
                                      member("contentEncoding", &api::Invocation::content_encoding),
                                      bytes("body", &api::Invocation::body),
                                      member("user", &api::Invocation::user),
                                      member("now", &api::Invocation::now),
                                      member("requestId", &api::Invocation::request_id),
                                      member("ifMatch", &api::Invocation::if_match),
                                      member("ifNoneMatch", &api::Invocation::if_none_match),
                                      member("idempotencyKey", &api::Invocation::idempotency_key),
                                      member("rowLimits", &api::Invocation::row_limits)};
};

template <>
struct Layout<api::Joined> {
  static constexpr std::string_view name = "Joined";
  static constexpr std::tuple members{
      member("prefix", &api::Joined::prefix), member("separator", &api::Joined::separator),
      member("suffix", &api::Joined::suffix), member("isStreamed", &api::Joined::is_streamed)};
};

template <>
struct Layout<api::Plan> {
  static constexpr std::string_view name = "Plan";
  static constexpr std::tuple members{member("refusal", &api::Plan::refusal),
                                      member("log", &api::Plan::log),
                                      member("sql", &api::Plan::sql),
                                      member("name", &api::Plan::name),
                                      member("parameters", &api::Plan::parameters),
                                      member("continuation", &api::Plan::continuation),
                                      member("rowIsAnswer", &api::Plan::row_is_answer),
                                      member("joined", &api::Plan::joined),
                                      member("mayBeEmpty", &api::Plan::may_be_empty),
                                      member("sharedMilliseconds", &api::Plan::shared_milliseconds)};
};

template <>
struct Layout<api::Outcome> {
  static constexpr std::string_view name = "Outcome";
  static constexpr std::tuple members{member("event", &api::Outcome::event),
                                      member("sqlstate", &api::Outcome::sqlstate),
                                      member("constraint", &api::Outcome::constraint),
                                      member("detail", &api::Outcome::detail),
                                      member("problem", &api::Outcome::problem),
                                      member("body", &api::Outcome::body),
                                      member("etag", &api::Outcome::etag),
                                      member("more", &api::Outcome::more)};
};

template <>
struct Layout<api::ResumeRequest> {
  static constexpr std::string_view name = "ResumeRequest";
  static constexpr std::tuple members{
      member("continuation", &api::ResumeRequest::continuation),
      member("outcome", &api::ResumeRequest::outcome),
      member("millisecondsLeft", &api::ResumeRequest::milliseconds_left),
      member("statementMilliseconds", &api::ResumeRequest::statement_milliseconds),
      member("chance", &api::ResumeRequest::chance)};
};

template <>
struct Layout<api::Next> {
  static constexpr std::string_view name = "Next";
  static constexpr std::tuple members{
      member("answer", &api::Next::answer), member("event", &api::Next::event),
      member("pauseMilliseconds", &api::Next::pause_milliseconds), member("isNamed", &api::Next::is_named),
      member("continuation", &api::Next::continuation)};
};

template <>
struct Layout<api::FailRequest> {
  static constexpr std::string_view name = "FailRequest";
  static constexpr std::tuple members{member("requestId", &api::FailRequest::request_id)};
};

/// A core function that the module exports under that name.
template <class Result, class Request>
struct Call {
  using result = Result;
  using request = Request;
  std::string_view name;
  Result (*function)(const Request&);
};
template <class Result, class Request>
Call(std::string_view, Result (*)(const Request&)) -> Call<Result, Request>;

inline constexpr std::tuple calls{Call{"route", api::route},   Call{"refuse", api::refuse},
                                  Call{"plan", api::plan},     Call{"connect", api::connect},
                                  Call{"resume", api::resume}, Call{"fail", api::fail}};

}  // namespace budgeting::abi
