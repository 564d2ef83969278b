# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What every test needs before anything is imported."""

import os
import sys

from vla_r1_ros.sim.gl import ensure_gl

ensure_gl()  # MuJoCo chooses its renderer when it is imported, whichever test does that first
os.environ.setdefault("AMENT_PREFIX_PATH", sys.prefix)  # nothing sets it in a plain virtual environment
