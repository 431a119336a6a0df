#include "wasm/api/connection.hpp"

#include <algorithm>
#include <optional>

#include "wasm/json/text.hpp"

namespace budgeting::api {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::string_view decimal_digits = "0123456789";
constexpr std::string_view to_encode =
    ": in user, password and database, @ / ? # and % are written %40 %2F %3F %23 and %25";

int hex(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool is_control(char c) noexcept { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

/// The percent-decoded text; nothing if PostgreSQL could not accept it.
std::optional<std::string> decoded(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    char byte = text[at];
    if (byte == '%') {
      if (text.size() - at < 3 || hex(text[at + 1]) < 0 || hex(text[at + 2]) < 0) return {};
      byte = static_cast<char>(hex(text[at + 1]) * 16 + hex(text[at + 2]));
      at += 2;
    }
    if (is_control(byte)) return {};
    result += byte;
  }
  if (json::first_invalid_utf8(result) != result.size()) return {};
  return result;
}

bool is_number(std::string_view text, std::uint32_t most) noexcept {
  if (text.empty() || text.size() > 5 || text.find_first_not_of(decimal_digits) != npos) return false;
  if (text.size() > 1 && text.front() == '0') return false;
  std::uint32_t number = 0;
  for (const char digit : text) number = number * 10 + static_cast<std::uint32_t>(digit - '0');
  return number <= most;
}

/// Removes the text up to the first `mark` and the mark itself, and returns that text; takes all of it if
/// there is no mark.
std::string_view take(std::string_view& text, char mark) noexcept {
  const std::string_view front = text.substr(0, text.find(mark));
  text.remove_prefix(std::min(front.size() + 1, text.size()));
  return front;
}

bool is_ipv4(std::string_view host) noexcept {
  if (std::count(host.begin(), host.end(), '.') != 3) return false;
  for (int octet = 0; octet < 4; ++octet) {
    if (!is_number(take(host, '.'), 255)) return false;
  }
  return true;
}

/// A host name or an IPv4 address. Any other host that ends in a number is rejected: some parsers would read
/// it as an address.
bool is_host(std::string_view host) noexcept {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string_view label;
  std::string_view rest = host;
  do {
    label = take(rest, '.');
    if (label.empty() || label.find_first_not_of(letters) != npos) return false;
    if (label.front() == '-' || label.back() == '-') return false;
  } while (!rest.empty());
  if (host.back() == '.') return false;
  return label.front() < '0' || label.front() > '9' || is_ipv4(host);
}

bool is_ipv6(std::string_view address) noexcept {
  return std::count(address.begin(), address.end(), ':') >= 2 &&
         address.find_first_not_of("0123456789abcdef:.") == npos;
}

bool is_this_machine(std::string_view host) noexcept {
  return host == "localhost" || host == "::1" || (host.starts_with("127.") && is_ipv4(host));
}

bool is_supabase(std::string_view host) noexcept {
  return host.ends_with(".supabase.com") || host.ends_with(".supabase.co");
}

/// A parameter that other programs support and this one does not, with advice.
struct Unsupported {
  std::string_view name;
  std::string_view advice;
};

constexpr Unsupported unsupported[] = {
    {"sslrootcert", ", which is a file, and a Worker has none; Hyperdrive takes an authority of one's own"},
    {"connect_timeout", "; the variable CONNECT_TIMEOUT_MS is there for that"},
    {"uselibpqcompat", ", which turns verification off"},
};

/// Reads `host[:port]`; returns the problem, or nothing.
std::string_view read_host(std::string_view text, Connection& parts) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  std::string_view rest = lower;
  const bool is_bracketed = rest.starts_with('[');
  if (is_bracketed) {
    rest.remove_prefix(1);
    if (rest.find(']') == npos) return " names no host";
    parts.host = take(rest, ']');
  } else {
    const std::size_t colon = rest.find(':');
    parts.host = rest.substr(0, colon);
    rest.remove_prefix(parts.host.size());
  }
  if (parts.host.empty()) return " names no host";
  if (is_bracketed ? !is_ipv6(parts.host) : !is_host(parts.host)) {
    return "'s host must be one name, an IPv4 address or an IPv6 address in brackets";
  }
  parts.port = rest.empty() ? "5432" : rest.substr(1);
  if ((!rest.empty() && rest.front() != ':') || !is_number(parts.port, 65535) || parts.port == "0") {
    return "'s port must be a number from 1 to 65535";
  }
  return {};
}

/// Reads `name=value&...`; returns the problem, or nothing.
std::string read_parameters(std::string_view query, Connection& parts) {
  std::string mode;
  bool has_binding = false;
  while (true) {
    const bool is_last = query.find('&') == npos;
    std::string_view value = take(query, '&');
    const bool is_pair = value.find('=') != npos;
    const std::string name(take(value, '='));
    if (!is_pair || name.empty() || name.size() > 40 ||
        name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") != npos) {
      return " has a parameter that is not written as name=value with a plain name";
    }
    // Accepted but ignored: verifying the certificate already gives the protection that it is for.
    const bool is_binding = name == "channel_binding";
    if (name != "sslmode" && !is_binding) {
      for (const Unsupported& known : unsupported) {
        if (name == known.name)
          return " has the parameter " + name + std::string(known.advice) + ": take it out";
      }
      return " has the parameter " + name + ", which the Worker does not know: take it out";
    }
    if (is_binding ? has_binding : !mode.empty()) return " has the parameter " + name + " twice";
    if (value.empty() || value.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") != npos) {
      return "'s parameter " + name + " has no value that is known";
    }
    if (is_binding) {
      has_binding = true;
    } else {
      mode = value;
    }
    if (is_last) break;
  }
  if (mode.empty()) return {};
  if (mode == "require" || mode == "verify-ca" || mode == "verify-full") {
    parts.tls = true;
    return {};
  }
  if (mode == "disable" && !parts.tls) return {};
  return " must not turn TLS or its verification off: set sslmode=verify-full";
}

/// The parts of a connection string. The problem, if any, is worded to follow the variable's name.
std::string read(std::string_view url, Connection& parts) {
  if (std::any_of(url.begin(), url.end(), [](char c) { return is_control(c) || c == ' '; })) {
    return " holds a space or a control character, at its end perhaps";
  }
  if (!url.starts_with("postgres://") && !url.starts_with("postgresql://")) {
    return " must begin with postgres:// or postgresql://";
  }
  const std::string_view rest = url.substr(url.find("://") + 3);
  if (rest.find('#') != npos) return " holds a #" + std::string(to_encode);
  const auto ats = std::count(rest.begin(), rest.end(), '@');
  const std::size_t at = rest.find('@');
  const std::size_t slash = rest.find_first_of("/?");
  if (ats == 0) return " names no user";
  if (ats > 1 || slash < at) return " cannot be taken apart" + std::string(to_encode);
  if (slash == npos || rest[slash] != '/') return " names no database";

  std::string_view password = rest.substr(0, at);
  const auto user = decoded(take(password, ':'));
  const auto secret = decoded(password);
  std::string_view query = rest.substr(slash + 1);
  const bool has_query = query.find('?') != npos;
  const std::string_view name = take(query, '?');
  const auto database = decoded(name);
  if (!user || !secret || !database) {
    return " holds a % that is no encoded character" + std::string(to_encode);
  }
  if (user->empty()) return " names no user";
  if (database->empty()) return " names no database";
  if (name.find('/') != npos) return "'s database holds a /" + std::string(to_encode);
  parts.user = *user;
  parts.password = *secret;
  parts.database = *database;
  const std::string_view problem = read_host(rest.substr(at + 1, slash - at - 1), parts);
  if (!problem.empty()) return std::string(problem);
  if (parts.port == "6543" && is_supabase(parts.host)) {
    return " uses Supabase's transaction pooler on port 6543; use the direct connection on 5432";
  }
  parts.tls = !is_this_machine(parts.host);
  return has_query ? read_parameters(query, parts) : std::string();
}

}  // namespace

Connection connect(const ConnectRequest& request) {
  const auto [hyperdrive, database_url] = request;
  Connection parts;
  // The string is Cloudflare's own, with a password that is not percent-encoded, so the parts are taken from
  // the binding.
  if (!hyperdrive.empty()) {
    if (!hyperdrive.starts_with("postgres://") && !hyperdrive.starts_with("postgresql://")) {
      parts.problem = "HYPERDRIVE must begin with postgres:// or postgresql://";
    }
    return parts;
  }
  if (database_url.empty()) {
    parts.problem = "neither the binding HYPERDRIVE nor the variable DATABASE_URL is set";
    return parts;
  }
  const std::string problem = read(database_url, parts);
  if (problem.empty()) return parts;
  Connection refused;
  refused.problem = "DATABASE_URL" + problem;
  return refused;
}

}  // namespace budgeting::api
