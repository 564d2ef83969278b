# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The process of a run: its files, its end from outside, and the named error for what its log says."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from vla_r1_ros.core.errors import ErrorCode, InputError, VlaError
from vla_r1_ros.posttrain.verl_engine.environment import VerlEnvironment, check_machine, count_gpus, find_verl
from vla_r1_ros.posttrain.verl_engine.export import export_verl_run, is_verl_run
from vla_r1_ros.posttrain.verl_engine.launch import Launch, cause_of_end, last_step, make_launch, run, write_record


def _launch(out: Path, code: str) -> Launch:
    return Launch((sys.executable, "-c", code), dict(os.environ), out, 1)


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_each_start_has_files_of_its_own(tmp_path: Path) -> None:
    first = make_launch(Path("/v/bin/python"), ["trainer.nnodes=1"], tmp_path)
    first.log.write_text("")
    second = make_launch(Path("/v/bin/python"), ["trainer.nnodes=1"], tmp_path)
    assert (first.number, second.number) == (1, 2) and first.metrics != second.metrics
    assert second.command[:4] == ("/v/bin/python", "-m", "verl.trainer.main_ppo", "trainer.nnodes=1")
    assert second.command[-1].endswith(f"env_vars.VERL_FILE_LOGGER_PATH={second.metrics}")


def test_a_sourced_ros_does_not_reach_verl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/opt/ros/jazzy/lib/python3.12/site-packages")
    assert "PYTHONPATH" not in make_launch(Path("python"), [], tmp_path).environment


