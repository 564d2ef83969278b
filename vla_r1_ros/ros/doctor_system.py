# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Checks of the middleware and the clocks: who is seen, how images travel, whose time it is."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from vla_r1_ros.core.findings import Finding, Level
from vla_r1_ros.core.freshness import FUTURE_TOLERANCE_S
from vla_r1_ros.ros.doctor_ear import Ear
from vla_r1_ros.ros.transport import (
    BUILTIN_VARIABLE,
    DISCOVERY_VARIABLE,
    PROFILE_VARIABLES,
    PROFILE_WORDS,
    SHARED_MEMORY,
    SHARED_MEMORY_NEEDED_BYTES,
    USER_VARIABLES,
)

MAX_AGE_S, LATE_S = 0.5, 0.25  # vla_node refuses images, planner_node joint states that are older
_STAMPED = ("image", "depth/image", "joint_states")
_SHOWN = 5
_LEAST_FACTOR = 0.05
_NETWORK = Path("/proc/sys/net/core")
#: What a socket may be given: several raw VGA frames of colour and depth, which come as 1 MB bursts of UDP fragments.
RECEIVE_BUFFER_BYTES = 2**23


def check_middleware(ear: Ear) -> Finding:
    """Distribution, middleware, domain, and whether any other node is seen."""
    others = sorted(f"{space.rstrip('/')}/{name}" for name, space in ear.node.get_node_names_and_namespaces()
                    if name != ear.node.get_name() and not name.startswith("_"))  # fmt: skip
    domain, reach = ear.context.get_domain_id(), os.environ.get(DISCOVERY_VARIABLE, "")
    distribution = os.environ.get("ROS_DISTRO", "without ROS_DISTRO")
    seen = f"{distribution}, {ear.middleware}, domain {domain}"
    seen += f", discovery {reach}" if reach else ""
    values = {"middleware": ear.middleware, "domain": domain, "nodes": others}
    if not others:
        return Finding.fail(f"{seen}: no other node is seen",
                            "start the drivers; do both sides have the same ROS_DOMAIN_ID and RMW_IMPLEMENTATION, and "
                            "does the network let multicast through?", **values)  # fmt: skip
    more = f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
    return Finding.ok(f"{seen}; nodes seen: {', '.join(others[:_SHOWN])}{more}", **values)


def check_transport(middleware: str, chosen: Mapping[str, str], environment: Mapping[str, str] | None = None,
                    shared_memory: Path = SHARED_MEMORY) -> Finding:
    """How images travel.

    Args:
        middleware: its identifier, such as rmw_fastrtps_cpp.
        chosen: the transport variables that this process set itself, as the launch files of this package do.
        environment: of this process.
    """
    current = os.environ if environment is None else environment
    if "fastrtps" not in middleware:
        return Finding.ok(f"{middleware}: the settings of this package are for Fast DDS; measure yours with "
                          "vla_r1 bench transport --configuration default")  # fmt: skip
    if BUILTIN_VARIABLE in chosen:
        free_mib = shutil.disk_usage(shared_memory).free / 2**20 if shared_memory.is_dir() else 0.0
        return Finding.warn(f"{shared_memory} has {free_mib:.0f} MiB, "
                            f"{SHARED_MEMORY_NEEDED_BYTES / 2**20:.0f} are needed: images go by "
                            f"{BUILTIN_VARIABLE}=LARGE_DATA, which every process must have",
                            "give the container more shared memory (docker run --shm-size=1g, or --ipc=host)")
    if any(name in chosen for name in PROFILE_VARIABLES):
        return Finding.ok("shared memory of 32 MB by config/fastdds.xml, as the launch files set it; the camera's "
                          f"driver needs {PROFILE_WORDS} too")  # fmt: skip
    name = next((name for name in USER_VARIABLES if current.get(name)), "")
    if not name:
        return Finding.warn(f"{middleware} without settings: it loses most large images between processes",
                            f"set {PROFILE_WORDS} to config/fastdds.xml of this package")  # fmt: skip
    value = current[name]
    if name in PROFILE_VARIABLES and not Path(value).is_file():
        return Finding.fail(f"{name}={value} is no file: Fast DDS ignores it and loses large images",
                            "unset it, or name config/fastdds.xml of this package")  # fmt: skip
    return Finding.ok(f"your own setting {name}={value}")


