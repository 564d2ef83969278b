# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""R7, ideal arm: a stop or a cancel at a random moment of an episode."""

from pathlib import Path

import pytest
from counted import Series
from stopping import COMMAND_MS, StopRig, stop_somewhere

pytestmark = [pytest.mark.slow, pytest.mark.timeout(0)]
_PLANNED_S, _LONGEST_S = 0.25, 2.6  # about where the first goal is sent, and where the episode ends


def test_a_stop_or_cancel_at_any_moment_ends_the_motion_in_time(tmp_path: Path) -> None:
    series = Series("R7 ideal arm", full=350, few=6)
    series.run(lambda: StopRig(tmp_path),
               lambda rig, rng, note: stop_somewhere(rig, rng, note, (_PLANNED_S, _LONGEST_S)))
    series.check_p99("command_ms", COMMAND_MS)
