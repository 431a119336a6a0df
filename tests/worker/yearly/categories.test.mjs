/** Sections, their categories in two levels, and the twelve entries of each. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { answered, deleted, invalid, refused, succeeded, TIMES, without } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { makeYear, makeYearlyCategory } from "../support/make.mjs";

const api = await forAllTests(startApi());
const user = api.newUser();
const year = await makeYear(user);
const sectionId = year.sections[0].id;

const NOBODY = 2_147_483_647;
const MISSING = /^(Yearly category|Category) not found$/;

/** @param {Record<string, unknown>} [body] */
const make = (body) => makeYearlyCategory(user, { sectionId, ...body });
/** A change may be answered with or without what is inside. @param {number} id @param {unknown} body */
const change = async (id, body) =>
  without(await user.patch(`/api/yearly/categories/${id}`, body), "entries", "children");

describe("sections", () => {
  it("change field by field, and keep their type", async () => {
    const section = year.sections[2];
    const path = `/api/yearly/sections/${section.id}`;
    const patch = async (/** @type {unknown} */ body) => without(await user.patch(path, body), "categories");
    const { categories: _, ...unchanged } = { ...section, ...TIMES };
    answered(await patch({ name: "Saved", type: "LIVING" }), 200, { ...unchanged, name: "Saved" });
    answered(await patch({ targetPercent: 0 }), 200, { ...unchanged, name: "Saved", targetPercent: 0 });
    const last = { ...unchanged, name: "Saved", targetPercent: 100, orderIndex: 8 };
    answered(await patch({ targetPercent: 100, orderIndex: 8 }), 200, last);
    await api.database.age("yearly_sections", section.id);
    answered(await patch({}), 200, { ...last, createdAt: 1000 });
  });

  it("reject invalid fields and nonexistent sections", async () => {
    const path = `/api/yearly/sections/${sectionId}`;
    const bad = { orderIndex: -1, targetPercent: 101, name: "" };
    invalid(await user.patch(path, bad), ["name", "targetPercent", "orderIndex"]);
    for (const targetPercent of [-1, 0.5, "70", null, true]) {
      invalid(await user.patch(path, { targetPercent }), ["targetPercent"]);
    }
    refused(await user.patch(`/api/yearly/sections/${NOBODY}`, {}), 404, "Section not found");
  });
});

