# WebAssembly by Emscripten: a newer one by EMSDK, else Debian's.
if(DEFINED ENV{EMSDK})
  include("$ENV{EMSDK}/upstream/emscripten/cmake/Modules/Platform/Emscripten.cmake")
else()
  include(/usr/share/emscripten/cmake/Modules/Platform/Emscripten.cmake)
endif()

# The same as for wasi-libc: small where it does not count, hardened containers where the library has them.
set(CMAKE_CXX_FLAGS_INIT
  "-flto -fvisibility=hidden -fwhole-program-vtables -fvirtual-function-elimination -fno-exceptions -fno-rtti -D_LIBCPP_HARDENING_MODE=_LIBCPP_HARDENING_MODE_FAST")
set(CMAKE_CXX_FLAGS_RELEASE "-Oz -DNDEBUG")
set(CMAKE_EXE_LINKER_FLAGS_INIT
  "-flto -sSTANDALONE_WASM --no-entry -sFILESYSTEM=0 -sTOTAL_STACK=262144 -sINITIAL_MEMORY=4194304 -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=67108864")
