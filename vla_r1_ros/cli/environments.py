# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Which of the repository's environments a command needs, said by name before an import fails."""

from __future__ import annotations

import importlib.util
import sys

from vla_r1_ros.core.errors import ErrorCode, InputError

ROS, TRAIN = "venv", "venv-train"


def need(package: str, environment: str) -> None:
    """Raises InputError (INPUT_ENVIRONMENT) where `package`, which `environment` has, is not installed here."""
    if importlib.util.find_spec(package) is None:
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"{sys.prefix} has no {package}, which this command needs",
                         f"run it as .{environment}/bin/vla_r1; `make {environment}` makes that environment")
