#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace budgeting::http {

struct Header {
  std::string_view name;
  std::string value;
};

/// What the client gets. Data is private to a user, so every answer says that it may not be stored.
struct Answer {
  std::uint16_t status = 200;
  std::vector<Header> headers;
  std::string body;
  /// The body is the one in the database's row, byte for byte; `body` is empty.
  bool body_is_row = false;
};

/// Headers of a JSON answer.
std::vector<Header> json_headers();

}  // namespace budgeting::http
