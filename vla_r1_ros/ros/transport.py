# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The middleware's settings under which camera images reach other processes (REP-2003 calls this the profile).

Fast DDS as it ships loses most raw VGA frames between processes under best effort: `vla_r1 bench transport`.
"""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from vla_r1_ros.core.resources import share_path
from vla_r1_ros.ros.distro import ros_distro

SHARED_MEMORY = Path("/dev/shm")
#: 32 MB for each of up to eight participants.
SHARED_MEMORY_NEEDED_BYTES = 8 * 2**25
#: Fast DDS 3 (Kilted) reads the first, and complains of the second; Fast DDS 2 (Jazzy and before) reads the second.
PROFILE_VARIABLES = ("FASTDDS_DEFAULT_PROFILES_FILE", "FASTRTPS_DEFAULT_PROFILES_FILE")
#: The same in words.
PROFILE_WORDS = f"{PROFILE_VARIABLES[1]} (Jazzy; {PROFILE_VARIABLES[0]} from Kilted on)"
_WITH_FAST_DDS_2 = ("humble", "iron", "jazzy")
BUILTIN_VARIABLE = "FASTDDS_BUILTIN_TRANSPORTS"
DISCOVERY_VARIABLE = "ROS_AUTOMATIC_DISCOVERY_RANGE"
#: For containers, where /dev/shm often holds 64 MB: 4 MB a participant and TCP. Every peer must have the same setting.
SMALL_MEMORY_TRANSPORTS = "LARGE_DATA?max_msg_size=2MB&sockets_size=4MB&non_blocking=true"
#: Where one of these is set, the user has chosen.
USER_VARIABLES = (*PROFILE_VARIABLES, BUILTIN_VARIABLE)


def transport_environment(environment: Mapping[str, str] | None = None,
                          shared_memory: Path = SHARED_MEMORY, *, stacks: int = 1) -> dict[str, str]:
    """The variables to add to the environment of each ROS process before it starts.

    Empty where `environment` (default: this process's) names another middleware or transport settings of its own.
    The shipped profile (shared memory of 32 MB and UDP) also speaks to peers without it, on this machine and on
    others. `stacks` of eight participants each must find room in shared memory.

    Raises:
        InputError: INPUT_FILE when the shipped profile is not installed.
    """
    current = os.environ if environment is None else environment
    if current.get("RMW_IMPLEMENTATION", "rmw_fastrtps_cpp") != "rmw_fastrtps_cpp":
        return {}
    if any(current.get(name) for name in USER_VARIABLES):
        return {}
    if not shared_memory.is_dir() or _free(shared_memory) < stacks * SHARED_MEMORY_NEEDED_BYTES:
        return {BUILTIN_VARIABLE: SMALL_MEMORY_TRANSPORTS, **_without_localhost_range(current)}
    return {_profile_variable(current): str(share_path("config/fastdds.xml"))}


def _profile_variable(environment: Mapping[str, str]) -> str:
    distro = environment.get("ROS_DISTRO") or ros_distro()
    return PROFILE_VARIABLES[distro in _WITH_FAST_DDS_2]


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def _without_localhost_range(environment: Mapping[str, str]) -> dict[str, str]:
    """Under the range LOCALHOST rmw_fastrtps puts its own transports in place of the built-in ones that we name; a
    profile keeps other machines out in its stead."""
    if environment.get(DISCOVERY_VARIABLE, "").upper() != "LOCALHOST":
        return {}
    profile = str(share_path("config/fastdds_local.xml"))
    return {DISCOVERY_VARIABLE: "SYSTEM_DEFAULT", _profile_variable(environment): profile}
