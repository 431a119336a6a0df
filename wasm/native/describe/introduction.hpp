#pragma once

#include <string_view>

namespace budgeting::describe {

/// What applies to all endpoints, in Markdown.
inline constexpr std::string_view introduction = R"(An API for personal budgets, in two modes:

- **Transaction mode** (`/api/months`, `/api/categories`, `/api/fixed-payments`, `/api/transactions`): months with an
  income, fixed payments, and categories with transactions.
- **Yearly mode** (`/api/yearly/...`): years as a grid of twelve months, with income and deductions by source, and
  expenses by section, category and subcategory.

### Money

Answers contain money in whole **cents**. Requests in transaction mode contain **currency units** (`1234.5`), which are
converted with exact decimal arithmetic and rounded half away from zero at the third decimal: `1.005` is 101 cents. Requests
in yearly mode contain cents. An amount is from 0 to 2147483647 cents; sums may be larger. A transaction's amount may be
negative, for a refund, and so may a year's spend target; the minimum of both is -2147483648 cents.

### Time

Times are Unix seconds, from 0 to 2147483647. The server sets `createdAt` and `updatedAt`, and every PATCH sets `updatedAt`.
The largest time is 2038-01-19T03:14:07Z; after it, the times that the server sets stay at 2147483647.

### Bodies

A body is a JSON object of at most 1 MiB, nested at most 16 levels deep. Unknown keys are ignored. If a key is repeated, the
last one counts. Texts are stored in Unicode normalization form NFC. They must not contain unpaired surrogates or control
characters, except for tabs and line breaks in descriptions. Names are trimmed. A name has 1 to 200 characters, at least one
of them visible; blanks, joiners, direction marks and fillers are not visible. A PATCH changes only the fields that it
contains; `{}` changes only `updatedAt`. `1.0` and `1e2` are accepted as whole numbers; `"1"` and `true` are not numbers.

### Paths

A trailing slash and unknown query parameters are ignored. Every path that has `GET` also has `HEAD`, and every path has
`OPTIONS`, which answers with `Allow`. Any other method is a 405 with `Allow`, and any other path is a 404.

### Access

Every request is made by one signed-in user, except those to the endpoints under *Service*. Other users' data is treated as
if it did not exist. A new user gets empty lists. A write that is authenticated by a session cookie must come from a page of
the API's own origin, or of an origin that the deployment allows.

### Atomicity

A request takes effect completely or not at all, whatever fails and whoever else writes at the same time. If a connection
breaks and it cannot be known whether a write took effect, `message` says so. Answers are never stale, and must never be
stored by a cache.

### Retrying a request

A POST with an `Idempotency-Key` takes effect once, however often it is sent. After a timeout or a lost connection, send it
again with the same key. A PATCH or DELETE can be sent again as it is.

### Concurrent changes

Answers have an `ETag`. A GET with that tag in `If-None-Match` is a 304 without a body if nothing has changed. A PATCH or
DELETE with that tag in `If-Match` is a 412 and changes nothing if something has changed. Both headers work for GET, PATCH
and DELETE as RFC 9110, section 13, describes. They have no effect on a POST, since what it creates has no tag yet.

### Errors

All errors have the same shape: `message` can be shown to the user, `code` identifies the error for programs, and a 422 names
every invalid field. The members of RFC 9457 are included. A client that accepts `application/problem+json` gets errors with
that media type.
)";

}  // namespace budgeting::describe
