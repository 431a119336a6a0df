-- `GET /api/ready` tells by this whether the tables are those that the Worker knows. Anybody may read a comment, so the
-- Worker's login needs no right for it. Each later migration ends with its own.
comment on schema budgeting is '20261126000000';
