#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

/// How the module keeps the texts of statements. They have over a hundred thousand characters, most of them
/// in a few words, so these words are kept once. That makes the module a third smaller.
namespace budgeting::query::packed {

/// Around a part of a statement that is only for requests with its guard.
inline constexpr char begins_guarded = '\1';
inline constexpr char ends_guarded = '\2';

/// A byte from here on stands for a word; statements are ASCII. Any words in alphabetical order will do:
/// these saved the most characters when the list was made.
inline constexpr unsigned char first_word = 0x80;
inline constexpr std::array<std::string_view, 120> words{
    "allocated_amount",
    "amount",
    "and",
    "answer",
    "array",
    "array_agg",
    "as",
    "auth_user_id",
    "bigint",
    "bit_xor",
    "body",
    "budgeting",
    "cardinality",
    "case",
    "categories",
    "category_id",
    "changed",
    "checked",
    "coalesce",
    "count",
    "created",
    "created_at",
    "deduction",
    "deductions",
    "delete",
    "deleted",
    "description",
    "else",
    "end",
    "entries",
    "etag",
    "exists",
    "expired",
    "fingerprint",
    "found",
    "from",
    "gross_amount",
    "hash_array_extended",
    "hashtextextended",
    "id",
    "idempotency_keys",
    "income",
    "income_entry_id",
    "income_source_id",
    "integer",
    "is",
    "is_new",
    "join",
    "json_build_object",
    "key",
    "known",
    "known_transaction_categories",
    "known_transaction_fixed_payments",
    "limit",
    "lock_timeout",
    "month",
    "month_id",
    "month_name",
    "name",
    "not",
    "null",
    "number",
    "numbers",
    "on",
    "order",
    "order_index",
    "owner",
    "parent_id",
    "pg_column_size",
    "problem",
    "profile_token",
    "profiles",
    "reached",
    "recounted_transaction_categories",
    "recounted_transaction_fixed_payments",
    "result",
    "returning",
    "row_to_json",
    "rows_of_transaction_categories",
    "rows_of_transaction_entries",
    "rows_of_transaction_fixed_payments",
    "rows_of_transaction_months",
    "rows_of_yearly_budgets",
    "rows_of_yearly_categories",
    "rows_of_yearly_deductions",
    "rows_of_yearly_income_sources",
    "rows_transaction_categories",
    "rows_transaction_fixed_payments",
    "section_id",
    "sections",
    "select",
    "set_config",
    "show_warnings",
    "spend_target",
    "stored",
    "tag",
    "target",
    "target_percent",
    "text",
    "then",
    "to_hex",
    "transaction_categories",
    "transaction_date",
    "transaction_entries",
    "transaction_fixed_payments",
    "transaction_months",
    "true",
    "update",
    "updated",
    "updated_at",
    "when",
    "where",
    "yearly_budget_id",
    "yearly_budgets",
    "yearly_categories",
    "yearly_category_entries",
    "yearly_deductions",
    "yearly_income_entries",
    "yearly_income_sources",
    "yearly_sections",
};

/// Where the words begin that have a first letter, from `a` on; the last number is where they all end.
inline constexpr auto begins = [] {
  std::array<std::uint8_t, 28> places{};
  for (std::size_t letter = 0; letter < places.size(); ++letter) {
    std::size_t at = 0;
    while (at < words.size() && words[at].front() < static_cast<char>('a' + letter)) ++at;
    places[letter] = static_cast<std::uint8_t>(at);
  }
  return places;
}();

/// The place of a word in the list, or the list's size. Compilers limit how many steps they take, so this
/// takes few.
constexpr std::size_t place_of(std::string_view word) noexcept {
  if (word.empty() || word.front() == '_') return words.size();
  const auto letter = static_cast<std::size_t>(word.front() - 'a');
  for (std::size_t at = begins[letter]; at < begins[letter + 1]; ++at) {
    if (words[at].size() == word.size() && words[at].back() == word.back() && words[at] == word) return at;
  }
  return words.size();
}

/// Packs a text into `packed`, which is at least as long, and returns the length of what it has become.
constexpr std::size_t pack(std::string_view text, std::span<char> packed) noexcept {
  std::size_t size = 0;
  char* const to = packed.data();
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && (text[end] == '_' || (text[end] >= 'a' && text[end] <= 'z'))) ++end;
    const std::size_t place = place_of({text.data() + begin, end - begin});
    if (place < words.size()) {
      to[size++] = static_cast<char>(first_word + place);
    } else {
      if (end == begin) ++end;
      for (std::size_t at = begin; at < end; ++at) to[size++] = text[at];
    }
    begin = end;
  }
  return size;
}

/// The text that was packed, with the guarded parts or without.
std::string unpacked(std::string_view packed, bool guarded);

}  // namespace budgeting::query::packed
