#pragma once

#include <string_view>

namespace budgeting::describe {

/// What applies to all endpoints, in Markdown.
inline constexpr std::string_view introduction = R"(Budgets of one signed-in user, in two modes.

- **Transaction mode** (`/api/months`, `/api/categories`, `/api/fixed-payments`, `/api/transactions`): months with an
  income, fixed payments, and categories that transactions are booked on.
- **Yearly mode** (`/api/yearly/...`): years as a grid of twelve months, with income and deductions by source, and
  expenses by section, category and subcategory.

### Money

Every answer has money in whole **cents**. Requests in transaction mode have it in **currency units** (`1234.5`), which are
converted by exact decimal arithmetic and rounded half away from zero on the third decimal (`1.005` is 101 cents). Requests
in yearly mode have it in cents. An amount is 0 to 2147483647 cents; sums may be larger. A transaction may be below 0, for a
refund, and so may a year's spend target: from -2147483648 cents.

### Time

All times are Unix seconds, from 0 to 2147483647. `createdAt` and `updatedAt` are set by the server; every PATCH sets
`updatedAt`. From 2038-01-19T03:14:08Z on, which is more than that, the server's times stay at 2147483647.

### Bodies

JSON objects of at most 1 MiB, 16 levels deep. Keys that are not described are ignored; of a repeated key the last one
counts. Texts are stored in Unicode's form NFC, and hold no unpaired surrogates and no control characters, but tabs and line
ends in descriptions. Names are stored without the blanks at their ends; what is left has 1 to 200 characters, of which one at
least can be seen: blanks, joiners, direction marks and fillers cannot. A PATCH changes the fields that it has and no other; `{}`
changes `updatedAt` alone. `1.0` and `1e2` are whole numbers; `"1"` and `true` are no numbers.

### Paths

A slash at the end and query parameters that are not described are ignored. `HEAD` is answered wherever `GET` is, and
`OPTIONS` everywhere, with `Allow`. Any other method is a 405 with `Allow`, any other path a 404.

### Who may see what

Every request belongs to one signed-in user, but those about the service. What belongs to somebody else is answered as if it did not exist. Somebody who
has never made anything gets empty lists. A write that a session cookie signs in must be sent by a page of the API's own
origin, or of one that the deployment allows.

### All or nothing

A request happens wholly or not at all, whatever fails and whoever races it. Where a connection broke and nobody can tell
whether a write was made, `message` says so. Answers are never stale, and never to be stored.

### Sending again

A POST with an `Idempotency-Key` happens once, however often it is sent: after a timeout or a lost connection send it again
with the same key. A PATCH and a DELETE may be sent again as they are.

### Changing what somebody else may have changed

Answers have an `ETag`. A read with it in `If-None-Match` is a 304 without a body if nothing has changed; a PATCH or DELETE with
it in `If-Match` is a 412, and changes nothing, if something has. Both headers mean to reads and to changes what RFC 9110,
section 13, says; a POST is about nothing that is there yet, so none of them concerns it.

### Errors

All errors have one shape: `message` is fit to show to the user, `code` tells programs what it is, and a 422 names every field
that is wrong. The members of RFC 9457 stand beside these; a client that names `application/problem+json` in `Accept` gets
errors under that type.
)";

}  // namespace budgeting::describe
