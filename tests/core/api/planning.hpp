#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tests/core/padded.hpp"
#include "wasm/api/plan.hpp"

/// A request as a test writes it; what it does not say is right.
struct Request {
  std::string_view method = "GET";
  std::string_view url = "/api/months";
  std::string_view body = {};
  std::string_view content_type = "application/json";
  std::string_view user = "user-1";
  std::string_view hyperdrive = "postgres://u:p@h.hyperdrive.local:5432/db?sslmode=disable";
  std::string_view database_url = {};
  std::optional<std::string_view> if_match = {};
  std::optional<std::string_view> if_none_match = {};
  std::optional<std::string_view> idempotency_key = {};
  std::string_view content_encoding = {};
  std::string_view row_limits = {};
};

inline budgeting::api::Plan planned(const Request& request) {
  const Padded body(request.body);
  return budgeting::api::plan({request.method, request.url, request.content_type, body.view(), request.user,
                               request.hyperdrive, request.database_url, 1'700'000'000, "request-1",
                               /*refusal=*/{}, request.if_match, request.if_none_match,
                               request.idempotency_key, request.content_encoding, request.row_limits});
}

/// The status of a refusal, 0 if a statement is to run.
inline int refused(const Request& request) {
  const budgeting::api::Plan plan = planned(request);
  return plan.refusal ? plan.refusal->status : 0;
}

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}
