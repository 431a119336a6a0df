#pragma once

#include <string>
#include <string_view>

namespace budgeting::api {

/// What to connect with, or why there is nothing to connect with (for the log; never holds a secret).
struct Connection {
  std::string string;
  std::string problem;
};

/// Chooses the connection string: Hyperdrive's, else that of the variable `DATABASE_URL`. Hyperdrive speaks
/// TLS to the database itself; without it TLS is required to any host but this machine. Supabase's pooler
/// on port 6543 is refused: between a pooler of its own and Hyperdrive's, statements fail now and then.
Connection connection(std::string_view hyperdrive, std::string_view database_url);

}  // namespace budgeting::api
