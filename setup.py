# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""An ament_python package: colcon and pip both read this file."""

from pathlib import Path

from setuptools import find_packages, setup

PACKAGE = "vla_r1_ros"
NODES = ("vla_node", "projection_node", "planner_node", "sim_node", "recorder_node", "console_node",
         "calibration_node")
ROOT = Path(__file__).parent


def shared(folder: str, pattern: str = "*") -> list[tuple[str, list[str]]]:
    """data_files entries that keep the folders below `folder` as they are, under share/vla_r1_ros."""
    entries: dict[str, list[str]] = {}
    for path in sorted((ROOT / folder).rglob(pattern)):
        relative = path.relative_to(ROOT)
        if path.is_file() and "__pycache__" not in relative.parts:
            entries.setdefault(f"share/{PACKAGE}/{relative.parent.as_posix()}", []).append(relative.as_posix())
    return list(entries.items())


setup(
    name=PACKAGE,
    version="0.1.0",
    description="VLA-R1 reasons about a camera image, and a robot arm does what was said.",
    author="vla_r1_ros contributors",
    maintainer="vla_r1_ros contributors",
    maintainer_email="vla-r1-ros@users.noreply.github.com",
    license="Apache-2.0",
    python_requires=">=3.11",
    packages=find_packages(include=[PACKAGE, f"{PACKAGE}.*"]),
    package_data={PACKAGE: ["py.typed"]},
    data_files=[
        ("share/ament_index/resource_index/packages", [f"resource/{PACKAGE}"]),
        (f"share/{PACKAGE}", ["package.xml"]),
        *shared("launch", "*.py"),
        *shared("config"),
        *shared("models"),
        *shared("docs", "errors.md"),
        *shared("web"),
    ],
    # What apt gives on a ROS 2 machine too; the rest is in package.xml and, for a bare machine, in requirements/.
    install_requires=["httpx", "numpy", "PyYAML", "rich", "scipy"],
    zip_safe=False,
    entry_points={
        "console_scripts": [
            f"vla_r1 = {PACKAGE}.cli.main:main",
            *(f"{node} = {PACKAGE}.ros.{node}:main" for node in NODES),
        ],
    },
)
