# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The lines of /diagnostics as pages show them: each with the time when it was last heard."""

import time
from collections.abc import Callable
from typing import Any

from diagnostic_msgs.msg import DiagnosticArray

_MAX_ROWS = 60
_CLIP = 240
_LEVELS = {0: "ok", 1: "warn", 2: "error", 3: "stale"}


class HealthView:
    """The newest line of each task of each node. Not thread-safe: called from the node's executor alone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._rows: dict[str, dict[str, Any]] = {}
        self._motion: dict[str, Any] = {}

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Lines by name, the bad ones first."""
        worst = {"error": 0, "stale": 1, "warn": 2, "ok": 3}
        return sorted(self._rows.values(), key=lambda row: (worst[row["level"]], row["name"]))

    @property
    def motion(self) -> dict[str, Any]:
        """What planner_node says of itself: moving, enabled, stopped, at (monotonic s); empty before it spoke."""
        return dict(self._motion)

    def heard(self, message: DiagnosticArray) -> None:
        """Lines came, from whichever node."""
        now = self._clock()
        for status in message.status:
            name = status.name[:_CLIP]
            if name not in self._rows and len(self._rows) >= _MAX_ROWS:
                del self._rows[min(self._rows, key=lambda row: float(self._rows[row]["at"]))]
            level = _LEVELS.get(status.level[0] if status.level else 3, "stale")
            self._rows[name] = {"name": name, "level": level, "message": status.message[:_CLIP], "at": round(now, 2)}
            values = {pair.key: pair.value for pair in status.values}
            if name.endswith(": motion") and "stopped" in values:
                said = {key: values.get(key) == "True" for key in ("moving", "enabled", "stopped")}
                self._motion = {**said, "at": round(now, 2)}

    def know_stopped(self, stopped: bool) -> None:
        """A stop or reset was confirmed: known before the next line of diagnostics."""
        if self._motion:
            self._motion["stopped"] = stopped
