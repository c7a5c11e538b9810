# How feira's targets are made: one place for language level, warnings and sanitizers.

set(CMAKE_CXX_EXTENSIONS OFF)

# ccache makes the second build of the same code cheap; whoever embeds feira decides for themselves.
if(PROJECT_IS_TOP_LEVEL AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(FEIRA_CCACHE ccache)
  if(FEIRA_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${FEIRA_CCACHE})
  endif()
endif()

function(feira_configure target scope)
  target_compile_features(${target} ${scope} cxx_std_20)
  target_include_directories(${target} ${scope} ${PROJECT_SOURCE_DIR})
  if(NOT scope STREQUAL "INTERFACE")
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor
                                             $<$<BOOL:${FEIRA_WARNINGS_AS_ERRORS}>:-Werror>)
    # g++ 12 reports impossible bounds inside inlined library code at -O2 and above.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized -Wno-array-bounds
                                             -Wno-stringop-overflow -Wno-stringop-overread -Wno-restrict>)
  endif()
  if(FEIRA_SANITIZE)
    target_compile_options(${target} ${scope} -fsanitize=${FEIRA_SANITIZE} -fno-sanitize-recover=all
                                              -fno-omit-frame-pointer)
    target_link_options(${target} ${scope} -fsanitize=${FEIRA_SANITIZE})
  endif()
endfunction()

# feira_library(NAME SOURCES ... LINK ...): static library feira_NAME, also known as feira::NAME; without sources it is
# header-only. LINK names what its users get as well.
function(feira_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  if(ARG_SOURCES)
    add_library(feira_${name} STATIC ${ARG_SOURCES})
    set(scope PUBLIC)
  else()
    add_library(feira_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  add_library(feira::${name} ALIAS feira_${name})
  feira_configure(feira_${name} ${scope})
  target_link_libraries(feira_${name} ${scope} ${ARG_LINK})
endfunction()

# feira_test(NAME SOURCES ... LINK ...): one GoogleTest program feira_test_NAME whose tests ctest runs one by one.
function(feira_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(feira_test_${name} ${ARG_SOURCES})
  feira_configure(feira_test_${name} PRIVATE)
  target_link_libraries(feira_test_${name} PRIVATE ${ARG_LINK} GTest::gmock GTest::gtest_main)
  gtest_discover_tests(feira_test_${name} TEST_PREFIX "${name}." WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
                       DISCOVERY_TIMEOUT 60)
endfunction()
