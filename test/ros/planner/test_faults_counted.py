# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""R13: planner, controller or gripper fails at a random command of a pick or a carry: the right code, and the next look
works."""

import random
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from counted import Note, Series
from faulty_arm import CODES, Fault, FaultyArm, break_planner
from planner_user import Session
from rclpy.context import Context

sys.path.insert(0, str(Path(__file__).parents[2] / "motion"))

from world import target_at

from vla_r1_ros.cli.stack import LAST_DOMAIN
from vla_r1_ros.core.errors import ErrorCode
from vla_r1_ros.core.measure import GoalRegion, Measurement
from vla_r1_ros.core.report import Phase, StatusReport
from vla_r1_ros.ros import arm_client

pytestmark = [pytest.mark.slow, pytest.mark.timeout(0)]
_ACCEPT_S, _PACE = 1.5, 10.0
_CUBE = 0.05  # m
#: Commands of an undisturbed episode; the plans of approach and lift that are made before it begins are made again.
_COMMANDS = {"pick": {"arm": 3, "gripper": 2, "planner": 5}, "carry": {"arm": 7, "gripper": 3, "planner": 9}}
_MADE_AGAIN = (2, 3)


class FaultRig:
    """planner_node in this process, with less patience than a real arm's needs; a faster arm."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        domain = random.SystemRandom().randint(1, LAST_DOMAIN)
        monkeypatch.setenv("ROS_DOMAIN_ID", str(domain))
        monkeypatch.setattr(arm_client, "_ACCEPT_S", _ACCEPT_S)
        self._context = Context()
        self._context.init(domain_id=domain)
        self.cell = FaultyArm(self._context)
        self.cell.pace = _PACE
        self.user = Session(self.cell, {"speed": 0.8, "max_tool_speed": 0.5})
        self.user.planner._arm._settings = arm_client.ArmClientSettings(slack_s=0.8, slack_factor=0.4,
                                                                        gripper_timeout_s=0.8)  # fmt: skip
        break_planner(self.user.planner._worker._planner, self.cell.trouble)

    def close(self) -> None:
        self.user.close()
        self.cell.close()
        self._context.try_shutdown()

    def begin(self, task: str, rng: random.Random) -> int:
        """The arm stands at home; a cube to be picked, and a place to carry it to, are measured."""
        self.cell.home()
        self.cell.between = _CUBE
        time.sleep(0.03)
        self.user.reports.clear()
        x, y, yaw = rng.uniform(0.45, 0.55), rng.uniform(0.08, 0.2), rng.uniform(-0.5, 0.5)
        target = target_at(x, y, yaw, "cube")
        if task == "pick":
            return self.user.publish(Measurement(target, None, 0.0), np.zeros((0, 3)))
        goal = np.array([x, -y, 0.006])
        way = np.array([target.grasps[0].T_base_tool[:3, 3], [x, y, 0.25], [x, -y, 0.25], goal])
        return self.user.publish(Measurement(target, GoalRegion(goal, 0.006), 0.0), way)


def draw(task: str, rng: random.Random) -> Fault:
    who = rng.choice(("arm", "arm", "gripper", "planner"))  # the arm has most ways to fail
    what = rng.choice(sorted(CODES[who]))
    at = 2 if what == "closes on nothing" else rng.randint(1, _COMMANDS[task][who])
    return Fault(who, what, at, what != "closes on nothing" and rng.random() < 0.3, round(rng.uniform(0.4, 0.6), 2))


def right(fault: Fault, end: StatusReport) -> bool:
    """Whether an episode ended as this fault must let it end."""
    code = CODES[fault.who][fault.what]
    raised = fault.who == "planner" and not fault.lasting and code < ErrorCode.EXEC_REJECTED
    if raised and ErrorCode.PLAN_NO_IK <= end.code < ErrorCode.EXEC_REJECTED:
        return True  # another way was found, and on it the planner had a reason of its own
    if end.stage == Phase.DONE:
        second_way = raised or (fault.who == "planner" and not fault.lasting and fault.at in _MADE_AGAIN)
        nothing_to_do = (fault.who, fault.what, fault.at, fault.lasting) == ("gripper", "stays", 1, False)
        return second_way or nothing_to_do
    if end.code == ErrorCode.EXEC_NOT_CLEAR:
        return fault.lasting and end.reason.startswith(code.name)
    stage = Phase.CANCELLED if code is ErrorCode.EXEC_CANCELLED else Phase.FAILED
    return (end.stage, end.code) == (stage, code)


def taken_back(rig: FaultRig, note: Note) -> None:
    """A goal that is accepted when nobody waits for it any more: wait for its cancel, and note how late it was."""
    cell = rig.cell
    rig.user.until(lambda: cell.cancelled[-1:] > cell.taken[-1:], "cancel of the late goal", 3.0)
    note["back_ms"] = round((cell.cancelled[-1] - cell.taken[-1]) * 1e3, 2)
    rig.user.until(lambda: len(cell.ended) == len(cell.taken), "end of the late goal", 1.0)


def trial(rig: FaultRig, rng: random.Random, note: Note) -> None:
    task = rng.choice(("pick", "carry"))
    fault = draw(task, rng)
    rig.cell.deaf_s = _ACCEPT_S + rng.uniform(0.1, 0.6)
    note |= {"task": task, "fault": f"{fault.who} {fault.what}", "at": fault.at, "lasting": fault.lasting}
    rig.cell.trouble.arm(fault)
    end = rig.user.end_of(rig.begin(task, rng), 60.0)
    stages = [report.stage for report in rig.user.reports if not report.final]
    note |= {"end": str(end.stage), "code": end.code.name, "during": stages[-1:], "struck": rig.cell.trouble.struck}
    assert rig.cell.trouble.struck or fault.what == "stays", f"the fault was never due: {stages}"
    assert right(fault, end), f"{fault} is told as {end.stage} {end.code.name}: {end.reason}; {stages}"
    if fault.what == "is deaf":
        taken_back(rig, note)
    goals = len(rig.cell.taken)
    assert rig.cell.stands(0.25) and len(rig.cell.taken) == goals, "the arm moved after the end was told"
    rig.cell.trouble.arm(None)
    rig.cell.home()
    time.sleep(0.03)
    again = rig.user.end_of(rig.user.measure())
    assert again.stage == Phase.DONE, f"the next look ended as {again.stage} {again.code.name}: {again.reason}"


def test_a_fault_has_its_code_and_the_next_look_works(monkeypatch: pytest.MonkeyPatch) -> None:
    series = Series("R13 planner, controller, gripper", full=600, few=6)
    series.run(lambda: FaultRig(monkeypatch), trial)
