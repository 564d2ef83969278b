# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The maker of environments: what it takes for complete, what it says, and how it ends."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import namedtuple
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import environment  # noqa: E402
import machine  # noqa: E402


@pytest.fixture
def maker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> environment.Maker:
    """The serving environment of a checkout that holds only what its fingerprint reads."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "serve.txt").write_text("one==1.0\n")
    shutil.copytree(ROOT / "serving", tmp_path / "serving",
                    ignore=shutil.ignore_patterns("build", "*.egg-info", "__pycache__"))
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "BUILD", tmp_path / "build")
    result = environment.Maker("serve", sys.executable, environment.Processes())
    result.folder.mkdir()
    (result.folder / environment.STAMP).write_text(result.fingerprint() + "\n")
    return result


def test_complete_until_the_lock_changes(maker: environment.Maker) -> None:
    assert maker.is_complete()
    (environment.ROOT / "requirements" / "serve.txt").write_text("one==1.1\n")
    assert not maker.is_complete()


def test_sources_count_and_build_left_overs_do_not(maker: environment.Maker) -> None:
    shim = environment.ROOT / "serving" / "vllm_name"
    for left_over in ("build/lib/x.py", "vllm.egg-info/PKG-INFO", "__pycache__/x.pyc"):
        (shim / left_over).parent.mkdir(parents=True, exist_ok=True)
        (shim / left_over).write_text("x")
    assert maker.is_complete()
    (shim / "pyproject.toml").write_text("")
    assert not maker.is_complete()


def test_without_stamp_or_in_another_place_it_is_not_complete(maker: environment.Maker, tmp_path: Path) -> None:
    stamp = (maker.folder / environment.STAMP).read_text().strip()
    maker.folder = tmp_path / "moved"
    assert maker.fingerprint() != stamp
    assert not maker.is_complete()


def test_a_second_run_waits_for_the_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entered = threading.Event()

    def second() -> None:
        with environment.only_one(tmp_path / "x.lock", "serve"):
            entered.set()

    with environment.only_one(tmp_path / "x.lock", "serve"):
        thread = threading.Thread(target=second)
        thread.start()
        assert not entered.wait(0.3)
        assert "waiting for another run" in capsys.readouterr().out
    assert entered.wait(10.0)
    thread.join()


def test_a_failed_step_says_what_and_why(maker: environment.Maker) -> None:
    script = "import sys; print('ERROR: No matching distribution found for one==1.0'); sys.exit(3)"
    with pytest.raises(environment.StepError) as caught:
        maker._step("install one", [sys.executable, "-c", script])
    text = str(caught.value)
    assert "could not install one (exit status 3)" in text
    assert "no build for this machine" in text and "build/logs/environment-serve.log" in text


@pytest.mark.parametrize(("log", "words"), [
    ("OSError: [Errno 28] No space left on device", "The disk is full."),
    ("NewConnectionError(...): Failed to establish", "is there a network"),
    ("SSLError CERTIFICATE_VERIFY_FAILED", "PIP_CERT"),
])
def test_causes_in_words(log: str, words: str) -> None:
    assert words in machine.explain(log, "x.log")


Usage = namedtuple("Usage", "total used free")


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(machine.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: Usage(1, 1, 3_000_000_000))
    monkeypatch.setenv("CXX", "no-such-compiler")
    monkeypatch.setattr(machine, "loads", lambda library: library != "libnuma.so.1")
    texts = machine.missing(sys.executable, tmp_path, ["ros", "serve"])
    assert any("C++ compiler" in text and "apt-get install g++" in text for text in texts)
    assert any("libnuma" in text and "apt-get install libnuma1" in text for text in texts)
    assert any("3.0 GB are free" in text and "needs 8 GB" in text for text in texts)
    assert not any("C++" in text for text in machine.missing(sys.executable, tmp_path, ["train"]))


def test_a_python_that_does_not_run_is_refused(tmp_path: Path) -> None:
    shim = tmp_path / "python3.12"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    refused = subprocess.run([ROOT / "tools" / "python.sh"], env={**os.environ, "PYTHON": str(shim)},
                             capture_output=True, text=True, check=False)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "is not a 64-bit Python 3.11 or 3.12 that runs" in refused.stderr
    found = subprocess.run([ROOT / "tools" / "python.sh"], capture_output=True, text=True, check=True,
                           env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}).stdout.strip()
    assert Path(found).is_file() and found != str(shim)


@pytest.mark.slow
@pytest.mark.parametrize(("number", "at_start"), [(signal.SIGINT, signal.SIG_DFL), (signal.SIGTERM, signal.SIG_IGN)])
def test_interrupt_leaves_no_process_and_no_stamp(
    number: signal.Signals, at_start: signal.Handlers, tmp_path: Path
) -> None:
    """SIGINT is ignored at the start of a shell's background jobs; SIGTERM must end them all the same."""
    shutil.copytree(ROOT / "tools", tmp_path / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "serving", tmp_path / "serving", ignore=shutil.ignore_patterns("build", "*.egg-info"))
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "serve.txt").write_text("one==1.0\n")
    with subprocess.Popen([sys.executable, "tools/environment.py", "serve"], cwd=tmp_path, stdout=subprocess.PIPE,
                          text=True, start_new_session=True,
                          preexec_fn=lambda: signal.signal(signal.SIGINT, at_start)) as process:
        assert process.stdout is not None
        assert "making" in process.stdout.readline()
        children: list[psutil.Process] = []
        deadline = time.monotonic() + 30.0
        while not children and time.monotonic() < deadline:
            children = psutil.Process(process.pid).children(recursive=True)
        assert children
        process.send_signal(number)
        assert process.wait(timeout=60) == 130
    _, alive = psutil.wait_procs(children, timeout=10)
    assert not alive
    assert not (tmp_path / ".venv-serve" / environment.STAMP).exists()
