#pragma once

#include <string>
#include <string_view>

namespace budgeting::api {

/// The parts to connect with, decoded; or why there is nothing to connect with (for the log; never holds a
/// secret). Without a host it is the binding itself that is connected with.
struct Connection {
  std::string host;
  std::string port;
  std::string user;
  std::string password;
  std::string database;
  bool tls = false;  ///< with a certificate that is verified, and a host that is its own
  std::string problem;
};

struct ConnectRequest {
  std::string_view hyperdrive = {};    ///< the binding's connection string; empty without a binding
  std::string_view database_url = {};  ///< the variable `DATABASE_URL`
};

/// Chooses between Hyperdrive, which speaks TLS to the database itself, and the variable `DATABASE_URL`,
/// which is taken apart here, once:
/// `postgres://user[:password]@host[:port]/database[?sslmode=...]`. What could be read in two ways, is
/// repeated or unknown is refused. TLS is required to any host but this machine. Supabase's pooler on port
/// 6543 is refused: statements fail through it now and then. tools/database/connection-string.mjs has the
/// same grammar.
Connection connect(const ConnectRequest& request);

}  // namespace budgeting::api
