# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0

# What CMake needs to build ROS interfaces from the ROS wheels alone. Include before the first find_package().

execute_process(
  COMMAND "${Python_EXECUTABLE}" -c
    "import pathlib, rosidl_cmake; print(pathlib.Path(rosidl_cmake.__file__).resolve().parents[4])"
  OUTPUT_VARIABLE ROS_WHEELS_PREFIX
  OUTPUT_STRIP_TRAILING_WHITESPACE
  COMMAND_ERROR_IS_FATAL ANY)
set(ENV{AMENT_PREFIX_PATH} "${ROS_WHEELS_PREFIX}")
list(PREPEND CMAKE_PREFIX_PATH "${ROS_WHEELS_PREFIX}")
set(Python3_EXECUTABLE "${Python_EXECUTABLE}")
set(BUILD_TESTING OFF)

# rclpy over rmw_fastrtps_cpp loads the C type supports only; without the C++ generators the build takes a third.
macro(use_only_c_generators)
  list(FILTER AMENT_EXTENSIONS_rosidl_generate_idl_interfaces EXCLUDE REGEX
    "^rosidl_(generator|typesupport|typesupport_fastrtps|typesupport_introspection)_cpp:")
endmacro()

# The wheels' exported targets name header folders of the image that they were built in; a path that is
# not there stops the generate step.
function(drop_missing_include_directories)
  get_property(targets DIRECTORY PROPERTY IMPORTED_TARGETS)
  foreach(target IN LISTS targets)
    get_target_property(directories ${target} INTERFACE_INCLUDE_DIRECTORIES)
    if(NOT directories)
      continue()
    endif()
    set(present)
    foreach(directory IN LISTS directories)
      if(directory MATCHES "^\\$<" OR EXISTS "${directory}")
        list(APPEND present "${directory}")
      endif()
    endforeach()
    set_target_properties(${target} PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${present}")
  endforeach()
endfunction()
