// The exported functions. A call goes: `input(size)` gives a place for the request, which is written there;
// the function takes its size and gives the place of its result; `release()` once that was read. Until then
// all memory of the call stays where it is, and then it is overwritten with zeroes: the shim keeps no view of
// it. `codec.hpp` has the layout of messages, `messages.hpp` those that there are.

#include "wasm/abi/memory.hpp"
#include "wasm/abi/version.hpp"

#define BUDGETING_EXPORT(name) extern "C" __attribute__((export_name(#name)))

namespace {

namespace abi = budgeting::abi;
namespace api = budgeting::api;

/// Room for what stands around the longest text of a result, so that it is not copied again.
constexpr std::size_t usual_bytes = 1024;

std::size_t expected_bytes(const api::Next& next) {
  return next.answer ? next.answer->body.size() + usual_bytes : usual_bytes;
}
std::size_t expected_bytes(const api::Plan& plan) { return plan.sql.size() + usual_bytes; }
std::size_t expected_bytes(const auto& /*result*/) { return usual_bytes; }

template <class Result, class Request>
const char* cross(Result (*function)(const Request&), std::uint32_t size) {
  const auto request = abi::read<Request>({abi::input(), size});
  const Result result = function(request);
  abi::Writer writer(expected_bytes(result));
  writer.put(result);
  return writer.bytes().data();
}

}  // namespace

/// The place for `size` bytes of a request.
BUDGETING_EXPORT(input) char* input(std::uint32_t size) { return abi::begin(size); }

/// Overwrites all that the call has written and gives the memory back.
BUDGETING_EXPORT(release) void release() { abi::end(); }

/// The version of the border, which both sides must have.
BUDGETING_EXPORT(version) std::uint32_t version() { return abi::version; }

BUDGETING_EXPORT(route) const char* route(std::uint32_t size) { return cross(api::route, size); }
BUDGETING_EXPORT(refuse) const char* refuse(std::uint32_t size) { return cross(api::refuse, size); }
BUDGETING_EXPORT(plan) const char* plan(std::uint32_t size) { return cross(api::plan, size); }
BUDGETING_EXPORT(connect) const char* connect(std::uint32_t size) { return cross(api::connect, size); }
BUDGETING_EXPORT(resume) const char* resume(std::uint32_t size) { return cross(api::resume, size); }
BUDGETING_EXPORT(fail) const char* fail(std::uint32_t size) { return cross(api::fail, size); }
