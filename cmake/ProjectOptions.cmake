# SPDX-License-Identifier: GPL-3.0-or-later
# resync_options: the standard, the warnings, the sanitizers and Qt's strictness; every target links it.
option(RESYNC_WERROR "Treat warnings as errors" OFF)
option(RESYNC_SANITIZE "Build with the address and undefined-behaviour sanitizers" OFF)

find_program(RESYNC_CCACHE ccache)
if(RESYNC_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${RESYNC_CCACHE}")
endif()

add_library(resync_options INTERFACE)
target_compile_features(resync_options INTERFACE cxx_std_20)
target_include_directories(resync_options INTERFACE "${CMAKE_SOURCE_DIR}" "${CMAKE_BINARY_DIR}")
target_compile_options(resync_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
    -Wnon-virtual-dtor -Woverloaded-virtual
    $<$<BOOL:${RESYNC_WERROR}>:-Werror>)
target_compile_definitions(resync_options INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_FOREACH QT_NO_KEYWORDS
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT)
if(RESYNC_SANITIZE)
    target_compile_options(resync_options INTERFACE
        -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
    target_link_options(resync_options INTERFACE -fsanitize=address,undefined)
endif()
if(RESYNC_FUZZ)
    target_compile_options(resync_options INTERFACE
        -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(resync_options INTERFACE -fsanitize=address,undefined)
endif()
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

configure_file("${CMAKE_SOURCE_DIR}/cmake/Version.h.in" "${CMAKE_BINARY_DIR}/resync/Version.h" @ONLY)
