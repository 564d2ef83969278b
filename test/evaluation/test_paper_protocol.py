# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The paper's protocol: its plan, its table, and the published cells as they are printed."""

import json
from collections import Counter

import pytest

from vla_r1_ros.evaluation.paper_protocol import (
    PAPER_REAL,
    PAPER_SIMULATION,
    ROBOTS,
    paper_figures,
    paper_text,
    paper_trials,
)
from vla_r1_ros.evaluation.sim_bench import EpisodeResult, Trial, episode_of
from vla_r1_ros.sim.scenes import SCENES


def result(trial: Trial, success: bool) -> EpisodeResult:
    return EpisodeResult(trial.task, trial.seed, "take it", success, "" if success else "DROPPED", "", 9.0, 0.5,
                         physics_s=7.25, scene=trial.scene, robot=trial.robot)  # fmt: skip


def test_ten_trials_a_cell_of_which_two_name_something_absent() -> None:
    plan = paper_trials(10, 40, ["panda"])
    assert Counter((t.scene, t.task) for t in plan) == {
        (scene, task): n for scene in SCENES for task, n in (("pick", 8), ("absent", 2), ("carry", 10))}
    assert len({t.key for t in plan}) == 80
    assert {t.seed for t in plan} == set(range(40, 50))
    few = paper_trials(3, 40, ["panda"])
    assert set(few) <= set(plan), "a longer run goes on where a shorter one ended"


def test_cells_are_counted_by_scene_and_kind_of_task() -> None:
    plan = paper_trials(10, 0, ["panda"])
    figures = paper_figures([result(t, t.task != "absent" and t.scene != "S3") for t in plan], "tabletop")
    affordance, trajectory = (figures["rows"]["panda"][kind] for kind in ("affordance", "trajectory"))
    assert [affordance["scenes"][s]["successes"] for s in SCENES] == [8, 8, 0, 8]
    assert [trajectory["scenes"][s]["successes"] for s in SCENES] == [10, 10, 0, 10]
    assert (affordance["all"]["successes"], affordance["all"]["episodes"]) == (24, 40)
    assert affordance["scenes"]["S1"]["wilson95"] == pytest.approx([0.4902, 0.9433], abs=1e-3)
    assert affordance["tasks"]["absent"]["successes"] == 0
    assert json.dumps(figures)


def test_the_table_has_ours_beside_the_published_rows() -> None:
    results = [result(t, True) for t in paper_trials(10, 0, ["panda"])]
    lines = paper_text(paper_figures(results, "tabletop")).splitlines()
    ours = next(line for line in lines if line.startswith("| affordance: tabletop"))
    assert ours.count("10/10 (72% to 100%)") == 4 and "40/40 (91% to 100%)" in ours
    assert any("affordance: paper, simulated Piper" in line and "6/10 (31% to 83%)" in line for line in lines)
    real = next(line for line in lines if line.startswith("| trajectory: paper, real arm"))
    assert [cell.split()[0] for cell in real.split("|")[2:7]] == ["6/10", "8/10", "8/10", "8/10", "30/40"]
    assert all(scene.stands_for in "\n".join(lines) for scene in SCENES.values()), "approximations are told"


def test_a_run_that_was_broken_off_has_empty_cells() -> None:
    figures = paper_figures([result(Trial("pick", 0, "S1"), True)], "tabletop")
    assert figures["rows"]["panda"]["trajectory"] == {"scenes": {}, "all": None, "tasks": {}}
    assert "| trajectory: tabletop, simulated panda | " in paper_text(figures).replace("   ", "")


def test_both_arms_play_the_same_scenes_and_have_rows_of_their_own() -> None:
    plan = paper_trials(10, 0)
    assert len({t.key for t in plan}) == len(plan) == 80 * len(ROBOTS)
    by_robot = {robot: [(t.task, t.seed, t.scene) for t in plan if t.robot == robot] for robot in ROBOTS}
    assert by_robot["panda"] == by_robot["ur5e"]
    assert [t.robot for t in plan] == sorted(t.robot for t in plan), "a stack changes its robot once"
    figures = paper_figures([result(t, t.robot == "panda" or t.scene == "S1") for t in plan], "tabletop")
    assert {r: figures["rows"][r]["trajectory"]["all"]["successes"] for r in ROBOTS} == {"panda": 40, "ur5e": 10}
    lines = paper_text(figures).splitlines()
    assert sum("trajectory: tabletop, simulated" in line for line in lines) == 2
    assert "ur5e absent 2/8" in "\n".join(lines)


def test_published_cells_are_those_of_the_paper() -> None:
    """In percent of ten trials: simulation 60 / 50 and 80 / 60, real arm 80 60 70 60 and 60 80 80 80."""
    assert [10 * n for kind in PAPER_SIMULATION.values() for n in kind.values()] == [60, 50, 80, 60]
    assert [[10 * n for n in row] for row in PAPER_REAL.values()] == [[80, 60, 70, 60], [60, 80, 80, 80]]


def test_an_episode_comes_back_from_its_json() -> None:
    one = EpisodeResult("carry", 3, "put it there", False, "DROPPED", "slipped", 12.5, 1.25, (3.0, 4.0), (5.0,), 7.25,
                        "S2")  # fmt: skip
    assert episode_of({"key": one.trial.key, "status": "played"} | json.loads(json.dumps(one.to_json()))) == one
    assert one.trial == Trial("carry", 3, "S2") and one.trial.key == "S2/carry/3"
    assert Trial("carry", 3).key == "carry/3", "as it was written before there was a second robot"
    assert {Trial("carry", 3, scene, "ur5e").key for scene in ("", "S1")} == {"ur5e/carry/3", "ur5e/S1/carry/3"}
