#include "wasm/http/answer.hpp"

namespace budgeting::http {

std::vector<Header> json_headers() {
  return {{"content-type", "application/json; charset=utf-8"}, {"cache-control", "no-store"}};
}

}  // namespace budgeting::http
