# WebAssembly by clang and wasi-libc: a wasi-sdk release at WASI_SDK_PATH, else Debian's packages.
set(CMAKE_SYSTEM_NAME WASI)
set(CMAKE_SYSTEM_PROCESSOR wasm32)
list(APPEND CMAKE_MODULE_PATH "${CMAKE_CURRENT_LIST_DIR}")
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)

if(DEFINED ENV{WASI_SDK_PATH})
  set(WASI_BIN "$ENV{WASI_SDK_PATH}/bin/")
  set(CMAKE_SYSROOT "$ENV{WASI_SDK_PATH}/share/wasi-sysroot")
  set(WASI_FLAGS "")
  set(WASI_SUFFIX "")
else()
  # Debian keeps the target's headers beside the host's; without -nostdlibinc the host's leak in.
  set(WASI_BIN "/usr/bin/")
  set(WASI_FLAGS "-nostdlibinc -isystem /usr/include/wasm32-wasi/c++/v1 -isystem /usr/include/wasm32-wasi")
  set(WASI_SUFFIX "-22")
endif()
set(CMAKE_CXX_COMPILER "${WASI_BIN}clang++${WASI_SUFFIX}")
set(CMAKE_AR "${WASI_BIN}llvm-ar${WASI_SUFFIX}")
set(CMAKE_RANLIB "${WASI_BIN}llvm-ranlib${WASI_SUFFIX}")
set(CMAKE_CXX_COMPILER_TARGET wasm32-wasi)

# Hardened libc++: an index out of range traps, and a trap is one 500 and a fresh instance.
set(CMAKE_CXX_FLAGS_INIT
  "${WASI_FLAGS} -Wno-deprecated -flto -fvisibility=hidden -fwhole-program-vtables -fvirtual-function-elimination -fno-exceptions -fno-rtti -D_LIBCPP_HARDENING_MODE=_LIBCPP_HARDENING_MODE_FAST")
# Small where it does not count; what touches every byte of a body is built for speed (CMakeLists.txt).
set(CMAKE_CXX_FLAGS_RELEASE "-Oz -DNDEBUG")
# 4 MiB hold a usual request without growing; 64 MiB are the most a request may ever take.
set(CMAKE_EXE_LINKER_FLAGS_INIT
  "-mexec-model=reactor -flto -Wl,--gc-sections -Wl,--strip-all -Wl,-z,stack-size=262144 -Wl,--initial-memory=4194304 -Wl,--max-memory=67108864")
