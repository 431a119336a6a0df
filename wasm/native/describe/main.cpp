// Prints the API's description, as OpenAPI 3.1: `describe_api <version>`.
#include <cstdio>
#include <cstdlib>

#include "wasm/native/describe/document.hpp"

namespace budgeting::describe {

[[noreturn]] void give_up(std::string_view what, std::string_view about) {
  const std::string message = std::string(what) + " " + std::string(about) + "\n";
  std::fputs(message.c_str(), stderr);
  std::exit(1);  // NOLINT: one thread
}

}  // namespace budgeting::describe

int main(int count, char** arguments) {
  if (count != 2) {
    std::fputs("usage: describe_api <version>\n", stderr);
    return 2;
  }
  std::puts(budgeting::describe::document(arguments[1]).c_str());
}
