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

/// The response sent to the client. All data is private to a user, so every response forbids caching.
struct Answer {
  std::uint16_t status = 200;
  std::vector<Header> headers;
  std::string body;
  /// The body is the `body` column of the database's row, byte for byte, and `body` here is empty.
  bool body_is_row = false;
};

/// The headers of a JSON response.
std::vector<Header> json_headers();

}  // namespace budgeting::http
