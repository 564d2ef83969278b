# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The task as pages show it: stage, try, code and reason, what waits for an answer, and how each instruction ended."""

import json
from typing import Any

import pytest

from vla_r1_ros.core.errors import ErrorCode
from vla_r1_ros.core.report import Phase, StatusReport
from vla_r1_ros.ros.console.board import Board
from vla_r1_ros.ros.console.task import TaskView

WORDS = "put the red cube in the blue bowl"


class Told:
    def __init__(self) -> None:
        self.view = TaskView(lambda: 5.0)

    def vla(self, stage: str, attempt: str = "a-1", step: int = 0, code: ErrorCode = ErrorCode.OK, reason: str = "",
            **values: str) -> dict[str, Any]:
        self.view.heard(StatusReport(7, "vla_node", attempt, step, stage, code, reason, values))
        return self.view.task

    def arm(self, stage: str, code: ErrorCode = ErrorCode.OK, reason: str = "") -> dict[str, Any]:
        self.view.heard(StatusReport(7, "planner_node", "", 0, stage, code, reason))
        return self.view.task

    def begin(self, attempt: str = "a-1", steps: str = "1") -> None:
        self.view.heard_instruction(WORDS)
        self.vla(Phase.ACCEPTED, attempt, instruction=WORDS, steps=steps, model="tabletop")


@pytest.fixture
def told() -> Told:
    told = Told()
    told.begin()
    return told


def test_an_attempt_from_its_words_to_its_end(told: Told) -> None:
    assert (told.view.task["instruction"], told.view.task["steps"]) == (WORDS, "1")
    for stage in (Phase.LOOK, Phase.ASK, Phase.DECIDED):
        assert told.vla(stage)["stage"] == stage
    assert told.arm("pre_grasp")["source"] == "planner_node"
    retry = told.vla(Phase.RETRY, code=ErrorCode.GRASP_MISSED, reason="closed on nothing", **{"try": "2"})
    assert (retry["try"], retry["code_name"], retry["reason"]) == ("2", "GRASP_MISSED", "closed on nothing")
    end = told.vla(Phase.DONE)
    assert (end["stage"], end["code"], end["reason"], end["ended"]) == ("done", 0, "", True)
    assert told.view.said[-1]["end"] == "done"
    assert told.arm("home")["stage"] == "done"  # what comes after the end is on the list of lines alone
    assert told.view.lines[-1]["stage"] == "home"


def test_what_waits_for_an_answer_is_named_by_its_look_until_the_arm_says_anything_else(told: Told) -> None:
    assert told.view.waiting == ""
    told.arm("await_approval")
    assert told.view.waiting == "7"
    told.arm("first_command")
    assert told.view.waiting == ""
    told.arm("await_approval")
    told.vla(Phase.CANCELLED, code=ErrorCode.EXEC_CANCELLED)
    assert told.view.waiting == ""


def test_the_try_counts_anew_with_each_step(told: Told) -> None:
    told.begin("a-2", steps="2")
    assert told.vla(Phase.RETRY, "a-2", 0, **{"try": "3"})["try"] == "3"
    assert told.vla(Phase.LOOK, "a-2", 1)["try"] == "1"


def test_each_instruction_has_its_own_end(told: Told) -> None:
    told.view.heard_instruction("dance")
    told.vla(Phase.CANCELLED, "a-1", code=ErrorCode.EXEC_CANCELLED)
    told.vla(Phase.FAILED, "a-2", code=ErrorCode.INPUT_INSTRUCTION_UNCLEAR, reason="no verb")
    said = [(entry["text"], entry["end"], entry["code"]) for entry in told.view.said]
    assert said == [(WORDS, "cancelled", "EXEC_CANCELLED"), ("dance", "failed", "INPUT_INSTRUCTION_UNCLEAR")]


def test_one_that_is_refused_leaves_the_one_under_way_alone(told: Told) -> None:
    told.arm("approach")
    told.view.heard_instruction("pick up the mug")
    task = told.vla(Phase.REFUSED, "a-2", code=ErrorCode.INPUT_BUSY, reason="busy", instruction="pick up the mug")
    assert (task["attempt"], task["stage"], task["code"]) == ("a-1", "approach", 0)
    assert [entry["end"] for entry in told.view.said] == ["", "refused"]


def test_a_console_that_came_late_shows_what_it_hears(told: Told) -> None:
    late = Told()
    task = late.vla(Phase.ASK, "a-9", 1)
    assert (task["attempt"], task["instruction"], task["stage"], task["step"]) == ("a-9", "", "ask", 1)


def test_memory_is_bounded_and_everything_can_be_sent(told: Told) -> None:
    for number in range(500):
        told.begin(f"b-{number}")
        told.vla(Phase.FAILED, f"b-{number}", code=ErrorCode.INTERNAL, reason="x" * 10_000, advice="y" * 10_000)
    text = json.dumps([told.view.task, told.view.lines, told.view.said])
    assert len(told.view.lines) <= 80 and len(told.view.said) <= 30 and len(text) < 120_000


def test_a_page_gets_the_newest_of_each_kind_once() -> None:
    board, seen = Board(), {}
    assert board.newer(seen) == ""
    for number in range(100):
        board.put("a", number)
    board.put("b", {"x": '"'})
    assert json.loads(board.newer(seen)) == {"a": 99, "b": {"x": '"'}}
    board.put("a", 99)
    assert board.newer(seen) == ""
    board.put("a", None)
    assert json.loads(board.newer(seen)) == {"a": None}
    assert json.loads(board.newer({})) == {"a": None, "b": {"x": '"'}}
