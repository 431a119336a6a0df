#pragma once

#include "wasm/api/common.hpp"

/// Endpoints about the service itself, for monitoring: they need no sign-in.
namespace budgeting::api {

namespace service {

/// The newest migration; the core needs its tables. Each migration writes its name into the comment on the
/// schema.
inline constexpr std::string_view schema_version = "20261128000200";

/// Makes a round trip to the database and checks that its tables are new enough for the core; returns no row
/// if they are older or missing. Only a UTF8 database can store every text that the API accepts, and counts
/// characters as the API does.
constexpr void ready(query::Builder& sql) {
  sql << "select row_to_json(answer) as body, case when current_setting('server_encoding') <> 'UTF8' then"
         " 'encoding' end as problem from (select 'ready' as status, found.version as \"schemaVersion\""
         " from (select "
      << query::Schema::comment << " as version) as found where found.version >= '" << schema_version
      << "') as answer" << query::uncached;
}

inline constexpr std::array failures{
    Failure{"encoding", http::Code::unavailable, "The database's encoding must be UTF8"}};

}  // namespace service

inline constexpr std::array service_endpoints{
    Endpoint{.operation = "health", .method = http::Method::get, .path = "/api/health", .is_open = true},
    Endpoint{.operation = "ready",
             .method = http::Method::get,
             .path = "/api/ready",
             .statement = query::statement<service::ready>,
             .failures = service::failures,
             .is_open = true,
             // Limits the cost to one database query per second, however many requests come from however many
             // clients.
             .shared_milliseconds = 1000},
};

}  // namespace budgeting::api
