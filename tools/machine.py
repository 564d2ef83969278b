# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What a bare machine must have, said in words where it is missing; installed by apt-get where that is allowed."""

import ctypes
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

NEEDED_GB = 8.0


def has_module(python: str, module: str) -> bool:
    """Whether an interpreter can import a module."""
    return subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0


def missing(python: str, root: Path, names: Sequence[str]) -> list[str]:
    """What stands in the way of installing the environments `names` below `root`, one text each; [] when all is there.

    As root on a machine with apt-get, missing packages are installed first.
    """
    packages = missing_packages(python, names)
    if packages and os.geteuid() == 0 and shutil.which("apt-get"):
        install(sorted(set(packages.values())))
        packages = missing_packages(python, names)
    texts = [f"missing: {what}. Debian and Ubuntu: apt-get install {package}" for what, package in packages.items()]
    free_gb = shutil.disk_usage(root).free / 1e9
    if free_gb < NEEDED_GB:
        texts.append(f"missing: disk space. {free_gb:.1f} GB are free in {root}, the installation needs "
                     f"{NEEDED_GB:.0f} GB")
    return texts


def missing_packages(python: str, names: Sequence[str]) -> dict[str, str]:
    """What is missing, and the Debian package that has it."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    found: dict[str, str] = {}
    if not has_module(python, "venv"):
        found["Python's venv module"] = f"{version}-venv"
    elif not has_module(python, "ensurepip") and not has_module(python, "pip"):
        found["pip"] = f"{version}-venv"
    if "ros" in names:
        if not runs(os.environ.get("CC", "cc")):
            found["a C compiler (cc)"] = "gcc"
        if not runs(os.environ.get("CXX", "c++")):
            found["a C++ compiler (c++; part of the interface code is C++)"] = "g++"
        if not Path(sysconfig.get_path("include"), "Python.h").is_file():
            found["the header files of Python"] = f"{version}-dev"
    if "serve" in names and not loads("libnuma.so.1"):
        found["libnuma, which vLLM on a CPU loads"] = "libnuma1"
    return found


def loads(library: str) -> bool:
    """Whether the system has a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def runs(command: str) -> bool:
    """Whether a command exists and answers --version."""
    if shutil.which(command) is None:
        return False
    return subprocess.run([command, "--version"], capture_output=True, check=False).returncode == 0


def install(packages: list[str]) -> None:
    """Ask apt-get for packages; what it could not get shows as still missing."""
    print("installing with apt-get: " + " ".join(packages), flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", *arguments], env=environment, check=False, stdout=subprocess.DEVNULL)


def explain(log: str, log_name: str) -> str:
    """The end of a failed step's log, with the likely cause in words."""
    causes = (
        ("No space left on device", "The disk is full."),
        ("NewConnectionError", "The package index could not be reached: is there a network, or a proxy to set?"),
        ("Temporary failure in name resolution", "The package index could not be reached: is there a network?"),
        ("CERTIFICATE_VERIFY_FAILED", "A certificate was not accepted: set PIP_CERT to your certificates."),
        ("No matching distribution found", "A package has no build for this machine (x86-64 Linux with glibc 2.28 or "
         "newer, Python 3.11 or 3.12), or the index is not complete."),
        ("Killed", "A process was killed: is there enough memory?"),
    )
    words = next((words for sign, words in causes if sign in log), "")
    tail = "\n".join("  | " + line for line in log.splitlines()[-12:])
    return "\n".join(text for text in (words, f"The end of {log_name}:", tail) if text)
