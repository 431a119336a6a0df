#pragma once

#include <utility>

#include "wasm/api/common.hpp"
#include "wasm/model/yearly.hpp"
#include "wasm/query/entries.hpp"

/// Endpoints 34 to 37: sections and their categories.
///
/// The hierarchy has two levels, whoever races. A statement sees the other rows as they were when it began,
/// so two that run at once could each miss what the other does. Therefore a write that puts a category below
/// a parent locks both, which shows it their latest versions, and updates the parent to what it is, which
/// gives that a new version. A category that is to be moved and has another version than the statement saw
/// at first, but the same contents, has just become a parent itself.
namespace budgeting::api {

namespace sections {

using query::Builder;

inline constexpr Failure wrong_parent{
    "parent", http::Code::validation_failed,
    "The parent must be a top-level category of the same section, and a category with children, or the"
    " category itself, cannot become a child",
    "parentId", "yearly_categories_parent_id_fkey"};
inline constexpr std::array create_failures{wrong_parent};
inline constexpr std::array patch_failures{
    wrong_parent,
    Failure{"raced", http::Code::conflict, "This category was changed at the same moment, please try again"},
};

/// The contract names the parent last here.
inline constexpr auto patch_fields = [] {
  auto ordered = fields<model::yearly_category, Purpose::patch>;
  std::swap(ordered[1], ordered[2]);
  return ordered;
}();
static_assert(patch_fields.back().name == "parentId");

inline constexpr query::Parameter parent_id = query::reference("parentId");

/// CTE `claimed`: the parent, with a new version.
constexpr void claim_parent(Builder& sql, std::string_view condition) {
  sql << "claimed as (update budgeting.yearly_categories set order_index = yearly_categories.order_index"
         " from parent"
      << condition << " returning yearly_categories.id)";
}

constexpr void create_category(Builder& sql) {
  query::with_owner(sql, model::yearly_category, " for no key update of yearly_budgets", [] {});
  sql << ", parent as (select top.id from owner join budgeting.yearly_categories as top"
         " on top.section_id = owner.id where top.id = "
      << parent_id << " and top.parent_id is null for no key update of top), ";
  claim_parent(sql, " where yearly_categories.id = parent.id");
  sql << ", ";
  query::check_limits(sql, std::array{query::Made{&model::yearly_category}}, "owner", [&] {
    sql << " when " << parent_id << " is not null and not exists (select from claimed) then 'parent'";
  });
  sql << ", created as (";
  query::insert(sql, model::yearly_category, "checked.id");
  sql << " from checked where checked.reached is null returning *), ";
  query::twelve_entries(sql, model::category_entry);
  query::created_answer(sql, model::yearly_category, [&] {
    query::made_entries(sql, model::category_entry, {});
    sql << ", '[]'::json as \"children\"";
  });
}

constexpr void patch_category(Builder& sql) {
  query::with(sql);
  sql << "target as (select yearly_categories.*, yearly_categories.xmin as version";
  query::from_owned(sql, model::yearly_category);
  sql << " and yearly_categories.id = " << query::path_number
      << " for no key update of yearly_budgets), locked as (select latest.*, latest.xmin as version from "
         "target"
         " join budgeting.yearly_categories as latest on latest.id in (target.id, "
      << parent_id << ") where " << parent_id
      << " is not null and latest.section_id = target.section_id order by latest.id for no key update of "
         "latest),"
         " parent as (select locked.id from target join locked on locked.parent_id is null"
         " and locked.id <> target.id where not exists (select from budgeting.yearly_categories as children"
         " where children.parent_id = target.id)), moved as (select locked.version = target.version or"
         " locked.parent_id is not null as fits, (locked.name, locked.parent_id, locked.order_index,"
         " locked.updated_at) is not distinct from (target.name, target.parent_id, target.order_index,"
         " target.updated_at) as same from target join locked on locked.id = target.id), ";
  claim_parent(sql, " cross join moved where yearly_categories.id = parent.id and moved.fits");
  sql << ", changed as (update ";
  query::table(sql, model::yearly_category);
  query::set_given(sql, model::yearly_category);
  sql << " from target where yearly_categories.id = target.id and (" << parent_id
      << " is null or exists (select from claimed))";
  query::if_match(sql, model::yearly_category, {});
  sql << " returning yearly_categories.*)";
  query::answer(sql);
  query::object(sql, model::yearly_category, "changed");
  sql << " as body, case when changed.id is not null then null when moved.same is null or exists"
         " (select from claimed) then 'stale' when moved.same or not exists (select from parent) then"
         " 'parent' else 'raced' end as problem, ";
  query::tag(sql, "changed");
  sql << " as etag from target left join changed on true left join moved on true"
         " where changed.id is not null or moved.same is not null or "
      << query::tags << " is not null";
}

}  // namespace sections

inline constexpr std::array section_endpoints{
    changes<model::section, no_lists>("updateSection", "/api/yearly/sections/:id"),
    Endpoint{.operation = "createYearlyCategory",
             .method = http::Method::post,
             .path = "/api/yearly/categories",
             .missing = "Section",
             .body = {fields<model::yearly_category, Purpose::create>},
             .status = 201,
             .statement = query::statement<sections::create_category, true>,
             .failures = sections::create_failures},
    Endpoint{.operation = "updateYearlyCategory",
             .method = http::Method::patch,
             .path = "/api/yearly/categories/:id",
             .thing = model::yearly_category.thing,
             .missing = model::yearly_category.thing,
             .body = {sections::patch_fields},
             .statement = query::statement<sections::patch_category>,
             .failures = sections::patch_failures},
    removes<model::yearly_category>("deleteYearlyCategory", "/api/yearly/categories/:id"),
};

}  // namespace budgeting::api
