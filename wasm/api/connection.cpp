#include "wasm/api/connection.hpp"

namespace budgeting::api {
namespace {

struct Address {
  std::string_view host;
  std::string_view port;
};

/// Host and port of `scheme://[user[:password]@]host[:port][/...][?...]` without its scheme.
Address address_of(std::string_view rest) noexcept {
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  const std::size_t at = authority.rfind('@');
  const std::string_view host_port = at == std::string_view::npos ? authority : authority.substr(at + 1);
  const std::size_t bracket = host_port.rfind(']');  // of an IPv6 address
  const std::size_t colon = host_port.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon == std::string_view::npos) return {host_port, {}};
  return {host_port.substr(0, colon), host_port.substr(colon + 1)};
}

/// The value of a query parameter, empty if it is not there.
std::string_view parameter(std::string_view url, std::string_view name) noexcept {
  const std::size_t mark = url.find('?');
  std::string_view query = mark == std::string_view::npos ? std::string_view{} : url.substr(mark + 1);
  while (!query.empty()) {
    const std::size_t ampersand = query.find('&');
    const std::string_view pair = query.substr(0, ampersand);
    if (pair.starts_with(name) && pair.substr(name.size()).starts_with('=')) {
      return pair.substr(name.size() + 1);
    }
    if (ampersand == std::string_view::npos) break;
    query.remove_prefix(ampersand + 1);
  }
  return {};
}

bool is_this_machine(std::string_view host) noexcept {
  return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

bool is_supabase(std::string_view host) noexcept {
  return host.ends_with(".supabase.com") || host.ends_with(".supabase.co");
}

}  // namespace

Connection connection(std::string_view hyperdrive, std::string_view database_url) {
  const bool by_hyperdrive = !hyperdrive.empty();
  const std::string_view url = by_hyperdrive ? hyperdrive : database_url;
  const std::string name = by_hyperdrive ? "HYPERDRIVE" : "DATABASE_URL";
  if (url.empty()) {
    return {{}, "neither the binding HYPERDRIVE nor the variable DATABASE_URL is set"};
  }
  if (!url.starts_with("postgres://") && !url.starts_with("postgresql://")) {
    return {{}, name + " must begin with postgres:// or postgresql://"};
  }
  const Address address = address_of(url.substr(url.find("://") + 3));
  if (address.host.empty()) return {{}, name + " names no host"};
  if (address.port == "6543" && is_supabase(address.host)) {
    return {{}, name + " uses Supabase's transaction pooler on port 6543; use the direct connection on 5432"};
  }
  if (by_hyperdrive || is_this_machine(address.host)) return {std::string(url), {}};

  const std::string_view mode = parameter(url, "sslmode");
  if (mode.empty()) {
    const bool has_query = url.find('?') != std::string_view::npos;
    return {std::string(url) + (has_query ? "&" : "?") + "sslmode=verify-full", {}};
  }
  if (mode == "require" || mode == "verify-ca" || mode == "verify-full") return {std::string(url), {}};
  return {{}, name + " must not turn TLS off: set sslmode=verify-full"};
}

}  // namespace budgeting::api
