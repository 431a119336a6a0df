#include "wasm/api/yearly/category_entries.hpp"

#include <algorithm>

namespace budgeting::api::category_entries {

void merge_repeated(const Body& /*body*/, Values& values, std::vector<http::FieldError>& /*errors*/) {
  using Item = std::vector<Value>;
  std::vector<Item> merged;  // sorted by id
  merged.reserve(values.items.size());
  for (Item& item : values.items) {
    const auto place =
        std::lower_bound(merged.begin(), merged.end(), item,
                         [](const Item& left, const Item& right) { return left[0].text < right[0].text; });
    if (place == merged.end() || place->front().text != item[0].text) {
      merged.insert(place, std::move(item));
      continue;
    }
    for (std::size_t at = 1; at < item.size(); ++at) {
      if (item[at].given) (*place)[at] = std::move(item[at]);
    }
  }
  values.items = std::move(merged);
}

}  // namespace budgeting::api::category_entries
