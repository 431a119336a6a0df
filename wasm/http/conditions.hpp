#pragma once

#include <optional>
#include <string>
#include <string_view>

/// The request headers that make a request conditional or idempotent.
namespace budgeting::http {

/// The entity tags in `If-Match` or `If-None-Match` (RFC 9110 section 13.1) as a PostgreSQL array literal,
/// without their quotes; `{*}` if any tag matches. Tags that cannot be ours are dropped. A weak tag is
/// treated as the strong one: Cloudflare weakens the tags of responses that it compresses.
std::string entity_tags(std::string_view header);

/// Whether `tags`, as returned by `entity_tags`, contains this tag or matches any.
bool has_tag(std::string_view tags, std::string_view tag) noexcept;

/// The conditions of a write combined into one such literal: the row to be changed must have one of the tags
/// or, if the first element is `!`, none of them. Nothing if the request has no condition.
std::optional<std::string> write_condition(std::optional<std::string_view> if_match,
                                           std::optional<std::string_view> if_none_match);

/// The first element of a literal whose tags the row must not have.
inline constexpr std::string_view none_of = "{!";

/// The key in `Idempotency-Key`, with or without quotes around it; nothing unless it is 1 to 255 visible
/// ASCII characters.
std::optional<std::string_view> idempotency_key(std::string_view header) noexcept;

}  // namespace budgeting::http
