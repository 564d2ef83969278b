# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Lets the tests of this folder import `verl_sets`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
