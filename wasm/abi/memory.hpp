#pragma once

#include <cstddef>

/// The arena: holds all memory of a call and frees it at once when the call ends.
namespace budgeting::abi {

/// Begins a call, with room for `size` bytes of arguments and the padding that simdjson reads past them.
char* begin(std::size_t size);
/// The place of the call's arguments.
const char* input();
/// Allocates memory that lives until the call ends. Traps when memory runs out: input limits are checked
/// earlier.
char* allocate(std::size_t size);
/// Ends the call and zeroes the memory it used, so that the next request cannot read data of this one.
void end();

}  // namespace budgeting::abi
