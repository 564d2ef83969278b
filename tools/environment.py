# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Make the virtual environments of a bare machine: `python tools/environment.py ros serve train`.

An environment is complete when its stamp file holds the fingerprint of all that it was made from. An interrupted one
has no stamp and is made anew; an outdated one is brought up to date in place. Several names are made at the same time;
a second run waits for the first. Standard library only.
"""

import argparse
import fcntl
import hashlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import machine

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
PIP = "pip==26.3"
STAMP = ".complete"
#: Raise when what this file does to an environment changes.
RECIPE = 1
HEARTBEAT_S = 15.0


@dataclass(frozen=True)
class Environment:
    """What is peculiar to one environment: its folder, lock, sources built into it, and imports that must work."""

    folder: str
    lock: str
    sources: tuple[str, ...]
    editable: bool
    check: str


ENVIRONMENTS = {
    "ros": Environment(".venv", "requirements/ros.txt", ("interfaces",), True,
                       "import rclpy, tf2_msgs.msg, vision_msgs.msg, control_msgs.action, cv2, mujoco, roboplan"),
    "serve": Environment(".venv-serve", "requirements/serve.txt",
                         ("serving/vllm_name", "serving/torchvision_schemas"), False,
                         "import importlib.metadata as m, torch, torchvision, transformers; m.version('vllm')"),
    "train": Environment(".venv-train", "requirements/train.txt", ("serving/torchvision_schemas",), True,
                         "import torch, torchvision, transformers, trl, mujoco"),
    "docs": Environment(".venv-docs", "requirements/docs.txt", (), False, "import mkdocs"),
}


class StepError(Exception):
    """A step failed; the text says which, and where its log is."""


class Processes:
    """The child processes of this run, so that an interrupt ends them all."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._guard = threading.Lock()
        self._ended = False

    def run(self, command: list[str], log: Path) -> int:
        """Run a command to its end, output appended to `log`; its exit status."""
        with log.open("ab") as output, self._guard:
            if self._ended:
                return 130
            output.write(f"\n$ {' '.join(command)}\n".encode())
            output.flush()
            process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
            self._running.add(process)
        try:
            return process.wait()
        finally:
            with self._guard:
                self._running.discard(process)

    def end(self) -> None:
        """Terminate what runs and start nothing more."""
        with self._guard:
            self._ended = True
            for process in self._running:
                process.terminate()


