#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "wasm/api/respond.hpp"

namespace budgeting::api {

/// How an attempt to run the statement ended, and how much time was left then.
struct ResumeRequest {
  std::string_view continuation = {};
  Outcome outcome = {};
  double milliseconds_left = 0;       ///< left for the request
  double statement_milliseconds = 0;  ///< the most that a statement may take
  double chance = 0;  ///< random, from 0 to 1, so that requests that failed together do not return together
};

/// What to do next: send `answer`; or wait for `pause_milliseconds`, run the same statement again on another
/// connection, and pass its outcome to `resume` with the new `continuation`.
struct Next {
  std::optional<http::Answer> answer;
  Event event = Event::row;  ///< how the outcome was classified, for the log
  double pause_milliseconds = 0;
  bool is_named = true;  ///< whether it may be sent with its name, if there is a pooler
  std::string continuation;
};

/// Decides whether to send a failed statement again. That must be safe, and there must be time for it:
///
/// - a statement that was never sent: once more, unless the login itself is wrong;
/// - a statement without a response: once more, if it may run twice;
/// - a statement rolled back because of concurrent transactions: up to eight times in total;
/// - a statement that was refused because of its name: once more without the name.
///
/// If an earlier attempt may have made the change, the outcome of a later one says nothing about that, unless
/// it is a row: with a key, that is the answer of whichever attempt made the change. Anything else stays
/// `lost`.
Next resume(const ResumeRequest& request);

}  // namespace budgeting::api
