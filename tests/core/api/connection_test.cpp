#include "wasm/api/connection.hpp"

#include <doctest/doctest.h>

#include "tests/core/api/planning.hpp"

using budgeting::api::Connection;

namespace {

Connection connection(std::string_view hyperdrive, std::string_view database_url) {
  return budgeting::api::connect({hyperdrive, database_url});
}

}  // namespace

TEST_CASE("Hyperdrive takes precedence over DATABASE_URL, and its binding has the parts") {
  // Its password is not encoded.
  const auto made =
      connection("postgresql://u:p#@/?@abc.hyperdrive.local:5432/db?sslmode=disable", "postgres://u@h/db");
  CHECK(made.problem.empty());
  CHECK(made.host.empty());
}

TEST_CASE("DATABASE_URL is split into parts, and each part is decoded") {
  const auto made =
      connection("", "postgres://u%40x:p%23%2F%3f:%25@DB.Example.com:6000/a%20b?sslmode=require");
  CHECK(made.problem == "");
  CHECK(made.host == "db.example.com");
  CHECK(made.port == "6000");
  CHECK(made.user == "u@x");
  CHECK(made.password == "p#/?:%");
  CHECK(made.database == "a b");
  CHECK(made.tls);
  CHECK(connection("", "postgresql://u@h/db").port == "5432");
  CHECK(connection("", "postgres://u@[2001:DB8::1]:5/db").host == "2001:db8::1");
}

TEST_CASE("TLS is required for every host except this machine") {
  for (const char* local :
       {"postgres://u:p@127.0.0.1:5432/db", "postgres://u@LocalHost/db", "postgres://u@[::1]:5/db",
        "postgres://u@127.255.0.9/db", "postgres://u@localhost/db?sslmode=disable"}) {
    CAPTURE(local);
    CHECK(connection("", local).problem == "");
    CHECK_FALSE(connection("", local).tls);
  }
  for (const char* remote :
       {"postgres://u:p@db.example.com/db", "postgres://u:p@127.0.0.1.evil.example/db",
        "postgres://u@128.0.0.1/db", "postgres://u@db.example.com/db?sslmode=verify-ca",
        "postgres://u@localhost.evil.example/db",
        "postgres://u@ep-x-pooler.aws.neon.tech/db?sslmode=require&channel_binding=require",
        "postgres://u@db.abc.supabase.co/db?sslmode=verify-full", "postgres://u@[::2]/db",
        "postgres://u@localhost/db?sslmode=verify-full"}) {
    CAPTURE(remote);
    CHECK(connection("", remote).problem == "");
    CHECK(connection("", remote).tls);
  }
}

TEST_CASE("what could be read in two ways is refused, with the reason and without the secret") {
  struct Case {
    const char* url;
    const char* reason;
  };
  for (const Case& each : {
           Case{"mysql://u:secret@h/db", "begin with postgres://"},
           {"POSTGRES://u:secret@h/db", "begin with postgres://"},
           {"postgres://", "user"},
           {"postgres://db.example.com/db", "user"},
           {"postgres://:secret@h/db", "user"},
           {"postgres://u:secret@/db", "host"},
           {"postgres://u:secret@h", "database"},
           {"postgres://u:secret@h/", "database"},
           {"postgres://u:secret@h?sslmode=require", "database"},
           {"postgres://u:secret@h/db/more", "database"},
           {"postgres://u:secret@h/db\n", "control character"},
           {"postgres://u:secret@h/d b", "space"},
           {"postgres://u:secret@h/db#x", "%23"},
           {"postgres://u:12#secret@h/db", "%23"},
           {"postgres://u:12/secret@h/db", "%2F"},
           {"postgres://u:12?secret@h/db", "%3F"},
           {"postgres://u:p@127.0.0.1@db.example.com/db", "%40"},
           {"postgres://u:%zzsecret@h/db", "%25"},
           {"postgres://u:secret%@h/db", "%25"},
           {"postgres://u:secret%00@h/db", "%25"},
           {"postgres://u:secret%ff@h/db", "%25"},
           {"postgres://u:secret@h:0/db", "port"},
           {"postgres://u:secret@h:/db", "port"},
           {"postgres://u:secret@h:65536/db", "port"},
           {"postgres://u:secret@h:5432:1/db", "port"},
           {"postgres://u:secret@[::1]x/db", "port"},
           {"postgres://u:secret@h:05432/db", "port"},
           {"postgres://u:secret@h1,h2/db", "host"},
           {"postgres://u:secret@%2Fvar/db", "host"},
           {"postgres://u:secret@127.1/db", "host"},
           {"postgres://u:secret@127.0.0.01/db", "host"},
           {"postgres://u:secret@127.0.0.256/db", "host"},
           {"postgres://u:secret@localhost./db", "host"},
           {"postgres://u:secret@::1/db", "host"},
           {"postgres://u:secret@h/db?sslmode=disable", "TLS"},
           {"postgres://u:secret@h/db?sslmode=prefer", "TLS"},
           {"postgres://u:secret@h/db?sslmode=allow", "TLS"},
           {"postgres://u:secret@h/db?sslmode=no-verify", "TLS"},
           {"postgres://u:secret@h/db?sslmode=require&sslmode=disable", "sslmode twice"},
           {"postgres://u:secret@h/db?ssl%6Dode=disable", "plain name"},
           {"postgres://u:secret@h/db?SSLMODE=disable", "plain name"},
           {"postgres://u:secret@h/db?sslmode=requir%65", "sslmode"},
           {"postgres://u:secret@h/db?", "name=value"},
           {"postgres://u:secret@h/db?sslmode=require&", "name=value"},
           {"postgres://u:secret@localhost/db?host=other", "host"},
           {"postgres://u:secret@localhost/db?port=6543", "port"},
           {"postgres://u@h/db?password=secret", "password"},
           {"postgres://u:secret@h/db?uselibpqcompat=true", "uselibpqcompat"},
           {"postgres://u:secret@h/db?pgbouncer=true", "pgbouncer"},
           {"postgres://u:secret@h/db?schema=public", "schema"},
           {"postgres://u:secret@h/db?sslrootcert=secret.crt", "sslrootcert"},
           {"postgres://u:secret@h/db?connect_timeout=3", "CONNECT_TIMEOUT_MS"},
           {"postgres://u:secret@aws-0-eu.pooler.supabase.com:6543/postgres", "5432"},
           {"postgres://u:secret@DB.abc.Supabase.CO:6543/postgres?sslmode=require", "5432"},
           {"postgres://u:secret@db.abc.supabase.co.:6543/postgres", "host"},
       }) {
    CAPTURE(each.url);
    const Connection refused = connection("", each.url);
    CHECK(refused.host.empty());
    CHECK(refused.password.empty());
    CHECK(contains(refused.problem, each.reason));
    CHECK(contains(refused.problem, "DATABASE_URL"));
    CHECK_FALSE(contains(refused.problem, "secret"));
  }
  CHECK(contains(connection("", "").problem, "HYPERDRIVE"));
  CHECK(contains(connection("mysql://x", "").problem, "HYPERDRIVE"));
}
