# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""R7 in physics: a stop or a cancel at a random moment of the carry of a measured object, beside sim_node.

The command is timed where the simulator says that a goal is being cancelled; how late it is itself is seen from goals
that it has to reject meanwhile, one every 10 ms. Rest counts in simulated time.
"""

from pathlib import Path

import pytest
from counted import Series
from stopping import COMMAND_MS, stop_somewhere

pytest.importorskip("mujoco")

from sim_rig import SimRig

pytestmark = [pytest.mark.slow, pytest.mark.timeout(0)]
_BEGUN_S, _LONGEST_S = 1.0, 8.0  # about where the first goal is sent, and where the carry ends


def test_a_stop_or_cancel_at_any_moment_of_a_carry_ends_it_in_time(tmp_path: Path) -> None:
    series = Series("R7 simulated arm", full=150, few=2)
    series.run(lambda: SimRig(tmp_path), lambda rig, rng, note: stop_somewhere(rig, rng, note, (_BEGUN_S, _LONGEST_S)))
    series.check_p99("own_ms", COMMAND_MS)
