#include "wasm/query/builder.hpp"

namespace budgeting::query {

std::string packed::unpacked(std::string_view packed, bool guarded) {
  std::string text;
  bool is_left_out = false;
  for (const char character : packed) {
    const auto byte = static_cast<unsigned char>(character);
    if (character == begins_guarded) {
      is_left_out = !guarded;
    } else if (character == ends_guarded) {
      is_left_out = false;
    } else if (is_left_out) {
      continue;
    } else if (byte >= first_word) {
      text += words[byte - first_word];
    } else {
      text += character;
    }
  }
  return text;
}

std::vector<Parameter> Statement::parameters(bool guarded) const {
  std::vector<Parameter> list(guarded ? count_ : without_guard_);
  std::string_view rest = parameters_;
  const auto byte = [&] {
    const auto front = static_cast<std::uint8_t>(rest.front());
    rest.remove_prefix(1);
    return front;
  };
  for (Parameter& parameter : list) {
    parameter.source = static_cast<Source>(byte());
    parameter.type = SqlType(byte());
    const std::size_t size = byte();
    parameter.name = rest.substr(0, size);
    rest.remove_prefix(size);
  }
  return list;
}

std::string text(const Statement& statement, bool guarded) {
  return packed::unpacked(statement.packed(), guarded);
}

}  // namespace budgeting::query
