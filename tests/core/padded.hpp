#pragma once

#include <cstring>
#include <memory>
#include <string_view>

#include "wasm/json/document.hpp"

/// A copy of a text on the heap with exactly the bytes behind it that parsing may read, so that the address
/// sanitizer sees one more.
class Padded {
 public:
  explicit Padded(std::string_view text)
      : size_(text.size()), bytes_(new char[text.size() + budgeting::json::padding]()) {
    text.copy(bytes_.get(), text.size());
  }
  [[nodiscard]] std::string_view view() const { return {bytes_.get(), size_}; }

 private:
  std::size_t size_;
  std::unique_ptr<char[]> bytes_;
};
