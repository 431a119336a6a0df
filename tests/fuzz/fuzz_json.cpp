// JSON: the core's reader against a recursive descent, and what it read written and read again.
#include "tests/core/padded.hpp"
#include "tests/fuzz/check.hpp"
#include "tests/fuzz/strict_json.hpp"
#include "wasm/json/text.hpp"
#include "wasm/json/writer.hpp"

namespace {

namespace json = budgeting::json;

/// Writes a value again; numbers become texts, as the writer writes integers alone.
void write(json::Writer& writer, json::Value value) {
  switch (value.kind()) {
    case json::Kind::boolean:
      writer.boolean(value.truth());
      return;
    case json::Kind::array:
      writer.open('[');
      for (const json::Value& child : value.children()) write(writer, child);
      writer.close(']');
      return;
    case json::Kind::object:
      writer.open('{');
      for (const json::Value& child : value.children()) {
        writer.key("key");
        write(writer, child);
      }
      writer.close('}');
      return;
    default:
      writer.string(json::is_storable(value.text()) ? value.text() : "?");
  }
}

void require_same(json::Value left, json::Value right) {
  const auto children = left.children();
  const auto others = right.children();
  fuzz::require(children.size() == others.size(), "the writer keeps the structure");
  for (std::size_t at = 0; at < children.size(); ++at) require_same(children[at], others[at]);
  if (children.empty() && json::is_storable(left.text())) {
    fuzz::require(left.text() == right.text(), "the writer keeps texts");
  }
}

void run(std::string_view bytes) {
  const json::Limits limits;
  const Padded text(bytes);
  json::Document document;
  const auto error = document.parse(text.view(), limits);
  fuzz::StrictJson strict(bytes);
  const bool is_json = strict.whole();
  fuzz::require(json::first_invalid_utf8(bytes) == bytes.size() == fuzz::is_utf8(bytes),
                "UTF-8 is told alike");
  if (error) {
    fuzz::require(!is_json || strict.depth > limits.depth || strict.values > limits.values,
                  "what is JSON within the limits is read");
    fuzz::require(!error->message.empty() && error->offset <= bytes.size(),
                  "an error has its place in the text");
    return;
  }
  fuzz::require(is_json && strict.depth <= limits.depth, "what is read is JSON within the limits");
  std::string written;
  json::Writer writer(written);
  write(writer, document.root());
  fuzz::require(fuzz::is_json(written), "what is written is JSON");
  const Padded again(written);
  json::Document second;
  fuzz::require(!second.parse(again.view(), limits), "what is written can be read");
  require_same(document.root(), second.root());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::measured(data, size, run);
}
