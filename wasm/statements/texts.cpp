#include "wasm/statements/texts.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "wasm/statements/utf8.hpp"

namespace budgeting::statements {
namespace {

constexpr std::size_t block_bytes = 16'384;

bool is_clean(std::string_view text) noexcept {
  if (text.size() > Texts::most_bytes) return false;
  bool after_blank = true;
  while (!text.empty()) {
    const std::uint32_t code = take_character(text);
    if (is_invisible(code) || (is_blank(code) && (code != ' ' || after_blank))) return false;
    after_blank = code == ' ';
  }
  return !after_blank;
}

void append_clean(std::string& out, std::string_view text, std::size_t most_bytes) {
  const std::size_t begin = out.size();
  bool after_blank = false;
  while (!text.empty() && out.size() < begin + most_bytes) {
    const std::uint32_t code = take_character(text);
    if (is_blank(code)) {
      after_blank = true;
    } else if (!is_invisible(code)) {
      if (after_blank && out.size() > begin) out += ' ';
      after_blank = false;
      append_character(out, code);
    }
  }
}

}  // namespace

std::string_view Texts::keep(std::string_view text) {
  if (text.empty()) return {};
  if (blocks_.empty() || text.size() > size_ - used_) {
    size_ = std::max(block_bytes, text.size());
    used_ = 0;
    blocks_.push_back(std::make_unique<char[]>(size_));
  }
  char* const place = blocks_.back().get() + used_;
  std::memcpy(place, text.data(), text.size());
  used_ += text.size();
  return {place, text.size()};
}

std::string_view Texts::adopt(std::string&& text) {
  adopted_.push_back(std::make_unique<std::string>(std::move(text)));
  return *adopted_.back();
}

std::string_view Texts::clean(std::string_view text) {
  text = trimmed(text);
  if (text.empty() || is_clean(text)) return text;
  std::string out;
  append_clean(out, text, most_bytes);
  return keep(out);
}

std::string_view Texts::join(const std::vector<std::string_view>& parts) {
  std::string out;
  std::string_view only;
  std::size_t count = 0;
  for (auto part = parts.begin(); part != parts.end(); ++part) {
    const std::string_view text = clean(*part);
    if (text.empty() || std::find(parts.begin(), part, *part) != part) continue;
    only = text;
    if (count++ > 0) out += ' ';
    out += text;
  }
  return count < 2 ? only : clean(keep(out));
}

std::string_view trimmed(std::string_view text) noexcept {
  const auto drop = [&](std::string_view blank) {
    if (text.substr(0, blank.size()) == blank) {
      text.remove_prefix(blank.size());
      return true;
    }
    if (text.size() >= blank.size() && text.substr(text.size() - blank.size()) == blank) {
      text.remove_suffix(blank.size());
      return true;
    }
    return false;
  };
  while (drop(" ") || drop("\t") || drop("\r") || drop("\n") || drop("\xC2\xA0")) {
  }
  return text;
}

std::string quoted(std::string_view text) {
  constexpr std::size_t usual_bytes = 60;
  std::string out = "\"";
  append_clean(out, text, usual_bytes);
  out += '"';
  return out;
}

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const std::string_view part : parts) out += part;
  return out;
}

}  // namespace budgeting::statements