class Maker:
    """Makes one environment."""

    def __init__(self, name: str, python: str, processes: Processes) -> None:
        self.name = name
        self.environment = ENVIRONMENTS[name]
        self.folder = ROOT / self.environment.folder
        self._host_python = python
        self._processes = processes
        self._log = BUILD / "logs" / f"environment-{name}.log"

    @property
    def python(self) -> str:
        """The environment's own interpreter."""
        return str(self.folder / "bin" / "python")

    def fingerprint(self) -> str:
        """Changes with whatever the environment is made from, with its place and with the Python behind it."""
        base = f"{RECIPE} {PIP} {self.folder} {sys.base_prefix} {sys.version_info[:3]}"
        digest = hashlib.sha256(base.encode())
        digest.update((ROOT / self.environment.lock).read_bytes())
        packaging = ("setup.py", "setup.cfg") if self.environment.editable else ()
        for source in (*self.environment.sources, *packaging):
            digest.update(tree_hash(ROOT / source).encode())
        return digest.hexdigest()

    def is_complete(self) -> bool:
        """Whether nothing is left to do."""
        return self._stamp() == self.fingerprint()

    def make(self) -> None:
        """Make or bring up to date, alone among processes. Raises StepError."""
        with only_one(BUILD / f"environment-{self.name}.lock", self.name):
            if self.is_complete():
                return
            self._log.parent.mkdir(parents=True, exist_ok=True)
            self._log.unlink(missing_ok=True)
            began = time.monotonic()
            fresh = self._stamp() is None
            say(f"{self.environment.folder}: {'making' if fresh else 'updating'} (log: {self._log.relative_to(ROOT)})")
            (self.folder / STAMP).unlink(missing_ok=True)
            if fresh:
                self._make_venv()
            if self.name == "ros":
                self._install_with_interfaces()
            else:
                self._install_lock()
            self._install_local()
            self._check()
            (self.folder / STAMP).write_text(self.fingerprint() + "\n")
            say(f"{self.environment.folder}: ready after {time.monotonic() - began:.0f} s")

    def _stamp(self) -> str | None:
        stamp = self.folder / STAMP
        return stamp.read_text().strip() if stamp.is_file() else None

    def _make_venv(self) -> None:
        bare = not machine.has_module(self._host_python, "ensurepip")
        self._step("create the environment", [self._host_python, "-m", "venv", "--clear",
                                              *(["--without-pip"] if bare else []), str(self.folder)])
        pip = [self._host_python, "-m", "pip", "--python", self.python] if bare else [self.python, "-m", "pip"]
        self._step("install pip", [*pip, "install", "--upgrade", PIP], retry=True)

    def _install_with_interfaces(self) -> None:
        """The interface wheel compiles while the lock is downloaded."""
        with ThreadPoolExecutor(1) as pool:
            wheel: Future[Path] = pool.submit(self._interface_wheel)
            self._install_lock()
            self._pip("install the interface wheel", "install", "--no-deps", "--force-reinstall", str(wheel.result()))

    def _install_lock(self) -> None:
        lock = self.environment.lock
        self._pip(f"install {lock}", "install", "--no-compile", "--no-deps", "-r", lock)
        if "torch==" in (ROOT / self.environment.lock).read_text() and self._run("-c", "import torch") != 0:
            say(f"{self.environment.folder}: torch is the CUDA build here; fetching its libraries (over 2 GB). With "
                "the index of PyTorch's CPU builds in PIP_EXTRA_INDEX_URL this is not needed.")
            torch = next(line for line in (ROOT / self.environment.lock).read_text().splitlines()
                         if line.startswith("torch=="))
            self._pip("install the libraries of torch", "install", torch)

    def _interface_wheel(self) -> Path:
        """The built wheel, from the cache where the sources are the same."""
        tag = f"cp{sys.version_info.major}{sys.version_info.minor}"
        cache = BUILD / "interfaces" / f"{tree_hash(ROOT / 'interfaces')[:16]}-{tag}"
        wheels = list(cache.glob("vla_r1_interfaces-*.whl"))
        if not wheels:
            self._pip("build the interface wheel", "wheel", "--no-deps", "-w", str(cache), "./interfaces",
                      log=BUILD / "logs" / "interfaces.log")
            wheels = list(cache.glob("vla_r1_interfaces-*.whl"))
        return wheels[0]

    def _install_local(self) -> None:
        shims = [f"./{source}" for source in self.environment.sources if source.startswith("serving/")]
        if shims:
            self._pip("install the serving shims", "install", "--no-deps", "--no-build-isolation",
                      "--force-reinstall", *shims)
        if self.environment.editable:
            self._pip("install vla_r1_ros", "install", "--no-deps", "--no-build-isolation", "-e", ".")

    def _check(self) -> None:
        self._step("import what was installed", [self.python, "-c", self.environment.check])

    def _pip(self, what: str, *arguments: str, log: Path | None = None) -> None:
        self._step(what, [self.python, "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments],
                   retry=True, log=log)

    def _run(self, *arguments: str) -> int:
        return self._processes.run([self.python, *arguments], self._log)

    def _step(self, what: str, command: list[str], retry: bool = False, log: Path | None = None) -> None:
        log = log or self._log
        log.parent.mkdir(parents=True, exist_ok=True)
        for _attempt in range(2 if retry else 1):
            status = self._processes.run(command, log)
            if status in (0, 130) or status < 0:
                break
        if status != 0:
            raise StepError(f"{self.environment.folder}: could not {what} (exit status {status}).\n"
                            + machine.explain(log.read_text(errors="replace"), str(log.relative_to(ROOT))))


def tree_hash(path: Path) -> str:
    """SHA-256 over names and contents below `path`, build left-overs aside."""
    digest = hashlib.sha256()
    files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
    for file in files:
        inner = file.relative_to(ROOT)
        if not any(part in ("build", "__pycache__") or part.endswith(".egg-info") for part in inner.parts):
            digest.update(f"{inner.as_posix()}\0".encode() + file.read_bytes())
    return digest.hexdigest()


@contextmanager
def only_one(path: Path, name: str) -> Iterator[None]:
    """Hold the lock file; wait for another process that holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"{name}: waiting for another run that makes this environment")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def say(text: str) -> None:
    """One line for the user."""
    print(text, flush=True)


def make_all(names: list[str], processes: Processes) -> int:
    """Make the environments at the same time; exit status."""
    makers = [Maker(name, sys.executable, processes) for name in names]
    waiting = [maker for maker in makers if not maker.is_complete()]
    if not waiting:
        return 0
    problems = machine.missing(sys.executable, ROOT, [maker.name for maker in waiting])
    if problems:
        say("\n".join(problems))
        return 2
    began = time.monotonic()
    with ThreadPoolExecutor(len(waiting)) as pool:
        futures = [pool.submit(maker.make) for maker in waiting]
        try:
            while not all(future.done() for future in futures):
                wait_for = time.monotonic() + HEARTBEAT_S
                while time.monotonic() < wait_for and not all(future.done() for future in futures):
                    time.sleep(0.1)
                if not all(future.done() for future in futures):
                    say(f"  ... still installing ({time.monotonic() - began:.0f} s)")
        except BaseException:
            processes.end()
            raise
    failures = [error for future in futures if (error := future.exception()) is not None]
    for error in failures:
        if not isinstance(error, StepError | OSError):
            raise error
        say(f"error: {error}")
    return 1 if failures else 0


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="+", choices=sorted(ENVIRONMENTS), metavar="{ros,serve,train,docs}")
    names = list(dict.fromkeys(parser.parse_args().names))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)  # SIGINT is ignored in a shell's background jobs
    processes = Processes()
    try:
        return make_all(names, processes)
    except KeyboardInterrupt:
        say("interrupted; the next run goes on from a clean state")
        return 130


if __name__ == "__main__":
    sys.exit(main())
