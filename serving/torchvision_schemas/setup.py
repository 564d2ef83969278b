# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0

"""Adds the start-up line (.pth) that installs the import hook."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithHook(build_py):
    """Puts the .pth file beside the module."""

    def run(self) -> None:
        super().run()
        Path(self.build_lib, "torchvision_cpu_shim.pth").write_text("import torchvision_cpu_shim\n")


setup(cmdclass={"build_py": BuildWithHook})