def test_the_kept_command_runs_as_it_stands(tmp_path: Path) -> None:
    code = "import sys, os; print(sys.argv[1:], os.environ['RAY_USAGE_STATS_ENABLED'])"
    launch = Launch((sys.executable, "-c", code, "a='b c'", "d=[1,2]"), {"RAY_USAGE_STATS_ENABLED": "0",
                    "HYDRA_FULL_ERROR": "1", "PYTHONUNBUFFERED": "1"}, tmp_path, 1)  # fmt: skip
    write_record(launch, {"model": "m"})
    said = subprocess.run(["sh", tmp_path / "command.sh"], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[\"a='b c'\", 'd=[1,2]'] 0"
    record = json.loads((tmp_path / "verl.json").read_text())
    assert record["model"] == "m" and record["command"] == list(launch.command) and is_verl_run(tmp_path)


def test_a_run_that_ends_well_is_watched_to_its_end(tmp_path: Path) -> None:
    looks: list[str] = []
    launch = _launch(tmp_path, "print('step')")
    run(launch, lambda: looks.append(launch.log.read_text()))
    assert looks[-1] == "step\n"


def test_a_signal_ends_all_that_was_started(tmp_path: Path) -> None:
    code = ("import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
            "print(p.pid, flush=True); time.sleep(60)")  # fmt: skip
    launch = _launch(tmp_path, code)

    def end_when_started() -> None:
        until = time.monotonic() + 20
        while time.monotonic() < until and not (launch.log.is_file() and launch.log.read_text().strip()):
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=end_when_started, daemon=True).start()
    with pytest.raises(KeyboardInterrupt):
        run(launch, lambda: None)
    assert not _alive(int(launch.log.read_text().split()[0]))


def test_an_error_while_watching_ends_the_run(tmp_path: Path) -> None:
    def fail() -> None:
        raise InputError(ErrorCode.INPUT_PARAMETER, "the loss is not a number")

    launch = _launch(tmp_path, "import os, time; print(os.getpid(), flush=True); time.sleep(60)")
    # the first look comes a second after the start
    began = time.monotonic()
    with pytest.raises(InputError, match="not a number"):
        run(launch, fail)
    assert time.monotonic() - began < 30 and not _alive(int(launch.log.read_text().split()[0]))


@pytest.mark.parametrize(("said", "code", "words"), [
    ("ValueError: Total available GPUs 0 is less than total desired GPUs 2", ErrorCode.INPUT_ENVIRONMENT,
     "GPUs 0 is less than total desired GPUs 2"),
    ("OSError: [Errno 28] No space left on device", ErrorCode.TRAIN_DISK_FULL, "No space left"),
    ("torch.OutOfMemoryError: CUDA out of memory. Tried", ErrorCode.TRAIN_MEMORY, "out of GPU memory"),
    ("ConnectionError: Could not find any running Ray instance. Please", ErrorCode.INPUT_ENVIRONMENT, "running Ray"),
    ("ValueError: Multimodal prompt produced 2300 tokens, exceeding rollout.prompt_length=2048. Tr",
     ErrorCode.TRAIN_PROMPT_TOO_LONG, "2300 tokens"),
    ("dataset len: 90\nfilter dataset len: 0\nValueError: num_samples should be", ErrorCode.TRAIN_PROMPT_TOO_LONG,
     "no row has a prompt that fits"),
    ("Could not override 'trainer.no_such_key'.\nTo append", ErrorCode.INPUT_PARAMETER, "trainer.no_such_key"),
    ("ModuleNotFoundError: No module named 'flash_attn'", ErrorCode.INPUT_ENVIRONMENT, "flash_attn"),
    ("Segmentation fault", ErrorCode.INTERNAL, "status 139"),
])
def test_the_log_gives_the_named_error(tmp_path: Path, said: str, code: ErrorCode, words: str) -> None:
    log = tmp_path / "verl_001.log"
    log.write_text(f"\x1b[36m(TaskRunner pid=1)\x1b[0m begin\n{said}\n")
    error = cause_of_end(log, 139, said)
    assert error.code is code and words in error.message and str(log) in error.message and error.advice


def test_a_failed_run_raises_its_cause(tmp_path: Path) -> None:
    with pytest.raises(VlaError) as caught:
        run(_launch(tmp_path, "raise OSError(28, 'No space left on device')"), lambda: None)
    assert caught.value.code is ErrorCode.TRAIN_DISK_FULL and "--resume" in caught.value.advice


def test_no_verl_and_another_verl_are_refused_with_the_command_that_installs_it(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        find_verl(tmp_path)
    assert caught.value.code is ErrorCode.INPUT_ENVIRONMENT and "docs/verl.md" in caught.value.advice
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.write_text("#!/bin/sh\necho '{\"verl\": \"0.4.0\"}'\n")
    python.chmod(0o755)
    with pytest.raises(InputError, match=r"verl 0\.4\.0"):
        find_verl(tmp_path)


def test_what_a_machine_lacks_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    versions = dict.fromkeys(("verl", "ray", "vllm", "vla_r1_ros", "flash_attn"), "1")
    listing = tmp_path / "nvidia-smi"
    listing.write_text("#!/bin/sh\necho 'GPU 0: NVIDIA H100 (UUID: GPU-1)'\n")
    listing.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert count_gpus() == 1
    whole = VerlEnvironment(Path("python"), versions)
    check_machine(whole, 1, "")
    check_machine(whole, 8, "auto")  # a cluster's GPUs are counted by Ray
    with pytest.raises(InputError, match="2 GPUs are asked for, this machine has 1"):
        check_machine(whole, 2, "")
    bare = VerlEnvironment(Path("python"), {**dict.fromkeys(("verl", "ray", "vllm", "vla_r1_ros"), "1")})
    with pytest.raises(InputError, match="has verl, but not flash_attn"):
        check_machine(bare, 1, "")
    check_machine(bare, 1, "", ["+actor_rollout_ref.model.override_config.attn_implementation=sdpa"])
    with pytest.raises(InputError, match="not ray, vllm, vla_r1_ros, flash_attn"):
        check_machine(VerlEnvironment(Path("python"), {"verl": "0.9.1"}), 1, "")


def test_a_run_without_a_checkpoint_cannot_be_exported(tmp_path: Path) -> None:
    assert last_step(tmp_path) is None
    with pytest.raises(InputError, match="no whole checkpoint"):
        export_verl_run(tmp_path, tmp_path / "model", Path(sys.executable))
