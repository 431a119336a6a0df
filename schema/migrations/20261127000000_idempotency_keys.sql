-- The answers given to requests with an `Idempotency-Key`, kept for a day, so that a client may send a request again that it
-- got no answer to: whoever sends the same key gets the answer, and nothing happens twice. The user is a text whatever type
-- the column in `profiles` has. Each request with a key deletes the user's expired ones.
create table if not exists budgeting.idempotency_keys (
  auth_user_id text not null,
  key text not null,
  fingerprint text not null, -- of what was asked, to refuse the key for anything else
  body json,
  problem text,
  etag text,
  created_at integer not null,
  -- The Worker knows by this name that a request with the same key was faster.
  constraint idempotency_keys_pkey primary key (auth_user_id, key)
);

alter table budgeting.idempotency_keys enable row level security;
drop policy if exists budgeting_api on budgeting.idempotency_keys;
create policy budgeting_api on budgeting.idempotency_keys to budgeting_api using (true) with check (true);
grant select, insert, update, delete on budgeting.idempotency_keys to budgeting_api;

comment on schema budgeting is '20261127000000';
