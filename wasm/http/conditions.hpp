#pragma once

#include <optional>
#include <string>
#include <string_view>

/// The request headers that say when a request is to have an effect.
namespace budgeting::http {

/// The entity tags in `If-Match` or `If-None-Match` (RFC 9110 section 13.1) as an array literal of
/// PostgreSQL's, without their quotes; `*` is one of them. Left out is what cannot be one of ours; nothing if
/// there is no such header. A tag that was made weak on its way counts as what it was: Cloudflare does that
/// to the tags of answers that it compresses.
std::optional<std::string> entity_tags(std::string_view header);

/// The key in `Idempotency-Key`, with or without quotes around it; nothing if it has not 1 to 255 visible
/// characters of ASCII.
std::optional<std::string_view> idempotency_key(std::string_view header) noexcept;

}  // namespace budgeting::http
