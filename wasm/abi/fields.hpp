#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// How texts cross the border of the module: a count, then for each its length and its bytes. Numbers are
/// 32-bit little-endian; the length `absent` stands for no text.
namespace budgeting::abi {

inline constexpr std::uint32_t absent = 0xFFFFFFFF;

class FieldWriter {
 public:
  /// `expected`: about how many bytes there will be; nothing that is outgrown is freed before the call ends.
  explicit FieldWriter(std::size_t expected = 0) {
    bytes_.reserve(expected + room_for_headers);
    append(0);
  }

  FieldWriter& add(std::string_view text) {
    count();
    append(static_cast<std::uint32_t>(text.size()));
    bytes_ += text;
    return *this;
  }
  FieldWriter& add_optional(const std::optional<std::string>& text) {
    if (text) return add(std::string_view(*text));
    count();
    append(absent);
    return *this;
  }
  [[nodiscard]] const std::string& bytes() const noexcept { return bytes_; }

 private:
  static constexpr std::size_t room_for_headers = 1024;

  void count() {
    ++count_;
    std::memcpy(bytes_.data(), &count_, sizeof count_);
  }
  void append(std::uint32_t number) {
    bytes_.append(sizeof number, '\0');
    std::memcpy(bytes_.data() + bytes_.size() - sizeof number, &number, sizeof number);
  }

  std::string bytes_;
  std::uint32_t count_ = 0;
};

/// The texts in `bytes`; traps where the lengths do not add up. An absent text is empty, and has no address
/// by which `optional` knows it.
inline std::vector<std::string_view> read_fields(std::string_view bytes) {
  const auto take = [&](std::size_t size) {
    if (size > bytes.size()) __builtin_trap();
    const std::string_view front = bytes.substr(0, size);
    bytes.remove_prefix(size);
    return front;
  };
  const auto take_number = [&] {
    std::uint32_t number = 0;
    std::memcpy(&number, take(sizeof number).data(), sizeof number);
    return number;
  };
  std::vector<std::string_view> fields;
  for (std::uint32_t left = take_number(); left > 0; --left) {
    const std::uint32_t size = take_number();
    fields.push_back(size == absent ? std::string_view{} : take(size));
  }
  return fields;
}

/// One of those texts, if it is there.
inline std::optional<std::string_view> optional(std::string_view field) {
  return field.data() == nullptr ? std::nullopt : std::optional(field);
}

}  // namespace budgeting::abi
