#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/core/api/planning.hpp"
#include "wasm/api/endpoints.hpp"

using namespace budgeting;

namespace {

using Segments = std::vector<std::string>;

/// What the core has; that this is what docs/api.md lists is a test of the Worker.
const std::vector<std::pair<std::string, std::string>> routes = [] {
  std::vector<std::pair<std::string, std::string>> list;
  for (const api::Endpoint& endpoint : api::endpoints()) {
    list.emplace_back(http::name_of(endpoint.method), endpoint.path);
  }
  return list;
}();

Segments split(const std::string& path) {
  Segments segments;
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    if (end > at) segments.push_back(path.substr(at, end - at));
    at = end + 1;
  }
  return segments;
}

/// The methods of a path, and the path as it is declared: of all that fit, the one whose segments, with a
/// parameter as the last letter there is, come first.
struct Naive {
  std::string pattern;
  std::vector<std::string> methods;
};

Naive naive(const Segments& path) {
  std::map<Segments, Naive> fits;
  for (const auto& [method, pattern] : routes) {
    Segments rank = split(pattern);
    if (rank.size() != path.size()) continue;
    bool fit = true;
    for (std::size_t at = 0; at < rank.size(); ++at) {
      if (rank[at].front() == ':') {
        rank[at] = "\x7F";
      } else {
        fit = fit && rank[at] == path[at];
      }
    }
    if (!fit) continue;
    fits[rank].pattern = pattern;
    fits[rank].methods.emplace_back(method);
  }
  return fits.empty() ? Naive{} : fits.begin()->second;
}

/// Whether a text is a path's number: compared as text, digit by digit.
bool is_number(const std::string& text, const std::string& most) {
  if (text.empty() || text.front() == '0' || text.size() > most.size()) return false;
  const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits && (text.size() < most.size() || text <= most);
}

/// Whether a text is an integer as a path writes years; of those here, some fit no column.
bool is_year(std::string text) {
  if (!text.empty() && text.front() == '-') text.erase(0, 1);
  return text == "0" ||
         (text.find_first_not_of("0123456789") == std::string::npos && !text.empty() && text.front() != '0');
}

/// What a request without a body is answered with: 0 if its statement is to run.
int expected_status(const std::string& method, const Segments& path, const Naive& route) {
  if (route.methods.empty()) return 404;
  if (method == "OPTIONS") return 204;
  const std::string wanted = method == "HEAD" ? "GET" : method;
  if (std::find(route.methods.begin(), route.methods.end(), wanted) == route.methods.end()) return 405;
  const Segments declared = split(route.pattern);
  for (std::size_t at = 0; at < path.size(); ++at) {
    if (declared[at].front() != ':') continue;
    if (declared[at] != ":year") {
      if (!is_number(path[at], "9007199254740991")) return 400;
    } else if (!is_year(path[at])) {
      return 400;
    } else if (path[at] == "2147483648" || path[at].size() > 10) {
      return 404;  // no column holds that year
    }
  }
  const bool takes_body = wanted == "POST" || wanted == "PATCH";
  return takes_body ? 400 : 0;  // its body is missing
}

std::string allowed(const Naive& route) {
  std::string list;
  for (const std::string& method : route.methods) {
    list += (list.empty() ? "" : ", ") + method;
    if (method == "GET") list += ", HEAD";
  }
  return list;
}

/// The path as a client may write it: some characters escaped, slashes doubled or at the end, a query.
std::string written(const Segments& path, std::mt19937& random) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string url = random() % 2 == 0 ? "https://host.example" : "";
  for (const std::string& segment : path) {
    url += random() % 8 == 0 ? "//" : "/";
    for (const char character : segment) {
      const auto byte = static_cast<unsigned char>(character);
      const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '-';
      if (plain && random() % 12 != 0) {
        url += character;
      } else {
        url += '%';
        url += hex[byte >> 4U];
        url += hex[byte & 0xFU];
      }
    }
  }
  if (path.empty()) url += '/';
  if (random() % 6 == 0) url += '/';
  if (random() % 6 == 0) url += "?next=/api/months/1";
  return url;
}

class Requests {
 public:
  Requests() {
    for (const auto& route : routes) {
      for (const std::string& segment : split(route.second)) {
        if (segment.front() != ':') words_.push_back(segment);
      }
    }
    for (const char* other :
         {"1", "7", "2025", "2147483647", "2147483648", "9007199254740991", "9007199254740992", "0", "01",
          "-1", "1.5", "12abc", ":id", "API", "month", "latest ", "a/b", "%31", ".."}) {
      words_.emplace_back(other);
    }
  }

  std::string method() {
    constexpr const char* methods[] = {"GET", "POST",    "PATCH", "DELETE", "GET",
                                       "PUT", "OPTIONS", "HEAD",  "get",    ""};
    return methods[random_() % std::size(methods)];
  }

  /// A declared path, mostly with a change or two.
  Segments path() {
    Segments path = split(routes[random_() % routes.size()].second);
    for (std::string& segment : path) {
      if (segment.front() == ':') segment = random_() % 3 == 0 ? word() : std::to_string(1 + random_() % 99);
    }
    for (std::size_t change = random_() % 3; change > 0; --change) {
      const std::size_t at = random_() % (path.size() + 1);
      const auto place = path.begin() + static_cast<std::ptrdiff_t>(at);
      if (at == path.size() || random_() % 4 == 0) {
        path.insert(place, word());
      } else if (random_() % 3 == 0) {
        path.erase(place);
      } else {
        *place = word();
      }
      if (path.empty()) break;
    }
    return path;
  }

  std::mt19937& random() { return random_; }

 private:
  std::string word() { return words_[random_() % words_.size()]; }

  std::mt19937 random_{23};
  std::vector<std::string> words_;
};

}  // namespace

TEST_CASE("every declared route, and only those: 20,000 random requests against a plain matcher") {
  Requests requests;
  std::map<int, int> seen;
  for (int round = 0; round < 20'000; ++round) {
    const Segments path = requests.path();
    const std::string method = requests.method();
    const std::string url = written(path, requests.random());
    CAPTURE(method);
    CAPTURE(url);
    const Naive route = naive(path);
    const int status = expected_status(method, path, route);
    const api::Plan plan = planned({.method = method, .url = url});
    ++seen[status];
    REQUIRE((plan.refusal ? plan.refusal->status : 0) == status);
    if (status == 0) {
      const auto endpoints = api::endpoints();
      const auto endpoint = std::find_if(endpoints.begin(), endpoints.end(), [&](const api::Endpoint& each) {
        return each.path == route.pattern && name_of(each.method) == (method == "HEAD" ? "GET" : method);
      });
      REQUIRE(endpoint != endpoints.end());
      REQUIRE(plan.sql == query::text(endpoint->statement, false));
    }
    if (status != 405 && status != 204) continue;
    for (const http::Header& header : plan.refusal->headers) {
      if (header.name == "allow") REQUIRE(header.value == allowed(route));
    }
  }
  for (const int status : {0, 204, 400, 404, 405}) CHECK(seen[status] > 250);
}

TEST_CASE("methods are recognized by their names") {
  for (const char* name : {"GET", "HEAD", "OPTIONS", "POST", "PATCH", "DELETE"}) {
    const auto method = http::method_of(name);
    REQUIRE(method);
    CHECK(http::name_of(*method) == name);
  }
  for (const char* name : {"", "get", "GET ", "PUT", "CONNECT"}) CHECK_FALSE(http::method_of(name));
}
