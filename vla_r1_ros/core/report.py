# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What the nodes tell each other and the user about the work: `status` and `motion_status`."""

from dataclasses import dataclass, field
from enum import StrEnum

from vla_r1_ros.core.errors import ErrorCode


class Phase(StrEnum):
    """Stages that mean something to more than one node; skills add their own names in between."""

    ACCEPTED = "accepted"
    LOOK = "look"
    ASK = "ask"
    DECIDED = "decided"
    PROJECTED = "projected"
    RETRY = "retry"
    REFUSED = "refused"
    DONE = "done"
    ABSENT = "absent"
    FAILED = "failed"
    CANCELLED = "cancelled"
    STOPPED = "stopped"
    READY = "ready"


FINAL_PHASES = frozenset({Phase.DONE, Phase.ABSENT, Phase.FAILED, Phase.CANCELLED, Phase.STOPPED})


@dataclass(frozen=True)
class StatusReport:
    """One line of progress: `stamp_ns` is the look it belongs to (0: none yet), `source` the node that says it,
    `step` counts from 0, `values` hold numbers as text (durations in s or ms as their names say)."""

    stamp_ns: int
    source: str
    attempt: str
    step: int
    stage: str
    code: ErrorCode = ErrorCode.OK
    reason: str = ""
    values: dict[str, str] = field(default_factory=dict)

    @property
    def final(self) -> bool:
        """True when nothing more follows for this look (motion_status) or this attempt (status)."""
        return self.stage in FINAL_PHASES
