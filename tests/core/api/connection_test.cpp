#include "wasm/api/connection.hpp"

#include <doctest/doctest.h>

#include "tests/core/api/planning.hpp"

using budgeting::api::connection;

TEST_CASE("Hyperdrive's connection string is taken as it is, before DATABASE_URL") {
  const char* hyperdrive = "postgresql://u:p@abc.hyperdrive.local:5432/db?sslmode=disable";
  CHECK(connection(hyperdrive, "postgres://other/db").string == hyperdrive);
}

TEST_CASE("DATABASE_URL gets TLS unless it points to this machine") {
  CHECK(connection("", "postgres://u:p@db.example.com/db").string ==
        "postgres://u:p@db.example.com/db?sslmode=verify-full");
  CHECK(connection("", "postgres://u:p@db.example.com/db?a=1").string ==
        "postgres://u:p@db.example.com/db?a=1&sslmode=verify-full");
  CHECK(connection("", "postgres://u:p@db.example.com/db?sslmode=require").string ==
        "postgres://u:p@db.example.com/db?sslmode=require");
  for (const char* told : {"postgres://u:p@db.example.com/db?sslmode=verify-ca",
                           "postgresql://db.example.com/db?a=1&b&sslmode=verify-full&c=2"}) {
    CHECK(connection("", told).string == told);
  }
  CHECK(connection("", "postgres://db.example.com/db?sslmodes=disable&xsslmode=disable")
            .string.ends_with("&sslmode=verify-full"));
  for (const char* local :
       {"postgres://u:p@127.0.0.1:5432/db", "postgres://u@localhost/db", "postgres://[::1]:5/db"}) {
    CHECK(connection("", local).string == local);
  }
}

TEST_CASE("a connection that cannot be good is refused, with the reason and without the secret") {
  for (const char* url :
       {"mysql://u:secret@h/db", "postgres://", "postgres://u:secret@:5432/db", "h:5432", "postgres:///db",
        "postgres://u:secret@db.example.com/db?sslmode=disable", "postgres://u:secret@h/db?sslmode=prefer",
        "postgres://u:secret@aws-0-eu.pooler.supabase.com:6543/postgres",
        "postgres://u:secret@db.abc.supabase.co:6543/postgres"}) {
    CAPTURE(url);
    for (const auto& refused : {connection("", url)}) {
      CHECK(refused.string.empty());
      CHECK_FALSE(refused.problem.empty());
      CHECK_FALSE(contains(refused.problem, "secret"));
    }
  }
  CHECK(contains(connection("", "postgres://u:p@db.abc.supabase.co:6543/db").problem, "5432"));
  CHECK(contains(connection("", "").problem, "HYPERDRIVE"));
  CHECK_FALSE(connection("", "postgres://u:p@db.abc.supabase.co:5432/db").string.empty());
  // A host is what stands behind the last @, whatever the password holds.
  CHECK(connection("", "postgres://u:p@127.0.0.1@db.example.com/db").string.ends_with("sslmode=verify-full"));
}
