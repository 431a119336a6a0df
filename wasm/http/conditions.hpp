#pragma once

#include <optional>
#include <string>
#include <string_view>

/// The request headers that say when a request is to have an effect.
namespace budgeting::http {

/// The entity tags in `If-Match` or `If-None-Match` (RFC 9110 section 13.1) as an array literal of
/// PostgreSQL's, without their quotes: `{*}` if any tag will do. Left out is what cannot be one of ours. A
/// tag that was made weak on its way counts as what it was: Cloudflare does that to the tags of answers that
/// it compresses.
std::string entity_tags(std::string_view header);

/// Whether `tags`, which `entity_tags` made, are any or have this one.
bool has_tag(std::string_view tags, std::string_view tag) noexcept;

/// What the conditions of a write come to, as such a literal: the tags of which what is to be changed must
/// have one or, with a `!` as the first of them, must have none. Nothing if there is no condition.
std::optional<std::string> write_condition(std::optional<std::string_view> if_match,
                                           std::optional<std::string_view> if_none_match);

/// Begins the literal of the tags that must not be there.
inline constexpr std::string_view none_of = "{!";

/// The key in `Idempotency-Key`, with or without quotes around it; nothing if it has not 1 to 255 visible
/// characters of ASCII.
std::optional<std::string_view> idempotency_key(std::string_view header) noexcept;

}  // namespace budgeting::http
