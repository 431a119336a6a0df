#include "wasm/json/document.hpp"

#include <simdjson.h>

#include <algorithm>

#include "wasm/json/text.hpp"

namespace budgeting::json {
namespace {

namespace ondemand = simdjson::ondemand;

std::string_view trim_right(std::string_view text) noexcept {
  return text.substr(0, text.find_last_not_of(white_space) + 1);
}

/// The position of the first control character inside a string, or the end of the text.
std::size_t first_bare_control(std::string_view text) noexcept {
  bool in_string = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (in_string && text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      in_string = !in_string;
    } else if (in_string && static_cast<unsigned char>(text[at]) < 0x20) {
      return at;
    }
  }
  return text.size();
}

/// Finds where brackets do not match, in a text whose strings are all closed: simdjson reports that there is
/// such an error, but not where.
ParseError unbalanced(std::string_view text) {
  std::string open;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char character = text[at];
    if (character == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at) at += text[at] == '\\' ? 1U : 0U;
    } else if (character == '{' || character == '[') {
      open += character == '{' ? '}' : ']';
    } else if (character == '}' || character == ']') {
      if (open.back() != character) return {"has the wrong closing bracket", at};
      open.pop_back();
      if (open.empty()) return {"goes on after its end", text.find_first_not_of(white_space, at + 1)};
    }
  }
  return {"ends too early", text.size()};
}

ParseError structural_error(simdjson::error_code error, std::string_view text) noexcept {
  switch (error) {
    case simdjson::UTF8_ERROR:
      return {"is not valid UTF-8", first_invalid_utf8(text)};
    case simdjson::UNESCAPED_CHARS:
      return {"has a control character inside a string", first_bare_control(text)};
    case simdjson::UNCLOSED_STRING:
      return {"ends inside a string", text.size()};
    default:
      return {"is empty", text.size()};
  }
}

/// Walks the whole text once, because On-Demand parsing checks only what is visited, and records each value.
class Walk {
 public:
  Walk(std::string_view text, Limits limits, std::vector<Node>& nodes) noexcept
      : text_(text), limits_(limits), nodes_(nodes) {}

  [[nodiscard]] const ParseError& error() const noexcept { return error_; }

  bool document(ondemand::document& document) {
    ondemand::json_type type = ondemand::json_type::null;
    const char* start = text_.data() + std::min(text_.find_first_not_of(white_space), text_.size());
    if (document.type().get(type) != simdjson::SUCCESS) return fail("has no value here", start);
    if (type != ondemand::json_type::array && type != ondemand::json_type::object) {
      return root_scalar(document, type, start);
    }
    ondemand::value root;
    if (document.get_value().get(root) != simdjson::SUCCESS || !value(root, {}, 1))
      return fail_here(document);
    if (!document.at_end()) return fail_here(document);
    return true;
  }

 private:
  bool fail(std::string_view message, const char* where) noexcept {
    if (error_.message.empty()) {
      const auto offset = static_cast<std::size_t>(where - text_.data());
      error_ = {message, std::min(offset, text_.size())};
    }
    return false;
  }

  /// The position at which the iterator stopped; used when no more exact one is known.
  bool fail_here(ondemand::document& document) noexcept {
    if (nodes_.empty()) {
      if (error_.message.empty()) error_ = unbalanced(text_);
      return false;
    }
    const char* end = text_.data() + text_.size();
    const char* where = end;
    if (document.current_location().get(where) != simdjson::SUCCESS || where >= end) {
      return fail("ends too early", end);
    }
    return fail("is not valid here", where);
  }

  bool add(Kind kind, std::string_view key, std::string_view text) {
    if (nodes_.size() >= limits_.values) return fail("holds too many values", text_.data() + text_.size());
    const auto end = static_cast<std::uint32_t>(nodes_.size() + 1);
    nodes_.push_back({key, text, end, kind});
    return true;
  }

  bool scalar(std::string_view token, std::string_view key) {
    if (token == "null") return add(Kind::null, key, token);
    if (token == "true" || token == "false") return add(Kind::boolean, key, token);
    if (is_number(token)) return add(Kind::number, key, token);
    return fail("has an unknown value", token.data());
  }

