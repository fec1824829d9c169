# Helpers that give every target of the project the same warnings, sanitizers and include root.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(Protobuf REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(spdlog REQUIRED)
find_package(GTest REQUIRED)
find_package(benchmark REQUIRED)
find_package(cppzmq REQUIRED)
find_package(glm REQUIRED)
find_package(prometheus-cpp REQUIRED)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
# Its library, not its header alone: with assertions on, as here, that one aborts at `[[$`.
pkg_check_modules(TOMLPP REQUIRED IMPORTED_TARGET tomlplusplus)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(MOSQUITTO REQUIRED IMPORTED_TARGET libmosquitto)
pkg_check_modules(MICROHTTPD REQUIRED IMPORTED_TARGET libmicrohttpd)
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl)

find_program(MOLD mold)

# Assertions stay on in every build type: a broken promise must be seen, not shipped.
foreach(type RELEASE RELWITHDEBINFO)
  string(REPLACE "-DNDEBUG" "" CMAKE_CXX_FLAGS_${type} "${CMAKE_CXX_FLAGS_${type}}")
endforeach()
string(REPLACE "-O3" "-O2" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")

add_library(dalian_options INTERFACE)
target_include_directories(dalian_options INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(dalian_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Werror
                                                -ffp-contract=off)  # the same figures on every machine
target_link_libraries(dalian_options INTERFACE Threads::Threads fmt::fmt)
if(MOLD)
  target_link_options(dalian_options INTERFACE -fuse-ld=mold)
endif()
if(DALIAN_SANITIZE)
  set(DALIAN_SANITIZER_FLAGS -fsanitize=${DALIAN_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  if(CMAKE_CXX_COMPILER_ID STREQUAL Clang)
    if(DALIAN_SANITIZE MATCHES address)
      set(DALIAN_FUZZ ON)  # one build for tests and fuzzers: libFuzzer is part of clang
      list(APPEND DALIAN_SANITIZER_FLAGS -fsanitize=fuzzer-no-link)
    endif()
  else()
    list(APPEND DALIAN_SANITIZER_FLAGS -Wno-maybe-uninitialized)  # g++ 12 warns falsely in <regex> then
  endif()
  target_compile_options(dalian_options INTERFACE ${DALIAN_SANITIZER_FLAGS})
  target_link_options(dalian_options INTERFACE -fsanitize=${DALIAN_SANITIZE})
endif()
if(DALIAN_SANITIZE MATCHES address)
  add_library(keep_modules OBJECT "${CMAKE_SOURCE_DIR}/tools/check/keep_modules.cpp")
  set(DALIAN_SANITIZER_OBJECTS $<TARGET_OBJECTS:keep_modules>)
endif()

include(DalianCompilation)

add_custom_target(core_tests)  # label "core": what foreign bytes reach; needs neither screen nor baked assets
add_custom_target(plain_tests)  # of twin and connectors: what neither draws nor bakes (tools/check/coverage)
add_custom_target(programs)  # what a user starts; neither tests nor benches

# dalian_library(NAME SOURCES a.cpp … LINK lib …): a static library of one folder.
function(dalian_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK;PRIVATE_LINK" ${ARGN})
  if(ARG_SOURCES)
    add_library(${name} STATIC ${ARG_SOURCES})
    target_link_libraries(${name} PUBLIC dalian_options ${ARG_LINK} PRIVATE ${ARG_PRIVATE_LINK})
    if(DALIAN_SANITIZE OR DALIAN_COVERAGE)
      use_precompiled(${name} libraries)
    endif()
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE dalian_options ${ARG_LINK})
  endif()
  set_property(GLOBAL APPEND PROPERTY DALIAN_LIBRARIES ${name})  # for the headers-compile-alone check
endfunction()

# dalian_program(NAME SOURCES … LINK …): an executable in build/<preset>/bin.
function(dalian_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES} ${DALIAN_SANITIZER_OBJECTS})
  target_link_libraries(${name} PRIVATE dalian_options ${ARG_LINK})
  use_precompiled(${name} programs)
  add_dependencies(programs ${name})
endfunction()

# dalian_test(NAME SOURCES … LINK … [TIMEOUT seconds] [LABELS …]): one GoogleTest program registered with ctest.
# Tests see DALIAN_BIN (programs), DALIAN_ASSETS (baked assets), DALIAN_SOURCE and DALIAN_TWIN_DATA in the environment.
function(dalian_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LINK;LABELS;ENVIRONMENT" ${ARGN})
  add_executable(${name} ${ARG_SOURCES} ${DALIAN_SANITIZER_OBJECTS})
  target_link_libraries(${name} PRIVATE dalian_options ${ARG_LINK} GTest::gmock GTest::gtest_main)
  if(DALIAN_COVERAGE)
    target_compile_options(${name} PRIVATE -O0)
  endif()
  use_precompiled(${name} tests)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  add_test(NAME ${name} COMMAND ${name})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  if(DALIAN_SANITIZE)
    math(EXPR ARG_TIMEOUT "${ARG_TIMEOUT} * 4")
  endif()
  dalian_test_environment(${name} ${ARG_ENVIRONMENT})
  if("core" IN_LIST ARG_LABELS)
    add_dependencies(core_tests ${name})
  endif()
  if(NOT "render" IN_LIST ARG_LABELS AND NOT CMAKE_CURRENT_SOURCE_DIR MATCHES "/tests/(renderer|bake|bench)")
    list(APPEND ARG_LABELS plain)
    add_dependencies(plain_tests ${name})
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}")
endfunction()

# dalian_test_environment(TEST [NAME=VALUE …]): the environment every test of the project runs in.
function(dalian_test_environment name)
  set(data "$ENV{DALIAN_TWIN_DATA}")
  if(NOT data)
    set(data "${CMAKE_SOURCE_DIR}/../shared/data")
  endif()
  set(checks "${CMAKE_SOURCE_DIR}/tools/check")
  set(sanitizers "LSAN_OPTIONS=suppressions=${checks}/lsan.supp:print_suppressions=0;TSAN_OPTIONS=suppressions=${checks}/tsan.supp")
  set_tests_properties(${name} PROPERTIES ENVIRONMENT
    "GTEST_BRIEF=1;DALIAN_BIN=${CMAKE_BINARY_DIR}/bin;DALIAN_ASSETS=${DALIAN_ASSETS_DIR};DALIAN_SOURCE=${CMAKE_SOURCE_DIR};DALIAN_TWIN_DATA=${data};${sanitizers};${ARGN}")
endfunction()

# dalian_fuzzer(NAME LINK lib …): NAME_fuzz.cpp, a libFuzzer target (tests/fuzz/fuzz.hpp); clang builds it, others skip it.
# Run as the test NAME_fuzz for DALIAN_FUZZ_SECONDS (60) by tools/check/fuzz.sh; labels "core" and "fuzz".
function(dalian_fuzzer name)
  cmake_parse_arguments(ARG "" "" "LINK" ${ARGN})
  if(NOT DALIAN_FUZZ)
    return()
  endif()
  set(fuzzer ${name}_fuzz)
  add_executable(${fuzzer} ${fuzzer}.cpp)
  target_link_libraries(${fuzzer} PRIVATE dalian_options fuzz_support ${ARG_LINK})
  target_link_options(${fuzzer} PRIVATE -fsanitize=fuzzer)
  set_target_properties(${fuzzer} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/fuzz")
  add_test(NAME ${fuzzer} COMMAND "${CMAKE_SOURCE_DIR}/tools/check/fuzz.sh" $<TARGET_FILE:${fuzzer}>)
  dalian_test_environment(${fuzzer})
  set_tests_properties(${fuzzer} PROPERTIES TIMEOUT 7200 LABELS "core;fuzz")
  add_dependencies(core_tests ${fuzzer})
endfunction()

# dalian_bench(NAME SOURCES … LINK …): a Google Benchmark or whole-process bench in build/<preset>/bin.
function(dalian_bench name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE dalian_options ${ARG_LINK} benchmark::benchmark)
endfunction()

# dalian_proto(NAME FILE): a static library of one protobuf schema, included as "<folder>/<file>.pb.h".
function(dalian_proto name file)
  get_filename_component(stem "${file}" NAME_WE)
  file(RELATIVE_PATH folder "${CMAKE_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
  set(generated "${CMAKE_BINARY_DIR}/generated")
  add_custom_command(
    OUTPUT "${generated}/${folder}/${stem}.pb.cc" "${generated}/${folder}/${stem}.pb.h"
    COMMAND ${CMAKE_COMMAND} -E make_directory "${generated}/${folder}"
    COMMAND protobuf::protoc --cpp_out=${generated} -I ${CMAKE_SOURCE_DIR} "${folder}/${file}"
    WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}"
    DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${file}" VERBATIM)
  add_library(${name} STATIC "${generated}/${folder}/${stem}.pb.cc")
  target_include_directories(${name} SYSTEM PUBLIC "${generated}")
  target_link_libraries(${name} PUBLIC protobuf::libprotobuf Threads::Threads)
  target_compile_options(${name} PRIVATE ${DALIAN_SANITIZER_FLAGS})  # generated, but foreign bytes pass through
endfunction()
