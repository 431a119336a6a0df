#pragma once

#include <cstdint>
#include <string_view>

namespace budgeting::query {

/// A hash over texts: 64-bit FNV-1a (datatracker.ietf.org/doc/draft-eastlake-fnv). Each text is followed by a
/// byte that never occurs in UTF-8, so that moving characters from one text to the next changes the hash.
class Fingerprint {
 public:
  constexpr void add(std::string_view text) noexcept {
    for (const char each : text) take(static_cast<std::uint8_t>(each));
    take(0xFF);
  }
  /// Adds the place of a text that is absent, which differs from an empty one.
  constexpr void add_absent() noexcept { take(0xFE); }

  [[nodiscard]] constexpr std::uint64_t value() const noexcept { return hash_; }

 private:
  constexpr void take(std::uint8_t byte) noexcept { hash_ = (hash_ ^ byte) * 1099511628211U; }

  std::uint64_t hash_ = 14695981039346656037U;
};

}  // namespace budgeting::query
