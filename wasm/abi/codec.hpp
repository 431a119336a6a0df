#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

/// How a message crosses the module boundary: its members one after another, in the order its `Layout` lists
/// them. All numbers are little-endian.
///
///   text       length (32 bits), UTF-8 bytes
///   bytes      as a text, but not UTF-8
///   optional   1 and the value, or 0
///   boolean    0 or 1, in a byte
///   number     a double (64 bits), which is exact for integers up to 2^53
///   one of     the index of the name in its list, in a byte
///   list       the number of items (32 bits), then each item
///   message    its members
///
/// `worker-js/border.js` has the same lists; `npm run describe` generates them from `messages.hpp`.
namespace budgeting::abi {

/// The members of a message in order, as pairs of a name and a pointer; defined in `messages.hpp`.
template <class Message>
struct Layout;

/// The names of an enumeration's values, from 0 on.
template <class Enumeration>
struct Names;

template <class Type>
concept Message = requires { Layout<Type>::members; };

template <class Type>
concept Named = requires { Names<Type>::all; };

template <class Class, class Type>
struct Member {
  using type = Type;
  std::string_view name;
  Type Class::* place;
  bool is_bytes = false;  ///< a text that need not be UTF-8
};

template <class Class, class Type>
constexpr Member<Class, Type> member(std::string_view name, Type Class::* place) {
  return {name, place};
}
template <class Class, class Type>
constexpr Member<Class, Type> bytes(std::string_view name, Type Class::* place) {
  return {name, place, true};
}

namespace detail {

template <class Type>
inline constexpr bool is_optional = false;
template <class Type>
inline constexpr bool is_optional<std::optional<Type>> = true;
template <class Type>
inline constexpr bool is_list = false;
template <class Type>
inline constexpr bool is_list<std::vector<Type>> = true;
template <class Type>
inline constexpr bool is_text = std::is_same_v<Type, std::string> || std::is_same_v<Type, std::string_view>;

}  // namespace detail

/// Writes messages one after another.
class Writer {
 public:
  /// `expected`: roughly how many bytes will be written. A buffer that is outgrown is not freed before the
  /// call ends.
  explicit Writer(std::size_t expected = 1024) { bytes_.reserve(expected); }

  template <class Type>
  void put(const Type& value) {
    if constexpr (detail::is_text<Type>) {
      raw(static_cast<std::uint32_t>(value.size()));
      bytes_ += value;
    } else if constexpr (detail::is_optional<Type>) {
      put(value.has_value());
      if (value) put(*value);
    } else if constexpr (std::is_same_v<Type, bool> || Named<Type>) {
      raw(static_cast<std::uint8_t>(value));
    } else if constexpr (std::is_arithmetic_v<Type>) {
      raw(static_cast<double>(value));
    } else if constexpr (detail::is_list<Type>) {
      raw(static_cast<std::uint32_t>(value.size()));
      for (const auto& each : value) put(each);
    } else {
      std::apply([&](const auto&... each) { (put(value.*each.place), ...); }, Layout<Type>::members);
    }
  }

  [[nodiscard]] const std::string& bytes() const noexcept { return bytes_; }

 private:
  template <class Number>
  void raw(Number number) {
    bytes_.append(sizeof number, '\0');
    std::memcpy(bytes_.data() + bytes_.size() - sizeof number, &number, sizeof number);
  }

  std::string bytes_;
};

/// Reads messages. The texts it returns are views into `bytes`. Traps if `bytes` is not such a message: both
/// sides are generated from the same lists and have compared their versions, so that would be a bug.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  template <class Type>
  Type take() {
    if constexpr (detail::is_text<Type>) {
      return Type(front(raw<std::uint32_t>()));
    } else if constexpr (detail::is_optional<Type>) {
      return take<bool>() ? Type(take<typename Type::value_type>()) : Type{};
    } else if constexpr (std::is_same_v<Type, bool>) {
      return raw<std::uint8_t>() != 0;
    } else if constexpr (Named<Type>) {
      const auto place = raw<std::uint8_t>();
      if (place >= Names<Type>::all.size()) __builtin_trap();
      return static_cast<Type>(place);
    } else if constexpr (std::is_arithmetic_v<Type>) {
      return static_cast<Type>(raw<double>());
    } else if constexpr (detail::is_list<Type>) {
      Type list;
      for (auto left = raw<std::uint32_t>(); left > 0; --left)
        list.push_back(take<typename Type::value_type>());
      return list;
    } else {
      Type message{};
      std::apply(
          [&](const auto&... each) {
            ((message.*each.place = take<std::remove_reference_t<decltype(message.*each.place)>>()), ...);
          },
          Layout<Type>::members);
      return message;
    }
  }

  [[nodiscard]] bool is_at_end() const noexcept { return bytes_.empty(); }

 private:
  std::string_view front(std::size_t size) {
    if (size > bytes_.size()) __builtin_trap();
    const std::string_view front = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return front;
  }
  template <class Number>
  Number raw() {
    Number number{};
    std::memcpy(&number, front(sizeof number).data(), sizeof number);
    return number;
  }

  std::string_view bytes_;
};

/// The single message in `bytes`.
template <class Type>
Type read(std::string_view bytes) {
  Reader reader(bytes);
  Type message = reader.take<Type>();
  if (!reader.is_at_end()) __builtin_trap();
  return message;
}

}  // namespace budgeting::abi
