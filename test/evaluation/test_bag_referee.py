# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Physics' verdict off a bag: of the attempt's own episode, once all is at rest, with the scene that it names."""

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("rclpy")

from std_msgs.msg import String

from vla_r1_ros.evaluation.bag_referee import last_word, words_of
from vla_r1_ros.evaluation.verdicts import Source

from .bags import SAY, Item, items, result, write


def word(at: float, verdict: str, code: str, **values: Any) -> Item:
    """What sim_node says at simulated 100 s + at; its physics began when the scene was loaded."""
    said = {"seed": 3, "task": "carry", "scene": "", "instruction": SAY, "verdict": verdict,
            "success": verdict == "success", "code": code, "reason": "", "sim_time": 100.0 + at, "physics_time": at}
    return at, "/sim_node/referee", String(data=json.dumps(said | values))


def told(*words: Item) -> list[Item]:
    """An attempt from 0 s to 8 s with these words of the referee."""
    return sorted([*(item for item in items("a-1", good=True) if item[1] != "/sim_node/referee"), *words],
                  key=lambda item: item[0])  # fmt: skip


GOING, DONE = word(7.9, "open", "NOT_AT_REST"), word(9.5, "success", "DONE")


@pytest.mark.parametrize("loaded", [
    word(12.0, "open", "NOT_AT_REST", seed=4, physics_time=0.0),
    word(12.0, "open", "NOT_AT_REST", scene="S2"),
    word(12.0, "open", "NOT_AT_REST", physics_time=0.0),
    word(12.0, "failure", "OFF_TABLE", sim_time=0.5),
    word(12.0, "open", "NOT_AT_REST", instruction="pick up the cup"),
])  # fmt: skip
def test_a_scene_loaded_afterwards_changes_no_verdict(tmp_path: Path, loaded: Item) -> None:
    early = word(8.5, "success", "DONE")
    for words in ((GOING, early, loaded), (GOING, DONE, loaded, word(15.0, "failure", "OFF_TABLE", seed=9))):
        (found,) = result(write(tmp_path / f"bag{len(words)}", told(*words))).attempts
        assert found.verdicts[Source.PHYSICS].success and found.facts["seed"] == "3"
        assert found.facts["scene"] == "seed 3"


@pytest.mark.parametrize(("words", "expected"), [
    ((GOING, word(8.05, "open", "NOT_AT_REST")), None),  # cut 50 ms after the end
    ((GOING, word(9.3, "open", "NOT_AT_REST")), None),
    ((GOING, word(9.4, "open", "NOT_IN_CONTAINER")), "NOT_IN_CONTAINER"),
    ((GOING, word(8.2, "success", "DONE")), ""),
    ((GOING, word(8.2, "success", "DONE"), word(9.5, "open", "NOT_AT_REST")), "NOT_AT_REST"),
    ((GOING, DONE, word(19.0, "open", "NOT_IN_CONTAINER")), ""),  # somebody tidied up
    ((word(5.0, "failure", "OFF_TABLE"),), "OFF_TABLE"),
    ((word(5.0, "success", "DONE"),), None),
    ((GOING, word(8.2, "failure", "TOPPLED")), "TOPPLED"),
    ((GOING, word(9.9, "open", "NOT_AT_REST", sim_time="late")), None),
])  # fmt: skip
def test_open_is_a_failure_only_once_the_scene_had_its_time(tmp_path: Path, words: tuple[Item, ...],
                                                            expected: str | None) -> None:
    (found,) = result(write(tmp_path / "bag", told(*words))).attempts
    said = found.verdicts.get(Source.PHYSICS)
    assert (None if said is None else said.reason) == expected


def test_without_an_end_only_a_failure_is_a_verdict() -> None:
    late = {"verdict": "open", "sim_time": 50.0}
    assert last_word([(1, {"sim_time": 1.0}), (9, late)], None) is None
    assert last_word([(1, {"verdict": "success", "success": True})], None) is None
    assert last_word([(1, late), (9, {"verdict": "failure"})], None) == (9, {"verdict": "failure"})
    assert last_word([], 5) is None and words_of([], "") == []


def test_words_before_the_attempts_own_are_another_episodes() -> None:
    other, own = {"instruction": "pick up the cup", "seed": 1}, {"instruction": "Pick  up the pen", "seed": 2}
    assert words_of([(1, other), (2, own), (3, own), (4, other), (5, own)], "pick up the pen") == [(2, own), (3, own)]


def test_the_scene_that_the_referee_names(tmp_path: Path) -> None:
    words = word(7.9, "open", "NOT_AT_REST", scene="S1"), word(9.5, "success", "DONE", scene="S1")
    (found,) = result(write(tmp_path / "named", told(*words))).attempts
    assert (found.facts["scene"], found.facts["seed"]) == ("S1", "3")
