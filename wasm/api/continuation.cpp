#include "wasm/api/continuation.hpp"

#include "wasm/api/endpoints.hpp"
#include "wasm/api/words.hpp"

namespace budgeting::api {

std::string Continuation::text() const {
  std::string text;
  append_word(text, endpoint - routes().data());
  for (const std::int64_t number : numbers) append_word(text, number);
  append_word(text, is_keyed ? 1 : 0);
  append_word(text, is_named ? 1 : 0);
  append_word(text, attempts);
  append_word(text, may_have_been_made ? 1 : 0);
  append_word(text, wide);
  append_word(text, condition);
  return text += request_id;
}

Continuation Continuation::from(std::string_view text) {
  const Endpoint& endpoint = take_endpoint(text);
  Numbers numbers{};
  for (std::int64_t& number : numbers) number = take_number(text);
  const bool is_keyed = take_number(text) == 1;
  const bool is_named = take_number(text) == 1;
  const std::int64_t attempts = take_number(text);
  const bool may_have_been_made = take_number(text) == 1;
  const std::string_view wide = take_word(text);
  const std::string_view condition = take_word(text);
  return {&endpoint, numbers, is_keyed, is_named, attempts, may_have_been_made, wide, condition, text};
}

}  // namespace budgeting::api
