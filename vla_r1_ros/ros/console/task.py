# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The task as pages show it: made from the lines of `status` and `motion_status` as they come."""

import time
from collections import deque
from collections.abc import Callable
from typing import Any

from vla_r1_ros.core.report import Phase, StatusReport

AWAIT_APPROVAL = "await_approval"
_MAX_LINES = 80
_MAX_SAID = 30
_CLIP = 400


class TaskView:
    """Follows one stack. Not thread-safe: called from the node's executor alone. Times are monotonic s."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lines: deque[dict[str, Any]] = deque(maxlen=_MAX_LINES)
        self._said: deque[dict[str, Any]] = deque(maxlen=_MAX_SAID)
        self._task: dict[str, Any] = {}
        self._count = 0
        self._begin("", "", "", "1")

    @property
    def task(self) -> dict[str, Any]:
        """The attempt under way, or the last one: instruction, step of steps, try, stage since when, code, reason."""
        return dict(self._task)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The last lines of both topics, oldest first."""
        return list(self._lines)

    @property
    def said(self) -> list[dict[str, Any]]:
        """What was said and how it ended, oldest first."""
        return [dict(entry) for entry in self._said]

    @property
    def waiting(self) -> str:
        """The look (stamp in ns, as text) whose motion waits for approval; empty where none does."""
        return str(self._task["waiting"])

    def heard_instruction(self, text: str) -> None:
        """Somebody said something."""
        self._said.append({"text": text[:_CLIP], "at": self._clock(), "attempt": "", "end": "", "code": ""})

    def heard(self, report: StatusReport) -> None:
        """A line came."""
        self._note(report)
        if report.stage == Phase.READY:
            return
        if report.stage == Phase.REFUSED:  # another instruction than the one under way
            self._finish("", report)
            return
        if report.source == "vla_node":
            self._heard_task(report)
        elif report.source == "planner_node":
            self._task["waiting"] = str(report.stamp_ns) if report.stage == AWAIT_APPROVAL else ""
        own = report.source == "vla_node"
        if self._task["ended"] and not own:  # what the arm says after the end stays on the list of lines
            return
        self._task.update(stage=str(report.stage)[:_CLIP], source=report.source, since=self._clock())
        if report.code or own:
            self._task.update(code=int(report.code), code_name=report.code.name if report.code else "",
                              reason=report.reason[:_CLIP], advice=report.values.get("advice", "")[:_CLIP])

    def _heard_task(self, report: StatusReport) -> None:
        if report.stage == Phase.ACCEPTED:
            text = report.values.get("instruction", "")[:_CLIP]
            self._begin(report.attempt, text, report.values.get("model", ""), report.values.get("steps", "1"))
            self._bind(report.attempt, text)
        elif report.attempt != self._task["attempt"]:  # it was refused before it was accepted, or we came later
            self._begin(report.attempt, "", "", "")
        if report.step != self._task["step"]:
            self._task["try"] = "1"
        self._task["step"] = report.step
        if report.stage == Phase.RETRY:
            self._task["try"] = report.values.get("try", "")[:8]
        if report.final:
            self._task.update(ended=True, waiting="")
            self._finish(report.attempt, report)

    def _begin(self, attempt: str, instruction: str, model: str, steps: str) -> None:
        now = self._clock()
        self._task = {
            "attempt": attempt, "instruction": instruction, "model": model[:_CLIP], "steps": steps[:8], "step": 0,
            "try": "1", "stage": "", "source": "", "since": now, "began": now, "code": 0, "code_name": "", "reason": "",
            "advice": "", "waiting": "", "ended": False,
        }  # fmt: skip

    def _note(self, report: StatusReport) -> None:
        self._count += 1
        self._lines.append({
            "number": self._count, "at": self._clock(), "source": report.source[:80], "stage": str(report.stage)[:80],
            "code": int(report.code), "code_name": report.code.name if report.code else "",
            "reason": report.reason[:_CLIP], "advice": report.values.get("advice", "")[:_CLIP],
        })  # fmt: skip

    def _bind(self, attempt: str, text: str) -> None:
        for entry in reversed(self._said):
            if not entry["attempt"] and not entry["end"] and entry["text"] == text:
                entry["attempt"] = attempt
                return
        self.heard_instruction(text)
        self._said[-1]["attempt"] = attempt

    def _finish(self, attempt: str, report: StatusReport) -> None:
        entries = [entry for entry in reversed(self._said) if not entry["end"]]
        own = [entry for entry in entries if attempt and entry["attempt"] == attempt]
        unbound = [entry for entry in entries if not entry["attempt"]]
        for entry in (own or unbound)[:1]:
            entry.update(end=str(report.stage), code=report.code.name if report.code else "")
