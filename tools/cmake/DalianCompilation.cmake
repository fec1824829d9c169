# What makes compilation quicker: precompiled headers, three times at first, and ccache from the second build on, also of a
# new clone: it takes paths below the checkout as relative (debug lines may then name the folder of another). Precompiled for
# tests and programs, and in builds with sanitizers or for coverage (whose tests are not optimised) for libraries too:
# elsewhere a source that includes its own header first shows that this compiles alone.
find_program(CCACHE ccache)
option(DALIAN_CCACHE "Compile through ccache" ON)
if(DALIAN_CCACHE AND CCACHE)
  # The sloppiness is what ccache's manual asks for with precompiled headers; no source here uses __TIME__ or __DATE__.
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
               CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

# -fpch-preprocess and -fno-pch-timestamp let ccache see through a precompiled header. g++ 12 forgets which of its lines are
# a system header's and warns of std::string falsely; clang and what is not precompiled still look there.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set(DALIAN_PRECOMPILED_OPTIONS -fpch-preprocess -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow
                                 -Wno-stringop-overread -Wno-maybe-uninitialized)
else()
  set(DALIAN_PRECOMPILED_OPTIONS "SHELL:-Xclang -fno-pch-timestamp")
endif()
set(common_headers <algorithm> <array> <atomic> <chrono> <cmath> <filesystem> <fstream> <functional> <map> <memory> <mutex>
                   <optional> <random> <set> <span> <string> <string_view> <thread> <unordered_map> <variant> <vector>
                   <fmt/format.h> <twin/wire/wire.pb.h>)
file(CONFIGURE OUTPUT precompiled.cpp CONTENT "int main() {}\n")

# One is a library and two are executables, as what takes them is: the flags must be the same.
add_library(precompiled_for_libraries OBJECT EXCLUDE_FROM_ALL "${CMAKE_BINARY_DIR}/precompiled.cpp")
target_link_libraries(precompiled_for_libraries PRIVATE dalian_options twin_wire_proto)
target_precompile_headers(precompiled_for_libraries PRIVATE ${common_headers})
add_executable(precompiled_for_tests EXCLUDE_FROM_ALL "${CMAKE_BINARY_DIR}/precompiled.cpp")
target_link_libraries(precompiled_for_tests PRIVATE dalian_options twin_wire_proto GTest::gmock)
target_precompile_headers(precompiled_for_tests PRIVATE ${common_headers} <gmock/gmock.h> <gtest/gtest.h>)
add_executable(precompiled_for_programs EXCLUDE_FROM_ALL "${CMAKE_BINARY_DIR}/precompiled.cpp")
target_link_libraries(precompiled_for_programs PRIVATE dalian_options twin_wire_proto)
target_precompile_headers(precompiled_for_programs PRIVATE ${common_headers} <CLI/CLI.hpp> <nlohmann/json.hpp>)

foreach(what libraries programs tests)
  target_compile_options(precompiled_for_${what} PRIVATE ${DALIAN_PRECOMPILED_OPTIONS})
endforeach()

if(DALIAN_COVERAGE)
  target_compile_options(precompiled_for_tests PRIVATE -O0)
endif()

# use_precompiled(TARGET libraries|programs|tests)
function(use_precompiled target what)
  target_precompile_headers(${target} REUSE_FROM precompiled_for_${what})
  target_compile_options(${target} PRIVATE ${DALIAN_PRECOMPILED_OPTIONS})
endfunction()
