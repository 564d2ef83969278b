# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Start the whole stack beside the simulator as separate processes, and end it whatever happens."""

import json
import os
import random
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.processes import ManagedProcess, stop_all, uninterrupted
from vla_r1_ros.core.resources import share_path
from vla_r1_ros.core.robot_models import DEFAULT_ROBOT

CAMERA_REMAPS = (
    "image:=camera/color/image_raw",
    "camera_info:=camera/color/camera_info",
    "depth/image:=camera/depth/image_raw",
    "depth/camera_info:=camera/depth/camera_info",
)
LAST_DOMAIN = 101  # beyond it DDS' ports meet those that systems give to anybody
_MIN_FREE_BYTES = 1 << 30
_FAR = ("ROS_STATIC_PEERS", "ROS_DISCOVERY_SERVER")  # they lead to other machines under any range


@dataclass(frozen=True)
class StackOptions:
    """What is started: the model's endpoint and served name, simulator parameters, a folder for logs and recording,
    whether the web console is served, further parameters of vla_node and planner_node, and the robot (a name in
    config/robots or a file)."""

    folder: Path
    endpoint: str
    model: str
    sim: Mapping[str, str | int | float | bool]
    record: bool
    console: bool = False
    vla: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    planner: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    robot: str = DEFAULT_ROBOT


def check_disk(folder: Path) -> None:
    """Raise InputError when less than 1 GiB is free where recordings go."""
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < _MIN_FREE_BYTES:
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"only {free / 2**20:.0f} MiB are free in {folder}",
                         "free 1 GiB, or choose another folder with --out")  # fmt: skip


def ros_environment(domain: int | None = None, stacks: int = 1) -> dict[str, str]:
    """The environment of every ROS process of a run on one machine: in the ROS domain `domain`, else in that of this
    process, else in one of its own; nothing of it reaches another machine. `stacks` of them share the machine's memory
    for pictures."""
    from vla_r1_ros.ros.transport import transport_environment

    environment = dict(os.environ)
    environment.setdefault("AMENT_PREFIX_PATH", sys.prefix)
    environment.setdefault("ROS_DOMAIN_ID", str(random.SystemRandom().randint(1, LAST_DOMAIN)))
    if domain is not None:
        environment["ROS_DOMAIN_ID"] = str(domain)
    environment["ROS_AUTOMATIC_DISCOVERY_RANGE"] = "LOCALHOST"  # whatever is exported: that is for a robot
    for name in _FAR:
        environment.pop(name, None)
    environment.update({"PYTHONUNBUFFERED": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"})
    environment.update(transport_environment(environment, stacks=stacks))
    return environment


def _node_command(name: str, parameters: Mapping[str, object], remaps: Sequence[str]) -> list[str]:
    command = [sys.executable, "-m", f"vla_r1_ros.ros.{name}", "--ros-args"]
    for file in (share_path(f"config/nodes/{name}.yaml"), share_path("config/sim.yaml")):
        command += ["--params-file", str(file)]
    for key, value in parameters.items():
        command += ["-p", f"{key}:={json.dumps(value, ensure_ascii=False)}"]  # JSON is YAML, whatever the quotes
    for remap in remaps:
        command += ["-r", remap]
    return command


class Stack:
    """The running processes. `check` raises when one has died."""

    def __init__(self, processes: Sequence[ManagedProcess]) -> None:
        self._processes = processes

    def check(self) -> None:
        """Raise InputError with the log's end when a process is gone."""
        for process in self._processes:
            if process.status is not None:
                raise InputError(ErrorCode.INPUT_ENVIRONMENT,
                                 f"{process.name} ended with status {process.status}:\n{process.log_tail()}",
                                 f"the whole log is {process.log}")  # fmt: skip


def _plan(options: StackOptions) -> Iterator[tuple[str, list[str]]]:
    robot = {"robot": options.robot}
    yield "sim_node", _node_command("sim_node", robot | dict(options.sim), ())
    vla = {"endpoint": options.endpoint, "model": options.model, **options.vla}
    yield "vla_node", _node_command("vla_node", vla, CAMERA_REMAPS)
    yield "projection_node", _node_command("projection_node", robot, CAMERA_REMAPS)
    # by the node's name, as config/sim.yaml has its own
    planner = {f"planner_node:{name}": value for name, value in (robot | dict(options.planner)).items()}
    yield "planner_node", _node_command("planner_node", planner, ())
    if options.console:
        yield "console_node", _node_command("console_node", {"recordings": str(options.folder.parent)}, CAMERA_REMAPS)
    if options.record:
        recorder = {"output_directory": str(options.folder), "bag_per": "session"}
        yield "recorder_node", _node_command("recorder_node", recorder, ())


@contextmanager
def running_stack(options: StackOptions, environment: Mapping[str, str],
                  say: Callable[[str], None]) -> Iterator[Stack]:
    """Start all nodes; on leaving, the recorder closes its bag first, then the rest ends. Nothing is left behind."""
    check_disk(options.folder)
    processes: list[ManagedProcess] = []
    try:
        for name, command in _plan(options):
            log = options.folder / "logs" / f"{name}.log"
            processes.append(ManagedProcess(name, command, environment=environment, log=log))
        say("nodes started: " + ", ".join(process.name for process in processes))
        yield Stack(processes)
    finally:
        with uninterrupted():
            stop_all([p for p in processes if p.name == "recorder_node"])
            stop_all([p for p in processes if p.name != "recorder_node"])
