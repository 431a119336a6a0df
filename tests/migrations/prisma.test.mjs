import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { loadDemo } from "../../tools/database/demo.mjs";
import { migrationsFolder, readMigrations } from "../../tools/database/migration-files.mjs";
import { migrate } from "../../tools/migrate.mjs";
import { readCatalog, readRows } from "./catalog.mjs";
import { damage, sameColumns } from "./damage.mjs";
import { emptyDatabase, first, migrationsUpTo } from "./helpers.mjs";
import { prismaData, prismaTables } from "./prisma-database.mjs";

for (const type of /** @type {const} */ (["text", "uuid"])) {
  describe(`migrations on a database that Prisma made, with auth_user_id ${type}`, () => {
    test("change none of its data, first nothing of its tables, and then add to them at most", async (t) => {
      const { url, client } = await emptyDatabase(t);
      await client.query(prismaTables(type));
      await client.query(prismaData);
      const [catalog, rows] = [await readCatalog(client), await readRows(client)];
      assert.ok(Object.values(rows).every((list) => list.length > 0));

      await migrate({ databaseUrl: url, folder: await migrationsUpTo(t, first) });
      assert.deepEqual(await readCatalog(client), catalog);
      assert.deepEqual(await readRows(client), rows);
      let before = catalog;
      for (const { name } of (await readMigrations(migrationsFolder)).slice(1)) {
        const { applied } = await migrate({ databaseUrl: url, folder: await migrationsUpTo(t, name) });
        assert.deepEqual(applied, [name]);
        const now = await readCatalog(client);
        assert.deepEqual(damage(before, now), [], name);
        assert.deepEqual(sameColumns(rows, await readRows(client)), rows, name);
        before = now;
      }
      assert.deepEqual((await migrate({ databaseUrl: url })).applied, []);
    });

    test("give the same tables as on an empty database", async (t) => {
      const [prisma, empty] = [await emptyDatabase(t), await emptyDatabase(t)];
      await prisma.client.query(prismaTables(type));
      await migrate({ databaseUrl: prisma.url });
      await migrate({ databaseUrl: empty.url });
      await prisma.client.query("drop table budgeting._prisma_migrations");
      await prisma.client.query("alter table budgeting.profiles alter column auth_user_id type text");
      const [a, b] = [await readCatalog(prisma.client), await readCatalog(empty.client)];
      assert.deepEqual(a, b);
    });

    test("put back an index and a foreign key that are missing, around the data", async (t) => {
      const { url, client } = await emptyDatabase(t);
      await client.query(prismaTables(type));
      await client.query(prismaData);
      const [catalog, rows] = [await readCatalog(client), await readRows(client)];
      await client.query("drop index budgeting.yearly_deductions_income_entry_id_idx");
      await client.query("alter table budgeting.yearly_sections drop constraint yearly_sections_yearly_budget_id_fkey");
      await migrate({ databaseUrl: url });
      assert.deepEqual(damage(catalog, await readCatalog(client)), []);
      assert.deepEqual(sameColumns(rows, await readRows(client)), rows);
    });

    test("let the demo data in beside it", async (t) => {
      const { url, client } = await emptyDatabase(t);
      await client.query(prismaTables(type));
      await client.query(prismaData);
      await migrate({ databaseUrl: url });
      assert.equal(await loadDemo({ databaseUrl: url }), true);
      assert.equal((await readRows(client)).transaction_months?.length, 14);
    });
  });
}
