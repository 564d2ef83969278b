# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Print the lock of the environment that runs this: what pip installed into it, one exact version a line.

    .venv/bin/python tools/lock.py > requirements/ros.txt

Left out: what is built here (the interface wheel, the two serving shims, the package itself), and the Python halves of
the ROS wheels, which list themselves as packages but come with their ros-* wheel. A local version (+cpu) is cut, so
that the lock also serves machines with the other build.
"""

import sys
from importlib.metadata import distributions

BUILT_HERE = {"vla-r1-ros", "vla-r1-interfaces", "vllm", "torchvision-cpu-shim"}
#: empy is used to build interfaces only and has no wheel.
NOT_LOCKED = {"pip", "wheel", "empy"}


def main() -> int:
    """Write the lock to standard output."""
    lines = set()
    for distribution in distributions():
        name = distribution.metadata["Name"]
        if distribution.read_text("INSTALLER") is None:
            continue
        if name.lower().replace("_", "-") in BUILT_HERE | NOT_LOCKED:
            continue
        lines.add(f"{name}=={distribution.version.partition('+')[0]}")
    sys.stdout.write("\n".join(sorted(lines, key=str.lower)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
