#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tests/core/padded.hpp"
#include "wasm/api/continuation.hpp"
#include "wasm/api/plan.hpp"
#include "wasm/api/respond.hpp"
#include "wasm/api/route.hpp"

/// A request as a test writes it; what it does not say is right.
struct Request {
  std::string_view method = "GET";
  std::string_view url = "/api/months";
  std::string_view body = {};
  std::string_view content_type = "application/json";
  std::string_view user = "user-1";
  std::int64_t now = 1'700'000'000;
  std::optional<std::string_view> if_match = {};
  std::optional<std::string_view> if_none_match = {};
  std::optional<std::string_view> idempotency_key = {};
  std::string_view content_encoding = {};
  std::string_view row_limits = {};
};

/// The plan for a request; what its route answers at once is a refusal.
inline budgeting::api::Plan planned(const Request& request) {
  const Padded body(request.body);
  budgeting::api::Routed routed = budgeting::api::route({request.method, request.url, "request-1"});
  budgeting::api::Plan plan;
  plan.refusal = std::move(routed.answer);
  if (plan.refusal) return plan;
  return budgeting::api::plan({.route = routed.route,
                               .content_type = request.content_type,
                               .content_encoding = request.content_encoding,
                               .body = body.view(),
                               .user = request.user,
                               .now = request.now,
                               .request_id = "request-1",
                               .if_match = request.if_match,
                               .if_none_match = request.if_none_match,
                               .idempotency_key = request.idempotency_key,
                               .row_limits = request.row_limits});
}

/// The answer to a planned request whose statement ends so.
inline budgeting::http::Answer answer_to(const budgeting::api::Plan& plan,
                                         const budgeting::api::Outcome& outcome) {
  return budgeting::api::respond(budgeting::api::Continuation::from(plan.continuation), outcome);
}

inline bool is_repeatable(const budgeting::api::Plan& plan) {
  return budgeting::api::Continuation::from(plan.continuation).is_repeatable();
}

/// The status of a refusal, 0 if a statement is to run.
inline int refused(const Request& request) {
  const budgeting::api::Plan plan = planned(request);
  return plan.refusal ? plan.refusal->status : 0;
}

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}
