#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "wasm/api/endpoint.hpp"

/// The texts that the core gives to the shim for a later call: words, with a space after each.
namespace budgeting::api {

void append_word(std::string& text, std::int64_t number);
void append_word(std::string& text, std::string_view word);

/// Each removes a word and its space from the front of `text`, and returns what it says; traps on anything
/// else.
std::string_view take_word(std::string_view& text);
std::int64_t take_number(std::string_view& text);
/// An endpoint is written as its place among `routes()`.
const Endpoint& take_endpoint(std::string_view& text);

}  // namespace budgeting::api
