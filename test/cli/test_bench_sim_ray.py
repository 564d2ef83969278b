# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 bench sim --ray` on a real Ray cluster of two machines, which are both this one."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from vla_r1_ros.cli.main import main
from vla_r1_ros.cli.sim_ray import RayPool, connected
from vla_r1_ros.cli.sim_worker import WorkerOptions
from vla_r1_ros.core.errors import ErrorCode, InputError, VlaError
from vla_r1_ros.evaluation.sim_bench import EpisodeResult, Trial

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

OPTIONS = [WorkerOptions(number, number + 1, Path(), "http://127.0.0.1:1/v1", "tabletop") for number in range(2)]
TRIALS = [Trial("pick", seed) for seed in range(12)]
FAULTS = Path(__file__).resolve().parents[1] / "vla" / "fault_server.py"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two machines of two cores, as Ray's own tests make them."""
    from ray.cluster_utils import Cluster

    cluster = Cluster()
    for _ in range(2):
        cluster.add_node(num_cpus=2, object_store_memory=80_000_000, include_dashboard=False)
    cluster.wait_for_nodes()
    yield cluster
    cluster.shutdown()


@pytest.fixture
def players(cluster: Any) -> Iterator[Any]:
    """Connected to the cluster, with the players' module known to it."""
    import ray
    import ray_actors

    ray.cloudpickle.register_pickle_by_value(ray_actors)
    with connected(cluster.address):
        yield ray_actors


def play(pool: RayPool, trials: list[Trial]) -> list[EpisodeResult]:
    try:
        return list(pool.play(trials))
    finally:
        pool.close()


def test_each_episode_is_played_once_and_both_machines_play(players: Any) -> None:
    said: list[str] = []
    results = play(RayPool(OPTIONS, said.append, players.Player), TRIALS)
    assert sorted(r.seed for r in results) == [t.seed for t in TRIALS]
    assert len({r.instruction for r in results}) == 2
    assert sorted(said) == ["worker 0 is up on somewhere", "worker 1 is up on somewhere"]


def test_the_episode_of_a_machine_that_is_lost_is_played_by_another(cluster: Any, players: Any) -> None:
    third = cluster.add_node(num_cpus=2, object_store_memory=80_000_000)
    cluster.wait_for_nodes()
    said: list[str] = []
    options = [WorkerOptions(n, n + 1, Path(), "", "tabletop") for n in range(3)]
    pool = RayPool(options, said.append, players.Player)
    results = []
    try:
        for result in pool.play(TRIALS * 3):
            results.append(result)
            if len(results) == 4:
                cluster.remove_node(third, allow_graceful=False)
    finally:
        pool.close()
    assert sorted(r.seed for r in results) == sorted(t.seed for t in TRIALS * 3)
    assert sum("is lost" in text for text in said) == 1


@pytest.mark.parametrize(("kind", "words"), [("Broken", "sim_node ended with status 1"),
                                             ("Old", "has vla_r1_ros 0.0.1")])
def test_a_worker_that_cannot_start_ends_the_run(players: Any, kind: str, words: str) -> None:
    with pytest.raises(VlaError, match=words) as caught:
        play(RayPool(OPTIONS, lambda _: None, getattr(players, kind)), TRIALS)
    assert caught.value.code == ErrorCode.INPUT_ENVIRONMENT


def test_more_workers_than_the_cluster_has_cores_for_are_refused(players: Any) -> None:
    options = [WorkerOptions(n, n + 1, Path(), "", "tabletop") for n in range(9)]
    with pytest.raises(InputError, match=r"9 workers of 2 cores each do not fit: the cluster has \d cores") as caught:
        RayPool(options, lambda _: None, players.Player)
    assert "--workers" in caught.value.advice


def test_the_real_stack_plays_on_the_cluster_what_it_plays_here(cluster: Any, tmp_path: Path) -> None:
    told = {}
    with subprocess.Popen([sys.executable, str(FAULTS)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as server:  # fmt: skip
        assert server.stdout is not None and server.stdin is not None
        endpoint = f"http://127.0.0.1:{server.stdout.readline().strip()}/bad_reply/v1"
        for name, words in (("ray", ["--ray", cluster.address]), ("here", [])):
            file = tmp_path / f"{name}.json"
            assert main(["bench", "sim", "--endpoint", endpoint, "--task", "reach", "--episodes", "1", "--json",
                         str(file), *words]) == 0  # fmt: skip
            told[name] = json.loads(file.read_text())["episodes"]
        server.stdin.close()
    same = ("task", "seed", "instruction", "success", "code", "physics_s")
    [away], [here] = told["ray"], told["here"]
    assert {key: away[key] for key in same} == {key: here[key] for key in same}
    assert away["code"].startswith("REPLY")


def test_nobody_at_the_address_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "sim", "--ray", "127.0.0.1:1", "--endpoint", "http://127.0.0.1:1/v1"]) == 1
    assert "no Ray cluster at 127.0.0.1:1" in capsys.readouterr().err
