-- What the limits on rows need (`ROW_LIMITS`, docs/scaling.md), and what keeps `idempotency_keys` small.

-- How many rows of each table a profile has at most; null where nobody has counted them yet. A create adds what it makes,
-- a delete leaves it alone, and the rows are counted again where the limit seems to be reached. They are columns and no
-- table of their own because the row must be there for a create to lock it, and every create finds the profile anyway.
alter table budgeting.profiles
  add column if not exists rows_of_transaction_months integer,
  add column if not exists rows_of_transaction_fixed_payments integer,
  add column if not exists rows_of_transaction_categories integer,
  add column if not exists rows_of_transaction_entries integer,
  add column if not exists rows_of_yearly_budgets integer,
  add column if not exists rows_of_yearly_income_sources integer,
  add column if not exists rows_of_yearly_deductions integer,
  add column if not exists rows_of_yearly_categories integer;

-- `<table> <id>` of the month or the year that an answer is about: it goes when that is deleted.
alter table budgeting.idempotency_keys add column if not exists root text;

-- For deleting some expired ones, whoever's, and for counting a user's.
create index if not exists idempotency_keys_created_at_idx on budgeting.idempotency_keys (created_at);
create index if not exists idempotency_keys_auth_user_id_created_at_idx
  on budgeting.idempotency_keys (auth_user_id, created_at);

-- The answers of a user go with the profile, whoever deletes that. No foreign key can say so, since a profile's
-- `auth_user_id` is a uuid in some databases. Whoever may delete a profile need not have any right on the answers. Those
-- that a sweep is about to delete are left to it, so that nobody waits for it.
create or replace function budgeting.forget_idempotency_keys() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from budgeting.idempotency_keys where ctid = any (array(
    select ctid from budgeting.idempotency_keys where auth_user_id = old.auth_user_id::text for update skip locked
  ));
  return null;
end
$$;
revoke all on function budgeting.forget_idempotency_keys() from public;
create or replace trigger forget_idempotency_keys after delete on budgeting.profiles
  for each row execute function budgeting.forget_idempotency_keys();

comment on schema budgeting is '20261128000200';
