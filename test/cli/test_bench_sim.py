# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 bench sim`: who plays what, what a kill leaves, and that it is gone on with."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from left_over import MARK, wait_gone
from sim_workers import dies_at_seed_5, fails_at_once, never_ready, plain, played

from vla_r1_ros.cli.main import main
from vla_r1_ros.cli.sim_pool import LocalPool, workers_of
from vla_r1_ros.cli.sim_worker import WorkerOptions
from vla_r1_ros.core.errors import ErrorCode, InputError, VlaError
from vla_r1_ros.evaluation.sim_bench import Trial

HERE = Path(__file__).resolve()
OPTIONS = WorkerOptions(0, 1, Path("/nowhere"), "http://127.0.0.1:1/v1", "tabletop")
TRIALS = [Trial("pick", seed) for seed in range(12)]
SETTINGS = {"model": "tabletop", "real_time_factor": 0.0}


def test_each_episode_is_played_once_and_a_slow_worker_holds_nobody_up() -> None:
    pool = LocalPool([replace(OPTIONS, number=n) for n in range(2)], plain)
    try:
        results = list(pool.play(TRIALS))
    finally:
        pool.close()
    assert sorted(r.seed for r in results) == [t.seed for t in TRIALS]
    by_slow = sum(r.reason == "worker 0" for r in results)
    assert 0 < by_slow < len(TRIALS) / 2
    assert not any(process.is_alive() for process in pool._members.values())


def test_a_worker_that_dies_ends_the_run_with_its_status_and_what_came_before_counts() -> None:
    pool, results = LocalPool([OPTIONS], dies_at_seed_5), []
    try:
        with pytest.raises(InputError, match=r"bench-sim-0 ended with status 3") as caught:
            for result in pool.play(TRIALS):
                results.append(result)
    finally:
        pool.close()
    assert [r.seed for r in results] == [0, 1, 2, 3, 4]
    assert "--resume" in caught.value.advice


def test_an_error_of_a_worker_is_raised_here_while_the_model_is_waited_for() -> None:
    pool = LocalPool([OPTIONS], fails_at_once)
    try:
        with pytest.raises(VlaError, match="sim_node ended with status 1") as caught:
            for _ in range(600):
                pool.check()
                time.sleep(0.05)
        assert (caught.value.code, caught.value.advice) == (ErrorCode.INPUT_ENVIRONMENT, "the whole log is there")
    finally:
        pool.close()


def test_closing_ends_a_worker_that_is_busy() -> None:
    pool = LocalPool([OPTIONS], never_ready)
    time.sleep(1.0)
    begun = time.monotonic()
    pool.close()
    assert time.monotonic() - begun < 20.0


def test_workers_have_domains_and_folders_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROS_DOMAIN_ID", "42")
    [single] = workers_of(OPTIONS, 1)
    assert (single.domain, single.folder, single.parent) == (42, OPTIONS.folder, os.getpid())
    several = workers_of(OPTIONS, 30)
    assert len({one.domain for one in several}) == len({one.folder for one in several}) == 30
    assert all(1 <= one.domain <= 101 and one.stacks == 30 for one in several)


def journal(path: Path, trials: list[Trial], settings: dict[str, object]) -> Path:
    kept = path.with_name(path.name + ".episodes.jsonl")
    lines = [{"settings": settings}, *({"key": t.key, "status": "played"} | played(t).to_json() for t in trials)]
    kept.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return kept


def test_a_run_that_was_played_to_its_end_starts_nothing_again(tmp_path: Path,
                                                               capsys: pytest.CaptureFixture[str]) -> None:
    said = tmp_path / "sim.json"
    journal(said, TRIALS[::-1], SETTINGS)  # as they came, not as they were asked for
    command = ["bench", "sim", "--task", "pick", "--episodes", "12", "--json", str(said), "--resume"]
    assert main(command) == 0
    summary = json.loads(said.read_text())
    assert [e["seed"] for e in summary["episodes"]] == list(range(12)), "in the order of the plan"
    assert (summary["tasks"]["pick"]["successes"], summary["tasks"]["pick"]["failures"]) == (8, {"DROPPED": 4})
    assert summary["own_time_ms"]["decision"]["p50"] == 3.0
    assert "12 of 12 episodes were played before" in capsys.readouterr().out


