#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "wasm/api/endpoint.hpp"

namespace budgeting::api {

/// What `resume` needs of the request, and of the attempts so far. Its text is for the core alone; others
/// hand it back as it is.
struct Continuation {
  const Endpoint* endpoint;
  std::int64_t number;              ///< in the path
  bool is_keyed;                    ///< the request has an `Idempotency-Key`
  std::int64_t attempts = 0;        ///< that have ended
  bool may_have_been_made = false;  ///< by one of those: nobody knows
  std::string_view wide;            ///< as in `Values`
  /// Of a read, the tags of which its answer must have one; of a write, its condition. Empty without one.
  std::string_view condition;
  std::string_view request_id;

  /// Whether it may run more than once: nothing changes, or the key sees to it that it changes once.
  [[nodiscard]] bool is_repeatable() const noexcept {
    return is_keyed || endpoint->method == http::Method::get;
  }
  [[nodiscard]] std::string text() const;
  /// Traps on a text that `text` did not make.
  static Continuation from(std::string_view text);
};

/// What the endpoint is about is not there. `number`: what stands in the path in place of a number.
http::Error not_found(const Endpoint& endpoint, std::string_view number);

/// The number in the path cannot be the id of a thing, or a year.
http::Error invalid_number(const Endpoint& endpoint);

}  // namespace budgeting::api
