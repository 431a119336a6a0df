// Replacements for parts of the C++ runtime. The originals print a message before they abort, which pulls in
// stdio and the imports that it needs. These trap instead, so the module needs no imports from its host.

#include <cstddef>  // defines libc++'s configuration macros

extern "C" {

[[noreturn]] void abort_message(const char* /*format*/, ...) { __builtin_trap(); }
[[noreturn]] void __abort_message(const char* /*format*/, ...) { __builtin_trap(); }
#ifdef __EMSCRIPTEN__  // Emscripten's abort() calls this
[[noreturn]] void __wasi_proc_exit(unsigned /*status*/) { __builtin_trap(); }
#else
[[noreturn]] void abort() { __builtin_trap(); }
#endif

/// Static objects are never destroyed: they live as long as the instance.
int __cxa_atexit(void (* /*destroy*/)(void*), void* /*object*/, void* /*module*/) { return 0; }

/// simdjson reads the variable SIMDJSON_FORCE_IMPLEMENTATION; there is no environment here.
char* getenv(const char* /*name*/) { return nullptr; }

}  // extern "C"

_LIBCPP_BEGIN_NAMESPACE_STD
[[noreturn]] void __libcpp_verbose_abort(const char* /*format*/, ...) noexcept { __builtin_trap(); }
_LIBCPP_END_NAMESPACE_STD
