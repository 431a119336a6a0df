#pragma once

#include "wasm/api/common.hpp"
#include "wasm/model/yearly.hpp"
#include "wasm/query/entries.hpp"

/// Endpoints 34 to 37: sections and their categories.
///
/// The hierarchy has two levels, whoever races. A write that puts a category below another one claims the
/// section by an update that changes nothing, on the condition that the section's row is still the version
/// that the statement's snapshot saw. A writer that comes second waits, finds another version, and is told
/// to try again, rather than deciding on categories that have just changed.
namespace budgeting::api {

namespace sections {

using query::Builder;

inline constexpr std::array failures{
    Failure{"parent", http::Code::validation_failed,
            "parentId must be a top-level category of the same section, and a category with children, or the"
            " category itself, cannot become a child",
            "parentId"},
    Failure{"raced", http::Code::conflict,
            "The categories of this section were changed at the same moment, please try again"},
};

inline constexpr query::Parameter parent_id = query::field("parentId", "integer");

/// CTE `claimed`: a row if `parent` has one and nobody else claimed the section meanwhile.
constexpr void claim_section(Builder& sql, std::string_view section) {
  sql << "claimed as (update budgeting.yearly_sections set order_index = yearly_sections.order_index from "
      << section << " cross join parent where yearly_sections.id = " << section
      << ".section_id and yearly_sections.xmin = " << section << ".version returning yearly_sections.id)";
}

/// The row's problem, once `made` has no row.
constexpr void problem(Builder& sql, std::string_view made) {
  sql << "case when " << made << ".id is not null then null when not exists (select from parent)"
      << " then 'parent' else 'raced' end as problem";
}

constexpr void create_category(Builder& sql) {
  sql << "with owner as (select yearly_sections.id, yearly_sections.id as section_id,"
         " yearly_sections.xmin as version";
  query::from_owned(sql, model::section);
  sql << " and yearly_sections.id = " << query::field("sectionId", "integer")
      << "), parent as (select top.id from owner join budgeting.yearly_categories as top"
         " on top.section_id = owner.id where top.parent_id is null and top.id = "
      << parent_id << "), ";
  claim_section(sql, "owner");
  sql << ", created as (";
  query::insert(sql, model::yearly_category, "owner.id");
  sql << " from owner where " << parent_id
      << " is null or exists (select from claimed) returning *), ";
  query::twelve_entries(sql, model::category_entry);
  sql << " select (select row_to_json(answer) from (select ";
  query::columns(sql, model::yearly_category, "created");
  query::made_entries(sql, model::category_entry, {});
  sql << ", '[]'::json as \"children\") as answer) as body, ";
  problem(sql, "created");
  sql << " from owner left join created on true";
}

constexpr void patch_category(Builder& sql) {
  sql << "with target as (select yearly_categories.id, yearly_categories.section_id,"
         " yearly_sections.xmin as version";
  query::from_owned(sql, model::yearly_category);
  sql << " and yearly_categories.id = " << query::path_number
      << "), parent as (select top.id from target join budgeting.yearly_categories as top"
         " on top.section_id = target.section_id where top.parent_id is null and top.id <> target.id"
         " and top.id = "
      << parent_id
      << " and not exists (select from budgeting.yearly_categories as children"
         " where children.parent_id = target.id)), ";
  claim_section(sql, "target");
  sql << ", changed as (update ";
  query::table(sql, model::yearly_category);
  query::set_given(sql, model::yearly_category);
  sql << " from target where yearly_categories.id = target.id and (" << parent_id
      << " is null or exists (select from claimed)) returning yearly_categories.*)"
         " select (select row_to_json(answer) from (select ";
  query::columns(sql, model::yearly_category, "changed");
  sql << ") as answer) as body, ";
  problem(sql, "changed");
  sql << " from target left join changed on true where changed.id is not null or " << parent_id
      << " is not null";
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
             .statement = query::statement<sections::create_category>,
             .failures = sections::failures},
    Endpoint{.operation = "updateYearlyCategory",
             .method = http::Method::patch,
             .path = "/api/yearly/categories/:id",
             .thing = model::yearly_category.thing,
             .missing = model::yearly_category.thing,
             .body = {fields<model::yearly_category, Purpose::patch>},
             .statement = query::statement<sections::patch_category>,
             .failures = sections::failures},
    removes<model::yearly_category>("deleteYearlyCategory", "/api/yearly/categories/:id"),
};

}  // namespace budgeting::api
