// Rules that every database must satisfy. The API maintains them whatever fails; other programs may not have.
import { sequencesSql, sharedSql } from "../database/own-tables.mjs";
import { tables } from "./tables.mjs";

/**
 * @typedef {object} Rule
 * @property {string} rule what must hold
 * @property {string} sql returns a row for each fault: `id`, `found` (what is wrong with which row) and `mend` (SQL)
 * @property {boolean} [isWarning] a fault is not an error yet
 */

const NOW = "extract(epoch from now())::integer";

/**
 * @param {string} owner the table whose rows have an entry for each month
 * @param {string} entries the entries' table
 * @returns {Rule}
 */
function twelveEntries(owner, entries) {
  const { thing } = tables[owner] ?? {};
  const { column } = tables[entries] ?? {};
  return {
    rule: `every ${thing} has an entry for each of the 12 months`,
    sql: `
      select owner.id,
        format('${thing} %s has no entry for months %s', owner.id, string_agg(month::text, ', ' order by month)) as found,
        format(
          'insert into budgeting.${entries} (${column}, month, created_at, updated_at) '
          'select %s, month, ${NOW}, ${NOW} from unnest(%L::integer[]) as month;',
          owner.id, array_agg(month order by month)
        ) as mend
      from budgeting.${owner} as owner cross join generate_series(1, 12) as month
      where not exists (
        select from budgeting.${entries} as entry where entry.${column} = owner.id and entry.month = month.month
      )
      group by owner.id`,
  };
}

/** The defaults are those of a new year (wasm/domain/sections.hpp). @type {Rule} */
const sectionOfEachType = {
  rule: "every yearly budget has one section of each type",
  sql: `
    select budget.id,
      case count(section.id)
        when 0 then format('yearly budget %s has no section %s', budget.id, preset.type)
        else format('yearly budget %s has %s sections %s: %s', budget.id, count(section.id), preset.type,
          string_agg(section.id::text, ', ' order by section.id))
      end as found,
      case count(section.id)
        when 0 then format(
          'insert into budgeting.yearly_sections '
          '(yearly_budget_id, type, name, target_percent, order_index, created_at, updated_at) '
          'values (%s, %L, %L, %s, %s, ${NOW}, ${NOW});',
          budget.id, preset.type, preset.name, preset.percent, preset.place)
        else format(
          'update budgeting.yearly_categories set section_id = %1$s where section_id in (%2$s); '
          'delete from budgeting.yearly_sections where id in (%2$s);',
          min(section.id),
          array_to_string((array_agg(section.id order by section.id))[2:], ', '))
      end as mend
    from budgeting.yearly_budgets as budget
    cross join (values ('LIVING', 'Living Essentials', 70, 0), ('NON_ESSENTIAL', 'Non-Essentials', 20, 1),
      ('SAVINGS', 'Savings', 10, 2)) as preset (type, name, percent, place)
    left join budgeting.yearly_sections as section
      on section.yearly_budget_id = budget.id and section.type::text = preset.type
    group by budget.id, preset.type, preset.name, preset.percent, preset.place
    having count(section.id) <> 1`,
};

/** @type {Rule} */
const twoLevels = {
  rule: "no yearly category is below one that is itself below another",
  sql: `
    select child.id,
      format('yearly category %s is below %s, which is below %s', child.id, parent.id, parent.parent_id) as found,
      format('update budgeting.yearly_categories set parent_id = null where id = %s;', child.id) as mend
    from budgeting.yearly_categories as child join budgeting.yearly_categories as parent on parent.id = child.parent_id
    where parent.parent_id is not null`,
};

/** @type {Rule} */
const sectionOfParent = {
  rule: "every yearly category below another is in the same section",
  sql: `
    select child.id,
      format('yearly category %s is in section %s, but below %s, which is in section %s',
        child.id, child.section_id, parent.id, parent.section_id) as found,
      format('update budgeting.yearly_categories set section_id = %s where id = %s;', parent.section_id, child.id) as mend
    from budgeting.yearly_categories as child join budgeting.yearly_categories as parent on parent.id = child.parent_id
    where child.section_id <> parent.section_id`,
};

/** @returns {Rule} */
function parentsThere() {
  const references = Object.entries(tables).flatMap(([name, { parent, column, key }]) =>
    parent === undefined ? [] : [{ name, parent, column, key }],
  );
  references.push({ name: "yearly_categories", parent: "yearly_categories", column: "parent_id", key: "id" });
  return {
    rule: "every row's owner is there",
    sql: references
      .map(
        ({ name, parent, column, key }) => `
      select child.id,
        format('${tables[name]?.thing} %s belongs to ${tables[parent]?.thing} %L, which is not there',
          child.id, child.${column}) as found,
        format('delete from budgeting.${name} where id = %s;', child.id) as mend
      from budgeting.${name} as child
      where child.${column} is not null
        and not exists (select from budgeting.${parent} as parent where parent.${key} = child.${column})`,
      )
      .join("\n      union all"),
  };
}

/** The owner's column may be null, and was for those who used the app before it had users. @returns {Rule} */
function ownersNamed() {
  const roots = Object.entries(tables).filter(([, { parent }]) => parent === "profiles");
  return {
    rule: "every month and yearly budget belongs to somebody",
    sql: roots
      .map(
        ([name, { thing }]) => `
      select id, format('${thing} %s belongs to nobody, so nobody sees it', id) as found,
        format('update budgeting.${name} set profile_token = ''<the owner''''s>'' where id = %s;', id) as mend
      from budgeting.${name} where profile_token is null`,
      )
      .join("\n      union all"),
  };
}

/** @returns {Rule} */
function numbersInRange() {
  const columns = Object.entries(tables).flatMap(([name, { thing, ranges }]) =>
    Object.entries(ranges).map(([column, range]) => ({ name, thing, column, range })),
  );
  return {
    rule: "money is not negative but in transactions and spend targets, months are 1 to 12, years 2000 to 2100, percents 0 to 100",
    sql: columns
      .map(
        ({ name, thing, column, range: [least, most] }) => `
      select id, format('${thing} %s has ${column} %s', id, ${column}) as found,
        format('update budgeting.${name} set ${column} = <${least} to ${most}> where id = %s;', id) as mend
      from budgeting.${name} where ${column} not between ${least} and ${most}`,
      )
      .join("\n      union all"),
  };
}

/** @type {Rule} */
const othersApart = { rule: "what other applications have in the schema is theirs alone", sql: sharedSql };

/** @type {Rule} */
const idsLeft = { rule: "every sequence has more than half of its ids left", sql: sequencesSql, isWarning: true };

/** In the order in which faults should be fixed: a row without an owner need not be complete. @type {Rule[]} */
export const rules = [
  parentsThere(),
  ownersNamed(),
  numbersInRange(),
  twoLevels,
  sectionOfParent,
  sectionOfEachType,
  twelveEntries("yearly_categories", "yearly_category_entries"),
  twelveEntries("yearly_income_sources", "yearly_income_entries"),
  othersApart,
  idsLeft,
];
