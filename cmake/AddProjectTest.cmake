# SPDX-License-Identifier: GPL-3.0-or-later
find_package(Qt6 REQUIRED COMPONENTS Test)

# resync_add_test(Name LABEL unit|contract|gui|integration LIBS target... [TIMEOUT seconds])
# builds tst_Name.cpp of the current folder into the test "<folder>/Name"; gui tests run offscreen.
function(resync_add_test name)
    cmake_parse_arguments(arg "" "LABEL;TIMEOUT" "LIBS" ${ARGN})
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    file(RELATIVE_PATH folder "${CMAKE_SOURCE_DIR}/tests" "${CMAKE_CURRENT_SOURCE_DIR}")
    string(REPLACE "/" "_" prefix "${folder}")
    set(target tst_${prefix}_${name})
    add_executable(${target} tst_${name}.cpp)
    set_target_properties(${target} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
    target_link_libraries(${target} PRIVATE resync_options Qt6::Test ${arg_LIBS})
    if(Qt6_VERSION VERSION_GREATER_EQUAL 6.8)
        # QTRY_* of Qt 6.8 narrows a chrono count to int, in the code that uses the macro
        target_compile_options(${target} PRIVATE -Wno-conversion)
    endif()
    target_compile_definitions(${target} PRIVATE
        RESYNC_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data" RESYNC_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
        RESYNC_BIN_DIR="${CMAKE_BINARY_DIR}/bin")
    add_test(NAME ${folder}/${name} COMMAND ${target})
    set(environment "QT_QPA_PLATFORM=offscreen"
        "LSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/lsan.supp:print_suppressions=0"
        "UBSAN_OPTIONS=print_stacktrace=1" "ASAN_OPTIONS=detect_stack_use_after_return=1")
    set_tests_properties(${folder}/${name} PROPERTIES
        LABELS "${arg_LABEL}" TIMEOUT ${arg_TIMEOUT} ENVIRONMENT "${environment}")
endfunction()
