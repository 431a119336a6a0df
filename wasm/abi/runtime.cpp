// What the C++ runtime would bring: its ways to die print a message first, and so pull in stdio and the
// imports that come with it. Here they trap, and the module needs nothing from its host.

#include <cstddef>  // brings libc++'s configuration

extern "C" {

[[noreturn]] void abort_message(const char* /*format*/, ...) { __builtin_trap(); }
[[noreturn]] void __abort_message(const char* /*format*/, ...) { __builtin_trap(); }
#ifdef __EMSCRIPTEN__  // its own abort() calls this
[[noreturn]] void __wasi_proc_exit(unsigned /*status*/) { __builtin_trap(); }
#else
[[noreturn]] void abort() { __builtin_trap(); }
#endif

/// Static objects live as long as the instance.
int __cxa_atexit(void (* /*destroy*/)(void*), void* /*object*/, void* /*module*/) { return 0; }

/// simdjson asks for SIMDJSON_FORCE_IMPLEMENTATION; there is no environment.
char* getenv(const char* /*name*/) { return nullptr; }

}  // extern "C"

_LIBCPP_BEGIN_NAMESPACE_STD
[[noreturn]] void __libcpp_verbose_abort(const char* /*format*/, ...) noexcept { __builtin_trap(); }
_LIBCPP_END_NAMESPACE_STD
