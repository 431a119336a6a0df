#pragma once

#include <string>
#include <string_view>

namespace budgeting::api {

/// The decoded parameters of the connection, or the reason why there are none (for the log; never contains a
/// secret). Without a host, the connection is made through the Hyperdrive binding itself.
struct Connection {
  std::string host;
  std::string port;
  std::string user;
  std::string password;
  std::string database;
  bool tls = false;  ///< with a verified certificate that is valid for the host
  std::string problem;
};

struct ConnectRequest {
  std::string_view hyperdrive = {};    ///< the binding's connection string; empty without a binding
  std::string_view database_url = {};  ///< the variable `DATABASE_URL`
};

/// Chooses between Hyperdrive, which itself uses TLS to the database, and the variable `DATABASE_URL`, which
/// is parsed only here: `postgres://user[:password]@host[:port]/database[?sslmode=...]`. Anything ambiguous,
/// repeated or unknown is rejected. TLS is required for every host except this machine. Supabase's pooler on
/// port 6543 is rejected, because statements occasionally fail through it.
/// tools/database/connection-string.mjs implements the same grammar.
Connection connect(const ConnectRequest& request);

}  // namespace budgeting::api