  bool root_scalar(ondemand::document& document, ondemand::json_type type, const char* start) {
    const auto length = static_cast<std::size_t>(text_.data() + text_.size() - start);
    if (type != ondemand::json_type::string) return scalar(trim_right({start, length}), {});
    std::string_view decoded;
    if (document.get_wobbly_string().get(decoded) != simdjson::SUCCESS || !document.at_end()) {
      return fail("has a malformed string", start);
    }
    return add(Kind::string, {}, decoded);
  }

  bool value(ondemand::value value, std::string_view key, std::uint32_t depth) {
    ondemand::json_type type = ondemand::json_type::null;
    const char* token = nullptr;
    if (value.current_location().get(token) != simdjson::SUCCESS) return false;
    if (value.type().get(type) != simdjson::SUCCESS) return fail("has no value here", token);
    switch (type) {
      case ondemand::json_type::object:
        return depth <= limits_.depth ? object(value, key, depth) : fail("is nested too deeply", token);
      case ondemand::json_type::array:
        return depth <= limits_.depth ? array(value, key, depth) : fail("is nested too deeply", token);
      case ondemand::json_type::string: {
        std::string_view decoded;
        if (value.get_wobbly_string().get(decoded) != simdjson::SUCCESS) {
          return fail("has a malformed string", token);
        }
        return add(Kind::string, key, decoded);
      }
      default:
        return scalar(trim_right(value.raw_json_token()), key);
    }
  }

  bool object(ondemand::value& value_here, std::string_view key, std::uint32_t depth) {
    ondemand::object members;
    if (value_here.get_object().get(members) != simdjson::SUCCESS) return false;
    const std::size_t self = nodes_.size();
    if (!add(Kind::object, key, {})) return false;
    for (auto member : members) {
      ondemand::field field;
      std::string_view name;
      if (std::move(member).get(field) != simdjson::SUCCESS) return false;
      const char* where = field.key().raw() - 1;
      if (field.unescaped_key(true).get(name) != simdjson::SUCCESS) return fail("has a malformed key", where);
      if (!value(field.value(), name, depth + 1)) return false;
    }
    nodes_[self].end = static_cast<std::uint32_t>(nodes_.size());
    return true;
  }

  bool array(ondemand::value& value_here, std::string_view key, std::uint32_t depth) {
    ondemand::array elements;
    if (value_here.get_array().get(elements) != simdjson::SUCCESS) return false;
    const std::size_t self = nodes_.size();
    if (!add(Kind::array, key, {})) return false;
    for (auto element : elements) {
      ondemand::value item;
      if (std::move(element).get(item) != simdjson::SUCCESS || !value(item, {}, depth + 1)) return false;
    }
    nodes_[self].end = static_cast<std::uint32_t>(nodes_.size());
    return true;
  }

  std::string_view text_;
  Limits limits_;
  std::vector<Node>& nodes_;
  ParseError error_{};
};

}  // namespace

struct Document::Parser {
  ondemand::parser parser;
  ondemand::document document;
};

Document::Document() noexcept = default;
Document::~Document() = default;

std::optional<ParseError> Document::parse(std::string_view text, Limits limits) {
  nodes_.clear();
  // simdjson would skip a byte order mark before some values; RFC 8259 section 8.1 forbids sending one.
  if (text.starts_with("\xEF\xBB\xBF")) return ParseError{"begins with a byte order mark", 0};
  parser_ = std::make_unique<Parser>();
  const simdjson::padded_string_view padded(text.data(), text.size(), text.size() + padding);
  const simdjson::error_code error = parser_->parser.iterate(padded).get(parser_->document);
  if (error != simdjson::SUCCESS) return structural_error(error, text);
  Walk walk(text, limits, nodes_);
  if (!walk.document(parser_->document)) return walk.error();
  return std::nullopt;
}

std::optional<Value> Value::member(std::string_view key) const noexcept {
  std::optional<Value> found;
  if (kind() != Kind::object) return found;
  for (std::uint32_t at = at_ + 1; at < nodes_[at_].end; at = nodes_[at].end) {
    if (nodes_[at].key == key) found.emplace(nodes_, at);
  }
  return found;
}

std::vector<Value> Value::children() const {
  std::vector<Value> values;
  for (std::uint32_t at = at_ + 1; at < nodes_[at_].end; at = nodes_[at].end) values.emplace_back(nodes_, at);
  return values;
}

}  // namespace budgeting::json
