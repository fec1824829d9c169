# Every header compiles alone: one empty source per header, built by the test `headers_compile_alone` (not by default).
file(GLOB_RECURSE headers RELATIVE "${CMAKE_SOURCE_DIR}"
     "${CMAKE_SOURCE_DIR}/twin/*.hpp" "${CMAKE_SOURCE_DIR}/connectors/*.hpp" "${CMAKE_SOURCE_DIR}/renderer/*.hpp")
set(sources "")
foreach(header IN LISTS headers)
  string(REPLACE "/" "_" stem "${header}")
  set(source "${CMAKE_CURRENT_BINARY_DIR}/headers/${stem}.cpp")
  file(CONFIGURE OUTPUT "${source}" CONTENT "#include \"${header}\"  // twice: the guard works\n#include \"${header}\"\n" @ONLY)
  list(APPEND sources "${source}")
endforeach()
add_library(headers_alone OBJECT EXCLUDE_FROM_ALL ${sources})
get_property(all_targets GLOBAL PROPERTY DALIAN_LIBRARIES)
target_link_libraries(headers_alone PRIVATE dalian_options ${all_targets})
target_compile_options(headers_alone PRIVATE -O0)
add_test(NAME headers_compile_alone
         COMMAND ${CMAKE_COMMAND} --build "${CMAKE_BINARY_DIR}" --target headers_alone)
set_tests_properties(headers_compile_alone PROPERTIES TIMEOUT 900)
