# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Where verl is installed, and whether this machine can run it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.resources import environment_places
from vla_r1_ros.posttrain.verl_engine import VERL_VERSION

VENV_NAME = ".venv-verl"
VENV_VARIABLE = "VLA_R1_VERL_VENV"
INSTALL = (f"python3.12 -m venv {VENV_NAME}; {VENV_NAME}/bin/pip install 'verl[vllm]=={VERL_VERSION}'; "
           f"{VENV_NAME}/bin/pip install flash-attn==2.8.3 --no-build-isolation; {VENV_NAME}/bin/pip install -e . "
           "(docs/verl.md)")
_NEEDED = ("verl", "ray", "vllm", "vla_r1_ros")
_PACKAGES = (*_NEEDED, "torch", "transformers", "flash_attn", "TransferQueue", "qwen_vl_utils")
_PROBE = """
import importlib.metadata as m, json
found = {}
for name in %r:
    try: found[name] = m.version(name)
    except m.PackageNotFoundError: pass
print(json.dumps(found))
"""
_PROBE_S = 120.0


@dataclass(frozen=True)
class VerlEnvironment:
    """A Python that has verl, and the versions of what matters beside it."""

    python: Path
    versions: dict[str, str]


def find_verl(venv: Path | None = None) -> VerlEnvironment:
    """Return the environment with verl.

    Looked for in `venv` alone where given; else in $VLA_R1_VERL_VENV, .venv-verl of the checkout and of the current
    folder, and the Python that runs this.

    Raises:
        InputError: INPUT_ENVIRONMENT when there is none, or verl has another version than the one spoken here.
    """
    looked = environment_places(venv, VENV_VARIABLE, VENV_NAME)
    for place in looked:
        python = place / "bin" / "python"
        versions = _probe(python) if os.access(python, os.X_OK) else {}
        if "verl" in versions:
            if versions["verl"] != VERL_VERSION:
                raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"verl {versions['verl']} in {place}; its configuration "
                                 f"changes from release to release, and this speaks {VERL_VERSION}", INSTALL)
            return VerlEnvironment(python, versions)
    raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"no verl in {', '.join(map(str, looked))}", INSTALL)


def check_machine(found: VerlEnvironment, gpus: int, ray_address: str, extra: Iterable[str] = ()) -> None:
    """Check what a run needs besides verl: its companions and, where Ray is started here, the GPUs.

    Args:
        gpus: that each machine must have.
        ray_address: of a cluster that runs already, empty where Ray is started here.
        extra: overrides of verl's configuration; one that names another attention needs no flash-attn.

    Raises:
        InputError: INPUT_ENVIRONMENT naming what is missing.
    """
    own_attention = any("attn_implementation" in word for word in extra)
    missing = [name for name in (*_NEEDED, *(() if own_attention else ("flash_attn",))) if name not in found.versions]
    if missing:
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"{found.python} has verl, but not {', '.join(missing)}", INSTALL)
    here = count_gpus()
    if not ray_address and here is not None and here < gpus:
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"{gpus} GPUs are asked for, this machine has {here}",
                         "--gpus-per-node N and --set cluster.tensor_parallel=N, or --ray-address of a cluster; "
                         "on a machine without a GPU use --engine trl")


def count_gpus() -> int | None:
    """NVIDIA GPUs of this machine; None where it has accelerators of another make, which Ray will count."""
    command = shutil.which("nvidia-smi")
    if command is None:
        return None if shutil.which("rocm-smi") or shutil.which("npu-smi") else 0
    try:
        listed = subprocess.run([command, "-L"], capture_output=True, text=True, timeout=20, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return 0
    return sum(line.startswith("GPU ") for line in listed.splitlines())


def _probe(python: Path) -> dict[str, str]:
    try:
        done = subprocess.run([python, "-I", "-c", _PROBE % (_PACKAGES,)], capture_output=True, text=True,
                              timeout=_PROBE_S, check=True)
        return {str(name): str(version) for name, version in json.loads(done.stdout).items()}
    except (OSError, subprocess.SubprocessError, ValueError):
        return {}