def check_reach(middleware: str, environment: Mapping[str, str] | None = None, settings: Path = _NETWORK) -> Finding:
    """How far DDS is heard, and whether the kernel's socket buffers hold an image that comes from another machine.

    Args:
        middleware: its identifier, such as rmw_fastrtps_cpp.
        environment: of this process.
        settings: folder of the kernel's network settings.
    """
    current = os.environ if environment is None else environment
    seen, todo = [], []
    if current.get("ROS_LOCALHOST_ONLY", "0") not in ("", "0"):
        seen.append("ROS_LOCALHOST_ONLY is set: no other machine is heard")
        todo.append(f"unset ROS_LOCALHOST_ONLY (deprecated, it overrules {DISCOVERY_VARIABLE})")
    elif (reach := current.get(DISCOVERY_VARIABLE, "").upper()) in ("LOCALHOST", "OFF"):
        seen.append(f"discovery range {reach}: " + ("no other machine" if reach == "LOCALHOST" else "nobody")
                    + " is heard")  # fmt: skip
        todo.append(f"{DISCOVERY_VARIABLE}=SUBNET here and there, where a node runs on another machine")
    try:
        buffer_bytes = int((settings / "rmem_max").read_text())
    except (OSError, ValueError):
        buffer_bytes = None
    if buffer_bytes is not None and buffer_bytes < RECEIVE_BUFFER_BYTES and "zenoh" not in middleware:
        seen.append(f"net.core.rmem_max {buffer_bytes / 2**20:.1f} MiB: raw images from another machine can get lost")
        todo.append(f"camera on another machine: sudo sysctl -w net.core.rmem_max={RECEIVE_BUFFER_BYTES} on both")
    values = {"rmem_max": buffer_bytes}
    if seen:
        return Finding.warn("; ".join(seen), "; ".join(todo), **values)
    known = "of unknown size" if buffer_bytes is None else f"of {buffer_bytes / 2**20:.0f} MiB"
    return Finding.ok(f"other machines are heard, socket buffers {known}", **values)


def check_clock(ear: Ear) -> Finding:
    """Whose time the nodes take: the system's, or /clock of a simulation or a played bag."""
    publishers = ear.node.count_publishers("/clock")
    if not ear.sim_time:
        if publishers:
            return Finding.fail("/clock is published (a simulation or a bag), but use_sim_time is not set",
                                "add --ros-args -p use_sim_time:=true here and to each node, or end what publishes it")
        return Finding.ok("system time")
    if not publishers:
        return Finding.fail("use_sim_time is set, but nobody publishes /clock: time stands still",
                            "leave use_sim_time out on a real robot")  # fmt: skip
    seen = f"/clock runs at {ear.real_time_factor:.2f} of real time"
    if ear.real_time_factor < _LEAST_FACTOR:
        return Finding.fail(seen, "is the simulation paused, or the bag at its end?", factor=ear.real_time_factor)
    if publishers > 1:
        return Finding.fail(f"{publishers} nodes publish /clock", "stop all but one")
    return Finding.ok(seen, factor=ear.real_time_factor)


def check_skew(ear: Ear) -> Finding:
    """Our clock minus the stamps on arrival, the middle one of each stream (s)."""
    if not ear.clock_agrees:
        return Finding.skip("see the line 'clock'")
    ages = {name: float(np.median(ear.heard[name].ages_s)) for name in _STAMPED if ear.heard[name].ages_s}
    if not ages:
        return Finding.skip("nothing with a stamp came")
    level, parts = Level.OK, []
    for name, age_s in ages.items():
        parts.append(f"{name} {age_s * 1e3:+.0f} ms" if abs(age_s) < 100 else f"{name} {age_s:+.0f} s")
        if not -FUTURE_TOLERANCE_S <= age_s <= MAX_AGE_S:
            level = Level.FAIL
        elif age_s > LATE_S and level is Level.OK:
            level = Level.WARN
    seen = f"stamps behind our clock by {', '.join(parts)} (allowed {-FUTURE_TOLERANCE_S * 1e3:.0f} to " \
           f"{MAX_AGE_S * 1e3:.0f} ms)"  # fmt: skip
    todo = ("synchronise the machines' clocks (chrony or PTP); a driver that stamps by the device's own time "
            "needs its setting for system time; a busy machine is late too")  # fmt: skip
    return Finding(level, seen, "" if level is Level.OK else todo, {"age_s": ages})
