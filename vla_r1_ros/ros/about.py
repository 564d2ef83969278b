# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What software ran: versions, commit, settings. Kept with every recording."""

import json
import os
import platform
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import vla_r1_ros
from vla_r1_ros.ros.distro import ros_distro, versions
from vla_r1_ros.ros.transport import DISCOVERY_VARIABLE, USER_VARIABLES

_VARIABLES = ("ROS_DOMAIN_ID", "RMW_IMPLEMENTATION", *USER_VARIABLES, DISCOVERY_VARIABLE)


@cache
def git_commit() -> str:
    """Return the commit of the checkout that the package runs from, "-dirty" where it was changed; "" for none."""
    root = Path(vla_r1_ros.__file__).resolve().parents[1]
    if not (root / ".git").exists():
        return ""
    command = ["git", "-C", str(root), "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=3.0, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def about(parameters: Mapping[str, object]) -> dict[str, str]:
    """Return, text by text, what a reader of a recording needs to know; `parameters` are those of the recorder."""
    return {
        "started": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "ros_distro": ros_distro(),
        "git_commit": git_commit(),
        "versions": json.dumps(versions()),
        "environment": json.dumps({name: os.environ[name] for name in _VARIABLES if name in os.environ}),
        "recorder_parameters": json.dumps(dict(parameters), default=str),
    }
