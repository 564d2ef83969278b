# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What a calibration leaves: the camera's mounting as a static transform, and where the marker is."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scipy.spatial.transform import Rotation

from vla_r1_ros.calibration.files import as_entries, read_transform, read_yaml, refuse_problems, write_yaml
from vla_r1_ros.calibration.target import Target, parse_target
from vla_r1_ros.core.errors import InputError
from vla_r1_ros.core.robot_entries import Entries
from vla_r1_ros.core.types import FloatArray

_HEAD = ("# Written by vla_r1 calibrate: docs/calibration.md. Metres; quaternion x y z w; coordinates of child are\n"
         "# mapped to parent. bringup.launch.py camera_transform:=THIS publishes it.\n")  # fmt: skip
_MARKER_HEAD = "# Written by vla_r1 calibrate mark: a marker for the calibration watch (docs/calibration.md).\n"


@dataclass(frozen=True)
class StaticTransform:
    """`T_parent_child` (4, 4), when it was measured, and how good it called itself (empty: it did not say)."""

    parent: str
    child: str
    T_parent_child: FloatArray
    made: datetime
    verdict: str = ""

    @property
    def arguments(self) -> list[str]:
        """The words behind tf2_ros static_transform_publisher."""
        x, y, z = self.T_parent_child[:3, 3].tolist()
        qx, qy, qz, qw = Rotation.from_matrix(self.T_parent_child[:3, :3]).as_quat(canonical=True).tolist()
        numbers = {"x": x, "y": y, "z": z, "qx": qx, "qy": qy, "qz": qz, "qw": qw}
        words = [word for name, number in numbers.items() for word in (f"--{name}", f"{number:.9f}")]
        return [*words, "--frame-id", self.parent, "--child-frame-id", self.child]

    @property
    def command(self) -> str:
        """What publishes it, as one line for a shell."""
        return "ros2 run tf2_ros static_transform_publisher " + " ".join(self.arguments)

    def age_days(self, now: datetime) -> float:
        """Days since it was measured."""
        return (now - self.made).total_seconds() / 86400.0


@dataclass(frozen=True)
class Marker:
    """A target that is fixed to a frame: `T_parent_target` (4, 4)."""

    target: Target
    parent: str
    T_parent_target: FloatArray


def _marker_entries(marker: Marker) -> dict[str, Any]:
    return {"target": str(marker.target), "parent": marker.parent, **as_entries(marker.T_parent_target)}


def write_calibration(path: Path, transform: StaticTransform, marker: Marker, quality: dict[str, Any]) -> None:
    """Write mounting, the target's place and the quality; raises InputError INPUT_FILE."""
    data = {
        "parent": transform.parent, "child": transform.child, **as_entries(transform.T_parent_child),
        "made": transform.made.isoformat(timespec="seconds"), "command": transform.command,
        "quality": quality, "marker": _marker_entries(marker),
    }  # fmt: skip
    write_yaml(path, data, _HEAD)


def write_marker(path: Path, marker: Marker, quality: dict[str, Any]) -> None:
    """Write where a marker is; raises InputError INPUT_FILE."""
    made = datetime.now(UTC).isoformat(timespec="seconds")
    write_yaml(path, {"marker": _marker_entries(marker), "made": made, "quality": quality}, _MARKER_HEAD)


def load_transform(path: Path) -> StaticTransform:
    """Read the mounting of the camera.

    Raises:
        InputError: INPUT_FILE, or INPUT_PARAMETER that names each entry which is missing or wrong.
    """
    problems: list[str] = []
    entries = Entries(read_yaml(path, "calibration"), "calibration", problems)
    parent, child, T = entries.text("parent"), entries.text("child"), read_transform(entries)
    made = entries.text("made")
    try:
        when = datetime.fromisoformat(made)
        if when.tzinfo is None:
            when = when.replace(tzinfo=UTC)
    except ValueError:
        entries.note("made", f"is {made!r}, not a time such as 2026-11-23T10:00:00+00:00")
        when = datetime.fromtimestamp(0, UTC)
    if parent and parent == child:
        entries.note("child", "is the parent too")
    verdict = entries.sub("quality").text("verdict", "") if entries.given("quality") else ""
    refuse_problems(problems, path)
    return StaticTransform(parent, child, T, when, verdict)


def load_marker(path: Path) -> Marker:
    """Read where the marker is, from a file of `calibrate` or of `calibrate mark`.

    Raises:
        InputError: INPUT_FILE, or INPUT_PARAMETER that names each entry which is missing or wrong.
    """
    problems: list[str] = []
    entries = Entries(read_yaml(path, "marker file"), "file", problems).sub("marker")
    text, parent, T = entries.text("target"), entries.text("parent"), read_transform(entries)
    target: Target | None = None
    try:
        target = parse_target(text)
    except InputError as error:
        entries.note("target", f"is wrong: {error.message}")
    if not problems and target is not None:
        return Marker(target, parent, T)
    refuse_problems(problems or ["file.marker is missing"], path)
    raise AssertionError("unreachable")