describe("yearly categories", () => {
  it("are made with twelve unpaid entries of nothing and no children", async () => {
    const answer = await user.post("/api/yearly/categories", {
      sectionId,
      name: "Rent",
      orderIndex: 2,
      parentId: null,
    });
    const { id, entries } = answer.body;
    const empty = Array.from({ length: 12 }, (_, index) => {
      return { id: entries[index].id, categoryId: id, month: index + 1, amount: 0, isPaid: false, ...TIMES };
    });
    const category = { id, sectionId, parentId: null, name: "Rent", orderIndex: 2, ...TIMES };
    answered(answer, 201, { ...category, entries: empty, children: [] });
    const stored = await api.database.query(
      "select id, month, amount, is_paid from budgeting.yearly_category_entries where category_id = $1 order by month",
      [id],
    );
    assert.deepEqual(
      stored,
      empty.map((entry) => ({ id: entry.id, month: entry.month, amount: 0, is_paid: false })),
    );
  });

  it("may be children of a top-level category, and are then shown there", async () => {
    const parent = await make();
    const child = await make({ parentId: parent.id, name: "Water" });
    assert.deepEqual([child.parentId, child.orderIndex, child.entries.length], [parent.id, 0, 12]);
    const { sections } = succeeded(await user.get(`/api/yearly/${year.id}`));
    const top = sections[0].categories;
    assert.ok(!top.some((/** @type {any} */ { id }) => id === child.id));
    const { children } = top.find((/** @type {any} */ { id }) => id === parent.id);
    assert.deepEqual(
      children.map((/** @type {any} */ { id }) => id),
      [child.id],
    );
  });

  it("need an existing section and valid fields", async () => {
    const path = "/api/yearly/categories";
    refused(await user.post(path, { sectionId: NOBODY, name: "x" }), 404, "Section not found");
    invalid(await user.post(path, {}), ["sectionId", "name"]);
    const bad = { orderIndex: true, parentId: 0, name: "", sectionId: {} };
    invalid(await user.post(path, bad), ["sectionId", "name", "parentId", "orderIndex"]);
  });

  it("may only have a top-level category of their section as parent", async () => {
    const parent = await make();
    const child = await make({ parentId: parent.id });
    const elsewhere = await make({ sectionId: year.sections[1].id });
    const before = await api.database.dump();
    for (const parentId of [child.id, elsewhere.id, NOBODY]) {
      invalid(await user.post("/api/yearly/categories", { sectionId, name: "x", parentId }), ["parentId"]);
    }
    assert.deepEqual(await api.database.dump(), before);
  });

  it("change field by field, and stay in their section", async () => {
    const { id } = await make();
    const category = { id, sectionId, parentId: null, name: "Flat", orderIndex: 0, ...TIMES };
    answered(await change(id, { name: "Flat", sectionId: year.sections[1].id }), 200, category);
    answered(await change(id, { orderIndex: 4 }), 200, { ...category, orderIndex: 4 });
    await api.database.age("yearly_categories", id);
    answered(await change(id, {}), 200, { ...category, orderIndex: 4, createdAt: 1000 });
    invalid(await change(id, { orderIndex: null, name: null, parentId: "1" }), ["name", "orderIndex", "parentId"]);
    refused(await user.patch(`/api/yearly/categories/${NOBODY}`, {}), 404, MISSING);
  });

  it("move under a parent, to another one, and back to the top", async () => {
    const [one, two, moving] = [await make(), await make(), await make()];
    for (const parentId of [one.id, two.id, two.id, null, null, one.id]) {
      assert.equal(succeeded(await change(moving.id, { parentId })).parentId, parentId);
      const row = await api.database.row("select parent_id from budgeting.yearly_categories where id = $1", [
        moving.id,
      ]);
      assert.equal(row.parent_id, parentId);
    }
    assert.equal(
      succeeded(await change(moving.id, { name: "kept" })).parentId,
      one.id,
      "an absent key changes nothing",
    );
  });

  it("never move where that would create a third level or a cycle", async () => {
    const [top, other, elsewhere] = [await make(), await make(), await make({ sectionId: year.sections[1].id })];
    const child = await make({ parentId: top.id });
    const before = await api.database.dump();
    for (const [what, id, parentId] of [
      ["under itself", top.id, top.id],
      ["under its own child", top.id, child.id],
      ["a parent under another", top.id, other.id],
      ["under a child", other.id, child.id],
      ["into another section", other.id, elsewhere.id],
      ["under nobody", other.id, NOBODY],
      ["a child under itself", child.id, child.id],
    ]) {
      const answer = await change(id, { parentId, name: "changed" });
      assert.equal(answer.status, 422, `${what}: ${answer.text}`);
      invalid(answer, ["parentId"]);
    }
    assert.deepEqual(await api.database.dump(), before, "and nothing of such a change is kept");
  });

  it("are deleted with their children and all entries", async () => {
    const before = await api.database.dump();
    const { id } = await make();
    await make({ parentId: id });
    deleted(await user.delete(`/api/yearly/categories/${id}`));
    assert.deepEqual(await api.database.dump(), before);
    refused(await user.delete(`/api/yearly/categories/${id}`), 404, MISSING);
  });

  it("leave their parent unchanged when they are deleted", async () => {
    const parent = await make();
    const before = await api.database.dump();
    const child = await make({ parentId: parent.id });
    deleted(await user.delete(`/api/yearly/categories/${child.id}`));
    assert.deepEqual(await api.database.dump(), before);
  });
});

describe("category entries", () => {
  it("accept an amount in cents and whether it is paid", async () => {
    const { id: categoryId, entries } = await make();
    const { id } = entries[11];
    const path = `/api/yearly/category-entries/${id}`;
    const entry = { id, categoryId, month: 12, amount: 950_000, isPaid: false, ...TIMES };
    answered(await user.patch(path, { amount: 950_000, month: 1, categoryId: 1 }), 200, entry);
    answered(await user.patch(path, { isPaid: true }), 200, { ...entry, isPaid: true });
    const row = await api.database.row("select * from budgeting.yearly_category_entries where id = $1", [id]);
    assert.deepEqual([row.month, row.amount, row.is_paid], [12, 950_000, true]);
    await api.database.age("yearly_category_entries", id);
    answered(await user.patch(path, {}), 200, { ...entry, isPaid: true, createdAt: 1000 });
    answered(await user.patch(path, { amount: 0, isPaid: false }), 200, {
      ...entry,
      amount: 0,
      createdAt: 1000,
    });
  });

  it("reject invalid fields and nonexistent entries", async () => {
    const { entries } = await make();
    const path = `/api/yearly/category-entries/${entries[0].id}`;
    for (const isPaid of [0, 1, "true", null, []]) {
      invalid(await user.patch(path, { isPaid, amount: -1 }), ["amount", "isPaid"]);
    }
    refused(await user.patch(`/api/yearly/category-entries/${NOBODY}`, {}), 404, "Category entry not found");
  });
});
