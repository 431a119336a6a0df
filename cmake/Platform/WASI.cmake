# CMake 3.25 has no platform file for WASI and warns without one; there is nothing to set.
