# The flags every target of ours is built with, and the include law held by link targets:
# a room sees another room's headers only if it links that room's target.

# -O2 and no type-based alias analysis. At -O3 GCC 12.2 loses the flag of a
# std::optional<Digest> that is moved into a Result: a listed digest was then reported as
# not listed (tests/cli/cases/sets.sh). What is hot is in libraries or behind intrinsics.
string(REPLACE "-O3" "-O2" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")

add_library(winnow_house INTERFACE)
target_compile_options(winnow_house INTERFACE
  -fno-strict-aliasing
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor
  # GCC 12 sees overlapping copies in any `"text" + std::string` (GCC bug 105651).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  $<$<BOOL:${WINNOW_WERROR}>:-Werror>)
if(WINNOW_SANITIZE)
  target_compile_options(winnow_house INTERFACE
    -fsanitize=${WINNOW_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(winnow_house INTERFACE -fsanitize=${WINNOW_SANITIZE})
endif()

# winnow_room(NAME SOURCES... [PUBLIC targets...] [PRIVATE targets...])
# One static library a room, `winnow::NAME`. Headers are included by their path from the
# top ("base/result.h"); which rooms may be included is checked by tests/layers.
function(winnow_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(winnow_${name} STATIC ${ROOM_SOURCES})
  add_library(winnow::${name} ALIAS winnow_${name})
  target_include_directories(winnow_${name} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(winnow_${name} PUBLIC winnow_house ${ROOM_PUBLIC}
                                       PRIVATE ${ROOM_PRIVATE})
endfunction()

# Libraries without a CMake config of their own. SYSTEM, so that their headers are not
# held to our warnings.
function(winnow_pkg target)
  pkg_check_modules(${target} REQUIRED IMPORTED_TARGET GLOBAL ${ARGN})
endfunction()

# Installed by Debian without a .pc file (libafflib): found by hand.
function(winnow_find_library target header library)
  find_path(${target}_INCLUDE ${header} REQUIRED)
  find_library(${target}_LIBRARY ${library} REQUIRED)
  add_library(${target} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${target} SYSTEM INTERFACE ${${target}_INCLUDE})
  target_link_libraries(${target} INTERFACE ${${target}_LIBRARY})
endfunction()

winnow_pkg(xxhash libxxhash)
winnow_pkg(crypto libcrypto)
winnow_pkg(hwy libhwy)
winnow_pkg(sqlite sqlite3)
winnow_pkg(sodium libsodium)
