#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "wasm/api/respond.hpp"

namespace budgeting::api {

/// How an attempt to run the statement ended, and what the shim knows of time then.
struct ResumeRequest {
  std::string_view continuation = {};
  Outcome outcome = {};
  double milliseconds_left = 0;       ///< of the request
  double statement_milliseconds = 0;  ///< that a statement may take
  double chance = 0;  ///< from 0 to 1, so that those who failed together do not return together
};

/// What to do next: send `answer`, or wait for `pause_milliseconds`, run the same statement again on another
/// connection, and hand its outcome to `resume` together with the new `continuation`.
struct Next {
  std::optional<http::Answer> answer;
  Event event = Event::row;  ///< what the outcome is taken for, for the log
  double pause_milliseconds = 0;
  std::string continuation;
};

/// Decides whether a statement that failed is sent again. That must be safe, and time must be left:
///
/// - one that was never sent, once more, unless the login itself is wrong;
/// - one that nobody answered, once more if it may run twice;
/// - one that PostgreSQL has undone because of others at the same time, up to eight times in all.
///
/// What a later attempt ends with says nothing of an earlier one that may have been made, unless it gives a
/// row: with a key that is the answer of whichever was made. Anything else stays `lost`.
Next resume(const ResumeRequest& request);

}  // namespace budgeting::api
