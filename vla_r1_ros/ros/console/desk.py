# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What one page needs of the console; made by the node, used by the server."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from vla_r1_ros.ros.console.access import Access
from vla_r1_ros.ros.console.board import Board
from vla_r1_ros.ros.console.enable import EnableLease
from vla_r1_ros.ros.console.frames import Feed
from vla_r1_ros.ros.console.kept import Kept
from vla_r1_ros.ros.console.protocol import Answer, Ask


@dataclass(frozen=True)
class Desk:
    """The parts of one console.

    `act` carries out a request other than stop and enable, and may take seconds; `stop` takes who asked and ends
    within a second or two; it depends on none of the others.
    """

    access: Access
    board: Board
    lease: EnableLease
    feeds: Mapping[str, Feed]
    kept: Kept
    scene: Board
    act: Callable[[Ask], Answer]
    stop: Callable[[str], Answer]
    log: Callable[[str], None]
    ended: threading.Event = field(default_factory=threading.Event)
