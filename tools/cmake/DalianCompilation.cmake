# What makes compilation quicker: ccache, or without it precompiled headers; both together know nothing of what another
# checkout has compiled. ccache takes paths below the checkout as relative, so a new clone compiles in what others left
# (asan's debug lines may then name the folder of the first). Precompiled for tests, and in sanitized builds for libraries too: elsewhere a source that includes
# its own header first shows that this compiles alone.
find_program(CCACHE ccache)
set(wanted ON)
if("$ENV{CCACHE_DISABLE}" OR NOT CCACHE)
  set(wanted OFF)
endif()
option(DALIAN_CCACHE "Compile through ccache; else with precompiled headers" ${wanted})
if(DALIAN_CCACHE)
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
  return()
endif()

set(DALIAN_PRECOMPILE ON)
set(common_headers <algorithm> <array> <atomic> <chrono> <cmath> <filesystem> <fstream> <functional> <map> <memory> <mutex>
                   <optional> <random> <set> <span> <string> <string_view> <thread> <unordered_map> <variant> <vector>
                   <fmt/format.h> <twin/wire/wire.pb.h>)
file(CONFIGURE OUTPUT precompiled.cpp CONTENT "int main() {}\n")

# One is a library and one an executable, as what takes them is: the flags must be the same.
add_library(precompiled_for_libraries OBJECT EXCLUDE_FROM_ALL "${CMAKE_BINARY_DIR}/precompiled.cpp")
target_link_libraries(precompiled_for_libraries PRIVATE dalian_options twin_wire_proto)
target_precompile_headers(precompiled_for_libraries PRIVATE ${common_headers})
add_executable(precompiled_for_tests EXCLUDE_FROM_ALL "${CMAKE_BINARY_DIR}/precompiled.cpp")
target_link_libraries(precompiled_for_tests PRIVATE dalian_options twin_wire_proto GTest::gmock)
target_precompile_headers(precompiled_for_tests PRIVATE ${common_headers} <gmock/gmock.h> <gtest/gtest.h>)
