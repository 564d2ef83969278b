# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The tables of docs/topics.md: what the running nodes say of themselves, and the words that code cannot know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from stack_graph import Endpoint

from vla_r1_ros.ros import qos


@dataclass(frozen=True)
class Words:
    """What a table says beside name, type, QoS and nodes: frame, who else sends it, meaning."""

    frame: str
    foreign: str
    meaning: str


_BASE = "base frame of the robot file"
_OPTICAL = "optical frame of the image"
TOPICS = {
    "instruction": Words("", "user", "the user's words"),
    "image": Words(_OPTICAL, "camera", "colour: rgb8, bgr8, rgba8, bgra8, mono8; with "
                   "`image_transport` `compressed` `image/compressed`, JPEG or PNG"),
    "camera_info": Words(_OPTICAL, "camera", "REP-104"),
    "depth/image": Words("optical frame of depth", "camera", "16UC1 mm or 32FC1 m (REP-118), registered to colour, or "
                         "with its own camera info and TF; with `depth_transport` `compressedDepth` "
                         "`depth/image/compressedDepth`, PNG"),
    "depth/camera_info": Words("optical frame of depth", "camera", "REP-104"),
    "reasoning": Words("", "", "the think text so far, growing, at most 10 Hz"),
    "affordance": Words(_OPTICAL, "", "box in pixels of the image, `id` = attempt; empty where there is none. `score` "
                        "= how far the sampled boxes agree (mean IoU), 1 where one alone was asked for, see "
                        "[spread.md](spread.md)"),
    "trajectory_2d": Words(_OPTICAL, "", "path in pixels (x, y); empty where there is none. How far sampled paths "
                           "agree stands in `status`"),
    "overlay": Words(_OPTICAL, "", "image with box, path, instruction and last words"),
    "target": Words(_BASE, "", "what to grasp: oriented box, `results` = ranked tool poses (`grasp:<width in m>`, for "
                    "the wall of a vessel `grasp:<width>:<opening>`) and `support` (height of the surface); a second "
                    "detection `goal` where a path ends (its box spans floor to rim)"),
    "trajectory": Words(_BASE, "", "tool poses"),
    "obstacles": Words(_BASE, "", "centres of occupied 1 cm cubes, target and robot left out"),
    "plan": Words(_BASE, "", "what is about to be executed"),
    "markers": Words(_BASE, "", "workspace, target, grasps, path, swept tool, see [views.md](views.md)"),
    "status": Words("", "", "stamp = the look; attempt, step, stage, code, reason, durations; with several samples "
                    "their agreement. projection_node hears it too: it keeps the depth of the look that the model "
                    "thinks about"),
    "motion_status": Words("", "", "the same for measuring and moving"),
    "calibration": Words("", "", "whether the camera sees its marker where TF says: state ok, warn, off or unseen, px, "
                         "mm; planner_node refuses on off ([calibration.md](calibration.md))"),
    "enable_motion": Words("", "enabling device", "heartbeat; where required, silence over 0.5 s stops the arm"),
    "joint_states": Words("", "robot", "arm and fingers, with velocities"),
    "robot_description": Words("", "robot", "URDF; read by `vla_r1 doctor`, and drawn in the console's 3D view"),
    "/tf": Words("", "robot", "links of the robot"),
    "/tf_static": Words("", "robot, you", "mounting of the camera, tool frame"),
    "/diagnostics": Words("", "drivers", "REP-107: rates, ages, losses and their cause, state"),
    "/clock": Words("", "", "simulated time (`use_sim_time`)"),
    "camera/color/image_raw": Words("camera_color_optical_frame", "", "the simulator's `image`: rgb8"),
    "camera/color/camera_info": Words("camera_color_optical_frame", "", "the simulator's `camera_info`"),
    "camera/depth/image_raw": Words("camera_color_optical_frame", "", "the simulator's `depth/image`: 16UC1 mm"),
    "camera/depth/camera_info": Words("camera_color_optical_frame", "", "the simulator's `depth/camera_info`"),
    "sim_node/referee": Words("", "", "JSON, the physical verdict; read by `demo` and `bench sim` only"),
}
#: Heard by no node: the doctor's own ear reads it.
FOREIGN = (Endpoint("vla_r1 doctor", "subscription", "robot_description", "std_msgs/msg/String", "LATCHED"),)
SERVICES = {
    "vla_node/cancel": "ends the attempt: question and motion",
    "planner_node/cancel": "ends the motion; no look from before the call moves the arm any more",
    "planner_node/stop": "stops and latches; the console calls it from a node of its own",
    "planner_node/reset": "releases the latch. Nothing resumes by itself, and a heartbeat from before the reset "
                          "enables nothing",
    "planner_node/approve": "lets the plan that waits begin",
    "planner_node/reject": "refuses the plan that waits",
    "sim_node/load": "loads the episode that `seed`, `task`, `instruction` name",
}  # fmt: skip
#: What of an action's name comes from the robot file (the names shown are the Panda's).
ACTIONS = {
    "follow_joint_trajectory": "`arm.controller`; ros2_control, or sim_node",
    "gripper_cmd": "`gripper.controller` and `gripper.action`; ros2_control, or sim_node",
}
PROFILES = {
    "SENSOR": "camera streams, joint states, as they are heard: only the newest counts",
    "DRIVER": "the same as a driver offers them: also who asks for reliable hears them",
    "LATCHED": "results that a late joiner must see",
    "COMMAND": "words: the newest must arrive, never replayed",
    "STATUS": "lines of progress, the enable heartbeat: each must arrive, in order",
}


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; bars inside cells are escaped."""
    lines = [heads, *([cell.replace("|", r"\|") or " " for cell in row] for row in rows)]
    shown = [f"| {' | '.join(line)} |" for line in lines]
    return "\n".join([shown[0], "|" + "---|" * len(heads), *shown[1:]])


def _nodes(graph: Iterable[Endpoint], kind: str, name: str) -> list[str]:
    return [end.node for end in graph if end.kind == kind and end.name == name]


def _short(kind: str) -> str:
    return kind.replace("/msg/", "/").replace("/srv/", "/").replace("/action/", "/")


def topics_table(graph: Sequence[Endpoint]) -> str:
    """Every topic; raises KeyError for one without words, ValueError for words without a topic."""
    ends = [end for end in (*graph, *FOREIGN) if end.kind in ("publisher", "subscription")]
    names = {end.name for end in ends}
    if names != set(TOPICS):
        raise ValueError(f"topics of the code without words: {names - set(TOPICS)}; words without a topic: "
                         f"{set(TOPICS) - names}")
    rows = []
    for name, words in TOPICS.items():
        of_it = [end for end in ends if end.name == name]
        leading = [end for end in of_it if end.kind == "publisher"] or of_it
        sources = [*([words.foreign] if words.foreign else []), *_nodes(of_it, "publisher", name)]
        rows.append((f"`{name}`", _short(leading[0].type), _offered_and_heard(of_it), words.frame, _people(sources),
                     ", ".join(_nodes(of_it, "subscription", name)), words.meaning))
    return table(("topic", "type", "QoS", "frame", "from", "heard by", "meaning"), rows)


def _offered_and_heard(ends: Sequence[Endpoint]) -> str:
    offered, heard = (list(dict.fromkeys(end.qos for end in ends if end.kind == kind))
                      for kind in ("publisher", "subscription"))  # fmt: skip
    if not offered or not heard or heard == offered:
        return ", ".join(offered or heard)
    return f"{', '.join(offered)}, heard as {', '.join(heard)}"


def _people(sources: list[str]) -> str:
    return "all nodes, drivers" if len(sources) > 4 else ", ".join(sources)


def services_table(graph: Sequence[Endpoint]) -> str:
    """Every service that a node of ours serves; raises ValueError where words and services differ."""
    served = {end.name: end for end in graph if end.kind == "service"}
    if set(served) != set(SERVICES):
        raise ValueError(f"services and their words differ: {set(served) ^ set(SERVICES)}")
    rows = [(f"`{name}`", _short(served[name].type), ", ".join(_nodes(graph, "client", name)), words)
            for name, words in SERVICES.items()]  # fmt: skip
    return table(("service", "type", "called by", "does"), rows)


def actions_table(graph: Sequence[Endpoint]) -> str:
    """Every action that a node of ours calls or serves."""
    rows = []
    for name in dict.fromkeys(end.name for end in graph if end.kind.startswith("action")):
        kind = next(end.type for end in graph if end.name == name)
        rows.append((f"`{name}`", _short(kind), ", ".join(_nodes(graph, "action client", name)),
                     ACTIONS[name.rpartition("/")[2]]))
    return table(("action", "type", "called by", "name from the robot file; server"), rows)


def profiles_table() -> str:
    """The named profiles of qos.py."""
    return table(("profile", "reliability", "durability", "depth", "for"), (
        (name, _word(one.reliability), _word(one.durability), str(one.depth), words)
        for name, words in PROFILES.items() for one in (getattr(qos, name),)))


def _word(policy: Any) -> str:
    return str(policy.name).replace("_", " ").lower()
