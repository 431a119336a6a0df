#pragma once

#include <cstddef>

/// The arena: all memory of a call, given back at once when it ends.
namespace budgeting::abi {

/// Begins a call with room for `size` bytes of arguments and what simdjson reads behind them.
char* begin(std::size_t size);
/// Where the arguments of the call are.
const char* input();
/// Memory until the call ends. Traps when there is no more: limits on input are checked before.
char* allocate(std::size_t size);
/// Ends the call: zeroes what it used, so that nothing of one request is readable by the next.
void end();

}  // namespace budgeting::abi
