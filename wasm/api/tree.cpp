#include "wasm/api/tree.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>

#include "wasm/json/writer.hpp"
#include "wasm/query/returned_array.hpp"

namespace budgeting::api {
namespace {

using Columns = std::vector<std::optional<std::string_view>>;

/// More than any number in a row. PostgreSQL sorts null after all others.
constexpr std::int64_t null = std::numeric_limits<std::int64_t>::max();

/// The rows of one table, in the order in which they came.
class Table {
 public:
  /// Takes the table's arrays from `columns`, the first of which is at `next`.
  Table(const model::Entity& entity, std::string_view except, const Columns& columns, std::size_t& next)
      : entity_(&entity) {
    if (const auto& array = columns.at(next++)) cells_ = query::returned_numbers(*array);
    for (const model::Column& column : entity.columns) {
      if (column.json == except) continue;
      Field& field = fields_.emplace_back();
      field.column = column.name;
      field.type = column.type;
      field.key = (fields_.size() == 1 ? "{\"" : ",\"") + std::string(column.json) + "\":";
      field.is_text = model::is_returned_as_text(column.type);
      field.place = field.is_text ? 0 : width_++;
      if (!field.is_text) continue;
      if (const auto& array = columns.at(next++)) field.texts = query::returned_texts(*array);
    }
    if (width_ == 0 || cells_.size() % width_ != 0) __builtin_trap();
  }

  [[nodiscard]] const model::Entity& entity() const noexcept { return *entity_; }
  [[nodiscard]] std::size_t size() const noexcept { return cells_.size() / width_; }

  /// The place of a column of numbers within its row.
  [[nodiscard]] std::size_t place_of(std::string_view column) const {
    const auto field = std::find_if(fields_.begin(), fields_.end(),
                                    [&](const Field& each) { return each.column == column; });
    if (field == fields_.end()) __builtin_trap();
    return field->place;
  }

  /// The number at that place of a row, or `null`.
  [[nodiscard]] std::int64_t number(std::size_t row, std::size_t place) const {
    const std::string_view digits = cells_[row * width_ + place];
    std::int64_t value = null;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
  }

  /// Writes `{` and the row's columns as members.
  void write(std::string& out, std::size_t row) const {
    for (const Field& field : fields_) {
      out += field.key;
      if (field.is_text) {
        write_text(out, field.texts.at(row));
        continue;
      }
      const std::string_view digits = cells_[row * width_ + field.place];
      if (field.type == model::Type::boolean) {
        out += digits == "1" ? "true" : "false";
      } else if (digits == "NULL") {
        out += "null";
      } else {
        out += digits;
      }
    }
  }

  /// At least as many bytes as the rows take, unless their texts have control characters.
  [[nodiscard]] std::size_t bytes() const noexcept {
    std::size_t bytes = 0;
    for (const Field& field : fields_) {
      bytes += size() * (field.key.size() + 20);
      for (const query::ReturnedText& text : field.texts) bytes += text.escaped.size();
    }
    return bytes;
  }

 private:
  struct Field {
    std::string_view column;
    model::Type type = model::Type::reference;
    std::string key;  ///< what comes before the value
    bool is_text = false;
    std::size_t place = 0;  ///< of a number, within its row
    std::vector<query::ReturnedText> texts = {};
  };

  static void write_text(std::string& out, const query::ReturnedText& text) {
    if (text.is_null) {
      out += "null";
      return;
    }
    out += '"';
    std::string_view rest = text.escaped;
    while (!rest.empty()) {
      const auto is_control = [](char each) { return static_cast<unsigned char>(each) < 0x20; };
      const auto control = std::find_if(rest.begin(), rest.end(), is_control);
      out.append(rest.begin(), control);
      rest.remove_prefix(static_cast<std::size_t>(control - rest.begin()));
      if (rest.empty()) break;
      json::append_control(out, rest.front());
      rest.remove_prefix(1);
    }
    out += '"';
  }