@pytest.mark.parametrize(("settings", "words", "advice"), [
    (SETTINGS, [], "add --resume"),
    (SETTINGS | {"model": "other"}, ["--resume"], "model was 'other'"),
])
def test_a_run_of_another_kind_is_not_gone_on_with(
    settings: dict[str, object], words: list[str], advice: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    said = tmp_path / "sim.json"
    kept = journal(said, TRIALS, settings)
    before = kept.read_bytes()
    assert main(["bench", "sim", "--json", str(said), *words]) == 1
    assert advice in capsys.readouterr().err
    assert kept.read_bytes() == before


@pytest.mark.parametrize("words", [["--workers", "0"], ["--workers", "65"], ["--episodes", "0"], ["--resume"],
                                   ["--ray", "head:6379"]])
def test_wrong_words_are_refused_before_anything_starts(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "sim", *words]) == 1
    assert words[0] in capsys.readouterr().err


def test_a_robot_that_is_not_simulated_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "sim", "--robot", "panda", "--robot", "piper"]) == 1
    assert "no geometry is known for robot 'piper'; there are ['panda', 'ur5e']" in capsys.readouterr().err


def test_each_robot_has_its_rows_and_the_same_scenes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = tmp_path / "sim.json"
    both = [replace(trial, robot=robot) for robot in ("ur5e", "panda") for trial in TRIALS[:3]]
    journal(said, both, SETTINGS)
    command = ["bench", "sim", "--task", "pick", "--episodes", "3", "--json", str(said), "--resume"]
    assert main([*command, "--robot", "ur5e", "--robot", "panda", "--robot", "ur5e"]) == 0
    summary = json.loads(said.read_text())
    assert [(e["robot"], e["seed"]) for e in summary["episodes"]] == [(t.robot, t.seed) for t in both]
    assert {robot: tasks["pick"]["episodes"] for robot, tasks in summary["robots"].items()} == {"ur5e": 3, "panda": 3}
    assert summary["tasks"]["pick"]["episodes"] == 6
    printed = capsys.readouterr().out
    assert "| pick, ur5e | 2/3" in printed and "| pick, panda | 2/3" in printed
    assert main(command) == 0, "the Panda's alone are there too, and nothing is played"
    assert "| pick | 2/3" in capsys.readouterr().out


@pytest.fixture
def endpoint() -> Iterator[str]:
    """A server whose replies are no answers: each episode is short then, and all but the model is real."""
    server = [sys.executable, str(HERE.parents[1] / "vla" / "fault_server.py")]
    with subprocess.Popen(server, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdin is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}/bad_reply/v1"
        process.stdin.close()


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_killed_run_is_gone_on_with_and_leaves_no_process(endpoint: str, tmp_path: Path) -> None:
    said, mark = tmp_path / "sim.json", os.urandom(8).hex()
    kept = tmp_path / "sim.json.episodes.jsonl"
    command = [sys.executable, "-m", "vla_r1_ros.cli.main", "bench", "sim", "--endpoint", endpoint, "--json", str(said),
               "--task", "absent", "--task", "reach", "--episodes", "2"]  # fmt: skip
    environment = {**os.environ, MARK: mark}
    with subprocess.Popen([*command, "--workers", "2"], env=environment, start_new_session=True) as process:
        while not kept.is_file() or kept.read_bytes().count(b"\n") < 2:
            assert process.poll() is None
            time.sleep(0.1)
        process.kill()
    assert wait_gone(mark, 60.0) == []
    first = kept.read_bytes().splitlines()
    subprocess.run([*command, "--workers", "1", "--resume"], env=environment, check=True, timeout=400)
    lines = kept.read_bytes().splitlines()
    assert lines[:len(first)] == first and len(lines) == 1 + 4, "nothing was played twice"
    episodes = json.loads(said.read_text())["episodes"]
    assert [(e["task"], e["seed"]) for e in episodes] == [("absent", 0), ("absent", 1), ("reach", 0), ("reach", 1)]
    assert all(e["code"].startswith("REPLY") for e in episodes if e["task"] == "reach")
    assert wait_gone(mark, 10.0) == []


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_stack_changes_its_robot(endpoint: str, tmp_path: Path) -> None:
    """The same worker, another arm: its nodes start anew with it, and the scene is the same."""
    said, mark = tmp_path / "sim.json", os.urandom(8).hex()
    command = [sys.executable, "-m", "vla_r1_ros.cli.main", "bench", "sim", "--endpoint", endpoint, "--json", str(said),
               "--task", "reach", "--episodes", "1", "--robot", "panda", "--robot", "ur5e", "--logs",
               str(tmp_path / "logs")]  # fmt: skip
    subprocess.run(command, env={**os.environ, MARK: mark}, check=True, timeout=600)
    first, second = json.loads(said.read_text())["episodes"]
    assert (first["robot"], second["robot"]) == ("panda", "ur5e") and first["instruction"] == second["instruction"]
    assert first["code"].startswith("REPLY") and second["code"].startswith("REPLY")
    assert wait_gone(mark, 10.0) == []
