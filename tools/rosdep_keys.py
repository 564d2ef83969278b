# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Resolve package.xml with rosdep's own library against a checkout of ros/rosdistro, and print key and apt package.

    git clone --depth 1 https://github.com/ros/rosdistro && pip install --target rosdep-lib rosdep
    PYTHONPATH=rosdep-lib python tools/rosdep_keys.py rosdistro    # its lines belong into test/rosdep_jazzy.txt

Nothing is fetched and no system file is read or written: sources and cache of rosdep stand in a temporary folder. Exit
status 1 where a key does not resolve.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
DISTRO, SYSTEM = "jazzy", "ubuntu:noble"
YAML = ("base", "python", "ruby")
INDEX = """%YAML 1.1
---
distributions:
  jazzy: {{distribution: [{folder}/jazzy/distribution.yaml], distribution_status: active, distribution_type: ros2,
          python_version: 3}}
type: index
version: 4
"""


def wanted(package: Path) -> list[str]:
    """Every key of a package.xml: what it depends on, in whatever phase."""
    root = ElementTree.parse(package).getroot()
    return sorted({element.text or "" for element in root if element.tag.endswith("depend")})


def rosdep(words: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run rosdep's command line in its own process."""
    return subprocess.run([sys.executable, "-m", "rosdep2", *words], capture_output=True, text=True, check=False,
                          env=os.environ | environment)


def resolve(keys: list[str], rosdistro: Path) -> dict[str, str]:
    """Key -> `installer package ...`. Raises SystemExit with rosdep's own words where one does not resolve."""
    with tempfile.TemporaryDirectory() as scratch:
        sources = Path(scratch, "sources")
        sources.mkdir()
        lines = (f"yaml {(rosdistro / 'rosdep' / name).with_suffix('.yaml').as_uri()}\n" for name in YAML)
        (sources / "20-default.list").write_text("".join(lines))
        index = Path(scratch, "index-v4.yaml")
        index.write_text(INDEX.format(folder=rosdistro.as_uri()))
        environment = {"ROSDEP_SOURCE_PATH": str(sources), "ROSDISTRO_INDEX_URL": index.as_uri(),
                       "ROS_HOME": str(Path(scratch, "home")), "ROS_DISTRO": DISTRO, "ROS_VERSION": "2",
                       "ROS_PYTHON_VERSION": "3"}
        for words in (["update", "--rosdistro", DISTRO],
                      ["resolve", *keys, "--os", SYSTEM, "--rosdistro", DISTRO]):
            done = rosdep(words, environment)
            if done.returncode:
                sys.exit(done.stdout + done.stderr)
    found = re.findall(r"#ROSDEP\[(.+)\]\n#(\w+)\n(.*)", done.stdout)
    return {key: f"{installer} {packages}" for key, installer, packages in found}


def main() -> None:
    """Print `key installer package`, sorted."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("rosdistro", type=Path, help="folder of a checkout of github.com/ros/rosdistro")
    arguments = parser.parse_args()
    keys = wanted(ROOT / "package.xml")
    found = resolve(keys, arguments.rosdistro.resolve())
    if missing := set(keys) - set(found):
        sys.exit(f"not resolved: {', '.join(sorted(missing))}")
    sys.stdout.writelines(f"{key} {found[key]}\n" for key in keys)


if __name__ == "__main__":
    main()
