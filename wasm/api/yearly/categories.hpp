#pragma once

#include <utility>

#include "wasm/api/common.hpp"
#include "wasm/model/yearly.hpp"
#include "wasm/query/entries.hpp"

/// `/api/yearly/categories`
///
/// The hierarchy keeps two levels even if requests run concurrently. A statement sees other rows as they were
/// when it began, so of two concurrent statements neither would see what the other changes. Therefore a write
/// that puts a category below a parent locks both, which shows it their latest versions, and then updates the
/// parent without changing it, which creates a new version. If the category to be moved has another version
/// than the statement saw at first, but the same contents, it has just become a parent itself.
namespace budgeting::api {

namespace yearly_categories {

using namespace query;

inline constexpr Failure wrong_parent{
    .problem = "parent",
    .code = http::Code::validation_failed,
    .message =
        "The parent must be a top-level category of the same section, and a category with children,"
        " or the category itself, cannot become a child",
    .field = "parentId",
    .constraint = constraint::category_parent};
inline constexpr std::array create_failures{wrong_parent};
inline constexpr std::array patch_failures{
    wrong_parent,
    Failure{"raced", http::Code::conflict, "This category was changed at the same moment, please try again"},
};

/// In docs/api.md the parent is the last field here.
inline constexpr auto patch_fields = [] {
  auto ordered = fields<model::yearly_category, Purpose::patch>;
  std::swap(ordered[1], ordered[2]);
  return ordered;
}();
static_assert(patch_fields.back().name == "parentId");

inline constexpr Parameter parent_id = reference("parentId");

/// CTE `claimed`: updates the parent without changing it, to create a new version.
constexpr void claim_parent(Builder& sql, const Rows& parent, Text tables, Text condition) {
  cte(sql, "claimed", [&] {
    sql << update(same(parent), Text("order_index = yearly_categories.order_index"), tables) << condition
        << " returning yearly_categories.id";
  });
}

constexpr void create(Builder& sql) {
  const Rows owner = with_owner(sql, model::yearly_category, {}, lock_root(model::yearly_category));
  const Rows parent = cte(sql, "parent", [&] {
    const Linked top = below(owner, model::yearly_category, "top");
    sql << "select top.id from owner" << join(top) << " where top.id = " << parent_id
        << " and top.parent_id is null for no key update of top";
    return top;
  });
  claim_parent(sql, parent, {}, {});
  const auto no_parent = [](Builder& out) {
    out << " when " << parent_id << " is not null and not exists (select from claimed) then 'parent'";
  };
  const Rows checked =
      check_limits(sql, std::array{Made{&model::yearly_category}}, owner, "owner", no_parent);
  const Rows created = created_row(sql, checked, model::yearly_category);
  const Rows entries = twelve_entries(sql, created, model::category_entry);
  created_answer(sql, created, [&](Builder& out) {
    out << made_list(entries, "entries", {}) << ", '[]'::json as \"children\"";
  });
}

constexpr void patch(Builder& sql) {
  const Rows target = cte(sql, "target", [&] {
    const Owned category(model::yearly_category);
    sql << "select yearly_categories.*, yearly_categories.xmin as version" << from(category)
        << and_in_path(category) << lock_root(model::yearly_category);
    return category;
  });
  const Rows locked = cte(sql, "locked", [&] {
    const Linked latest = beside(target, "latest");
    const auto those = [](Builder& out) {
      out << "latest.id in (target.id, " << parent_id << ") where " << parent_id << " is not null and ";
    };
    sql << "select latest.*, latest.xmin as version from target" << join(latest, those)
        << " order by latest.id for no key update of latest";
    return latest;
  });
  const Rows parent = cte(sql, "parent", [&] {
    sql << "select locked.id from target join locked on locked.parent_id is null"
           " and locked.id <> target.id where not exists (select"
        << from(below(target, model::yearly_category, "children", "parent_id")) << ")";
    return locked;
  });
  cte(sql, "moved", [&] {
    sql << "select locked.version = target.version or locked.parent_id is not null as fits,"
           " (locked.name, locked.parent_id, locked.order_index, locked.updated_at) is not distinct from"
           " (target.name, target.parent_id, target.order_index, target.updated_at) as same"
           " from target join locked on locked.id = target.id";
  });
  claim_parent(sql, parent, "parent cross join moved", " and moved.fits");
  const Rows changed = changed_row(sql, target, {}, [](Builder& out) {
    out << " and (" << parent_id << " is null or exists (select from claimed))";
  });
  answer(sql, {}, [&](Builder& out) {
    out << object(changed) << " as body"
        << problem_and_tag(
               "case when changed.id is not null then null when moved.same is null or exists"
               " (select from claimed) then 'stale' when moved.same or not exists (select from parent) then"
               " 'parent' else 'raced' end",
               changed)
        << " from target left join changed on true left join moved on true"
           " where changed.id is not null or moved.same is not null"
        << or_conditional;
  });
}

}  // namespace yearly_categories

inline constexpr std::array yearly_category_endpoints{
    creates_by<model::yearly_category, yearly_categories::create>(
        "createYearlyCategory", "/api/yearly/categories", "Section", yearly_categories::create_failures),
    changes_by<model::yearly_category, yearly_categories::patch>(
        "updateYearlyCategory", "/api/yearly/categories/:id", yearly_categories::patch_failures,
        yearly_categories::patch_fields),
    removes<model::yearly_category>("deleteYearlyCategory", "/api/yearly/categories/:id"),
};

}  // namespace budgeting::api
