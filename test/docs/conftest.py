# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What the running nodes say of themselves, read once for all pages that tell it."""

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))


@pytest.fixture(scope="session")
def graph() -> list[Any]:
    """Every topic, service and action end of every node."""
    pytest.importorskip("rclpy")
    import stack_graph

    return stack_graph.read_graph()
