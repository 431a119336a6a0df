#pragma once

#include <sanitizer/allocator_interface.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string_view>

/// What all fuzz targets do with what they find, and with memory.
namespace fuzz {

/// Ends the program, which libFuzzer takes for a find, unless `holds`.
inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "\nBROKEN: %s\n", what);
  __builtin_trap();
}

/// Runs a target, and sees that every byte it allocated was given back. The first runs may keep some: what
/// the C++ library allocates once, on whichever way through the code it is needed first.
template <class Run>
int measured(const std::uint8_t* data, std::size_t size, Run run) {
  static int runs_to_warm_up = 100;
  const std::size_t before = __sanitizer_get_current_allocated_bytes();
  run(std::string_view(reinterpret_cast<const char*>(data), size));
  const std::size_t after = __sanitizer_get_current_allocated_bytes();
  require(runs_to_warm_up > 0 || before == after, "memory is back at its starting level");
  if (runs_to_warm_up > 0) --runs_to_warm_up;
  return 0;
}

/// Takes what stands before the next line's end off the front of `text`.
inline std::string_view take_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(line.size() < text.size() ? line.size() + 1 : line.size());
  return line;
}

}  // namespace fuzz