  const model::Entity* entity_;
  std::vector<Field> fields_;
  std::vector<std::string_view> cells_;
  std::size_t width_ = 0;
};

/// The rows of a list, for every row to which such a list belongs.
class List {
 public:
  /// `link`: the column that refers to the row to which a list belongs; empty if there is one list.
  List(const Table& table, std::string_view link, std::string_view null_column) : table_(&table) {
    const std::size_t link_place = link.empty() ? 0 : table.place_of(link);
    const std::size_t null_place = null_column.empty() ? 0 : table.place_of(null_column);
    std::vector<std::pair<std::size_t, bool>> order;  // places, and whether the greatest number is first
    for (const model::Order& each : table.entity().order)
      order.emplace_back(table.place_of(each.column), !each.direction.empty());
    items_.reserve(table.size());
    for (std::size_t row = 0; row < table.size(); ++row) {
      if (!null_column.empty() && table.number(row, null_place) != null) continue;
      Item item{};
      item.row = row;
      if (!link.empty()) item.key[0] = table.number(row, link_place);
      std::size_t next = 1;
      for (const auto& [place, is_descending] : order) {
        const std::int64_t number = table.number(row, place);
        item.key.at(next++) = is_descending ? -number : number;
      }
      items_.push_back(item);
    }
    // PostgreSQL often returns them in order.
    if (!std::is_sorted(items_.begin(), items_.end())) std::sort(items_.begin(), items_.end());
  }

  [[nodiscard]] const Table& table() const noexcept { return *table_; }

  /// Calls `visit` with the rows that belong to the row with that id, in order.
  template <class Visit>
  void each(std::int64_t owner, Visit visit) const {
    auto item = std::lower_bound(items_.begin(), items_.end(), owner,
                                 [](const Item& left, std::int64_t right) { return left.key[0] < right; });
    for (; item != items_.end() && item->key[0] == owner; ++item) visit(item->row);
  }

 private:
  struct Item {
    std::array<std::int64_t, 4> key{};  ///< the owner's id, then the numbers that determine the order
    std::size_t row = 0;

    friend bool operator<(const Item& left, const Item& right) noexcept {
      std::size_t at = 0;
      while (at < 3 && left.key[at] == right.key[at]) ++at;
      return left.key[at] < right.key[at];
    }
  };

  const Table* table_;
  std::vector<Item> items_;
};

/// Writes rows with the lists below them. It copies keys and digits as they are, which takes half the time of
/// `json::Writer`'s members: a year has thousands.
class TreeWriter {
 public:
  TreeWriter(const model::Tree& tree, const Columns& columns) {
    std::size_t next = 0;
    tables_.reserve(columns.size());
    tables_.emplace_back(*tree.entity, tree.except, columns, next);
    for (const model::Entity* entity : model::Tables(tree.nested)) {
      tables_.emplace_back(*entity, std::string_view{}, columns, next);
    }
    add_lists(tree.nested);
    std::size_t bytes = 2;
    for (const Table& table : tables_) bytes += table.bytes();
    out_.reserve(bytes);
  }

  void write_row(const Table& table, std::size_t row, std::span<const model::Nested> nested) {
    table.write(out_, row);
    for (const model::Nested& each : nested) {
      out_ += ",\"";
      out_ += each.json;
      out_ += "\":";
      write_list(find(each)->second, table.number(row, table.place_of("id")), each.nested);
    }
    out_ += '}';
  }

  void write_list(const List& list, std::int64_t owner, std::span<const model::Nested> nested) {
    out_ += '[';
    const std::size_t begin = out_.size();
    list.each(owner, [&](std::size_t row) {
      if (out_.size() > begin) out_ += ',';
      write_row(list.table(), row, nested);
    });
    out_ += ']';
  }

  [[nodiscard]] const Table& first() const noexcept { return tables_.front(); }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void add_lists(std::span<const model::Nested> lists) {
    for (const model::Nested& each : lists) {
      if (find(each) == lists_.end()) {
        const auto table = std::find_if(tables_.begin(), tables_.end(),
                                        [&](const Table& known) { return &known.entity() == each.entity; });
        lists_.push_back({&each, List(*table, each.link_column(), each.null)});
      }
      add_lists(each.nested);
    }
  }

  /// The list of the same rows, which may be nested in several places.
  [[nodiscard]] std::vector<std::pair<const model::Nested*, List>>::const_iterator find(
      const model::Nested& nested) const {
    return std::find_if(lists_.begin(), lists_.end(), [&](const auto& known) {
      return known.first->entity == nested.entity && known.first->link == nested.link &&
             known.first->null == nested.null;
    });
  }

  std::vector<Table> tables_;
  std::vector<std::pair<const model::Nested*, List>> lists_;
  std::string out_;
};

}  // namespace

std::string tree_json(const model::Tree& tree, const Columns& columns) {
  TreeWriter writer(tree, columns);
  if (tree.is_list) {
    writer.write_list(List(writer.first(), {}, {}), 0, tree.nested);
  } else {
    writer.write_row(writer.first(), 0, tree.nested);
  }
  return writer.take();
}

}  // namespace budgeting::api
