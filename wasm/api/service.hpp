#pragma once

#include "wasm/api/common.hpp"

/// What is asked of the service itself, by whoever watches over it: nobody has to be signed in.
namespace budgeting::api {

namespace service {

/// The newest migration, which each one names in the comment on the schema; the core needs its tables.
inline constexpr std::string_view schema_version = "20261128000200";

/// A round trip, and whether the tables are those that the core knows. No row: they are older, or not there.
/// Only a database in UTF8 takes every text that the API does, and counts characters as it does.
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
             // Whoever asks, and however often, costs a connection a second.
             .shared_milliseconds = 1000},
};

}  // namespace budgeting::api
