#include "wasm/http/conditions.hpp"

#include <algorithm>
#include <vector>

namespace budgeting::http {
namespace {

std::string_view trimmed(std::string_view text) noexcept {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::string_view unquoted(std::string_view text) noexcept {
  const bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
  return quoted ? text.substr(1, text.size() - 2) : text;
}

/// Our entity tags are 64-bit numbers in hexadecimal.
bool may_be_ours(std::string_view tag) noexcept {
  constexpr std::size_t most_digits = 16;
  return !tag.empty() && tag.size() <= most_digits && std::all_of(tag.begin(), tag.end(), [](char digit) {
    return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
  });
}

constexpr std::string_view any = "*";

/// The tags in a header that may be ours, without their quotes; or `any` alone. A tag without quotes is
/// accepted too, but `*` means "any" only when it is the whole header.
std::vector<std::string_view> tags_of(std::string_view header) {
  if (trimmed(header) == any) return {any};
  std::vector<std::string_view> tags;
  while (!header.empty()) {
    header.remove_prefix(std::min(header.find_first_not_of(" \t,"), header.size()));
    if (header.starts_with("W/")) header.remove_prefix(2);
    const bool is_quoted = header.starts_with('"');
    if (is_quoted) header.remove_prefix(1);
    std::string_view tag = header.substr(0, header.find(is_quoted ? '"' : ','));
    header.remove_prefix(tag.size());
    if (!is_quoted) tag = trimmed(tag);
    if (may_be_ours(tag)) tags.push_back(tag);
    header.remove_prefix(std::min(header.find(','), header.size()));
  }
  return tags;
}

std::string literal(const std::vector<std::string_view>& tags) {
  std::string text = "{";
  for (const std::string_view tag : tags) {
    if (text.size() > 1) text += ',';
    text += tag;
  }
  return text += '}';
}

}  // namespace

std::string entity_tags(std::string_view header) { return literal(tags_of(header)); }

bool has_tag(std::string_view tags, std::string_view tag) noexcept {
  tags = tags.substr(1, tags.size() - 2);
  while (!tags.empty()) {
    const std::string_view each = tags.substr(0, tags.find(','));
    if (each == "*" || each == tag) return true;
    tags.remove_prefix(std::min(each.size() + 1, tags.size()));
  }
  return false;
}

std::optional<std::string> write_condition(std::optional<std::string_view> if_match,
                                           std::optional<std::string_view> if_none_match) {
  if (!if_none_match) return if_match ? std::optional(entity_tags(*if_match)) : std::nullopt;
  std::vector<std::string_view> unwanted = tags_of(*if_none_match);
  std::vector<std::string_view> wanted = tags_of(if_match.value_or(any));
  const auto has = [](const std::vector<std::string_view>& tags, std::string_view tag) {
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
  };
  if (has(wanted, any)) {
    unwanted.insert(unwanted.begin(), "!");
    return literal(unwanted);
  }
  std::erase_if(wanted, [&](std::string_view tag) { return has(unwanted, any) || has(unwanted, tag); });
  return literal(wanted);
}

std::optional<std::string_view> idempotency_key(std::string_view header) noexcept {
  constexpr std::size_t most_characters = 255;
  const std::string_view key = unquoted(header);
  const bool visible =
      std::all_of(key.begin(), key.end(), [](char each) { return each > ' ' && each <= '~'; });
  if (key.empty() || key.size() > most_characters || !visible) return std::nullopt;
  return key;
}

}  // namespace budgeting::http
