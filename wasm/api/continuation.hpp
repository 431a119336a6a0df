#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "wasm/api/endpoint.hpp"

namespace budgeting::api {

/// What `resume` needs to know of the request and of the attempts so far. Only the core reads its text form;
/// the shim passes it back unchanged.
struct Continuation {
  const Endpoint* endpoint;
  Numbers numbers;                  ///< those in the path
  bool is_keyed;                    ///< the request has an `Idempotency-Key`
  bool is_named = true;             ///< the statement was sent with its name
  std::int64_t attempts = 0;        ///< how many have ended
  bool may_have_been_made = false;  ///< one of them may have made the change, but its outcome is unknown
  std::string_view wide;            ///< as in `Values`
  /// For a read, the tags of which its answer must have one; for a write, its condition. Empty without a
  /// condition.
  std::string_view condition;
  std::string_view request_id;

  /// Whether the statement may run more than once: it changes nothing, or its key makes the change happen
  /// once.
  [[nodiscard]] bool is_repeatable() const noexcept {
    return is_keyed || endpoint->method == http::Method::get;
  }
  [[nodiscard]] std::string text() const;
  /// Parses what `text` wrote; traps on anything else.
  static Continuation from(std::string_view text);
};

/// The error when the thing that the endpoint is about does not exist. `number`: replaces the placeholder in
/// its name.
http::Error not_found(const Endpoint& endpoint, std::string_view number);

/// The error when the number at that place in the path cannot be an id, or a year.
http::Error invalid_number(const Endpoint& endpoint, std::size_t place);

}  // namespace budgeting::api
