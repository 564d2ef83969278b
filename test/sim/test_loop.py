# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The physics thread with a real world: orders, pace, reload, and what its callers hear when it ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import numpy as np
import pytest

from vla_r1_ros.core.errors import ErrorCode, ExecutionError, InputError
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.sim.controllers import ActiveGoal
from vla_r1_ros.sim.goals import GoalPhase, TrajectoryGoal
from vla_r1_ros.sim.gripper_control import GripperGoal
from vla_r1_ros.sim.loop import LoopHooks, PhysicsLoop, _Order
from vla_r1_ros.sim.media import MediaWriter
from vla_r1_ros.sim.simulator import Simulator
from vla_r1_ros.sim.world import World, choose_episode

Make = Callable[..., PhysicsLoop]


class Notes:
    """What the hooks were told."""

    def __init__(self) -> None:
        self.begun: list[World] = []
        self.ended: list[World] = []
        self.failed: list[Exception] = []
        self.chunk: Callable[[World], None] = lambda _world: None
        self.seed = 0

    def hooks(self) -> LoopHooks:
        return LoopHooks(self.begun.append, lambda w: self.chunk(w), self.ended.append, self.failed.append)


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def make(robot: RobotDescription, notes: Notes) -> Iterator[Make]:
    loops = []

    def make(factor: float = 1.0, hold_still: bool = False) -> PhysicsLoop:
        def world(start_time: float) -> World:
            return World(choose_episode(notes.seed, "pick", ""), robot, start_time=start_time)

        loops.append(PhysicsLoop(world, notes.hooks(), factor, hold_still=hold_still))
        loops[-1].start()
        return loops[-1]

    yield make
    for loop in loops:
        loop.close(10.0)


def now(loop: PhysicsLoop) -> float:
    return loop.call(lambda world: world.simulator.time, 30.0)


def test_orders_run_in_the_physics_thread_and_bring_back_results_and_errors(make: Make) -> None:
    loop = make()
    name = loop.call(lambda _world: threading.current_thread().name)
    assert name == "physics"
    with pytest.raises(ZeroDivisionError):
        loop.call(lambda _world: 1 // 0)
    assert now(loop) > 0.0, "an order that failed does not end the thread"


def test_physics_never_runs_ahead_of_the_wall_clock(make: Make) -> None:
    loop = make(2.0)
    begun, wall = now(loop), time.monotonic()
    time.sleep(0.5)
    assert 0.0 < now(loop) - begun <= 2.0 * (time.monotonic() - wall) + 0.1


def test_as_fast_as_possible_hurries_only_while_something_moves(make: Make, robot: RobotDescription) -> None:
    loop = make(0.0)
    begun, wall = now(loop), time.monotonic()
    time.sleep(0.3)
    assert now(loop) - begun <= (time.monotonic() - wall) + 0.1

    def submit(world: World) -> object:
        sim = world.simulator
        goal = TrajectoryGoal(robot.arm.joints, np.array([20.0]), robot.arm.home[None] + 0.05)
        return sim.arm.submit(goal, sim.time, sim.state().positions)

    def watch(world: World) -> bool:
        return world.moving()

    loop.call(submit)
    assert loop.call(watch)
    begun, wall = now(loop), time.process_time()
    time.sleep(0.5)
    # a busy machine may give the thread little time; of what it gets, none is slept away
    assert now(loop) - begun > 0.5 * (time.process_time() - wall)


def test_load_ends_goals_and_the_clock_goes_on(make: Make, notes: Notes, robot: RobotDescription) -> None:
    loop = make()
    before = now(loop)
    goal = loop.call(lambda w: w.simulator.arm.submit(
        TrajectoryGoal(robot.arm.joints, np.array([5.0]), robot.arm.home[None] + 0.05), w.simulator.time,
        w.simulator.state().positions))  # fmt: skip
    notes.seed = 5
    loop.load()
    assert goal.phase is GoalPhase.ABORTED
    assert now(loop) > before
    assert [w.episode.seed for w in notes.begun] == [0, 5]
    assert notes.ended == notes.begun[:1]


def test_a_load_that_fails_leaves_the_old_world_running(make: Make, notes: Notes) -> None:
    loop = make()
    notes.seed = -1
    with pytest.raises(InputError):
        loop.load()
    before = now(loop)
    time.sleep(0.1)
    assert now(loop) > before
    assert notes.ended == []


def test_after_the_end_callers_are_told(make: Make, notes: Notes) -> None:
    loop = make()
    loop.close(10.0)
    assert loop.stopped and notes.ended == notes.begun
    with pytest.raises(ExecutionError) as caught:
        loop.call(lambda world: world.simulator.time)
    assert caught.value.code is ErrorCode.EXEC_NO_CONTROLLER


def test_an_order_that_nobody_waits_for_any_more_is_not_carried_out(make: Make) -> None:
    """A goal that the action server has rejected for lack of an answer must not move the arm later."""
    loop, done = make(), threading.Event()
    busy = threading.Thread(target=lambda: loop.call(lambda _world: time.sleep(0.5), 30.0))
    busy.start()
    time.sleep(0.1)
    with pytest.raises(ExecutionError):
        loop.call(lambda _world: done.set(), 0.1)
    busy.join()
    now(loop)
    assert not done.is_set()


def test_an_order_that_meets_the_end_is_refused_at_once(make: Make) -> None:
    loop = make()
    loop.close(10.0)
    order: _Order = _Order(lambda: None, Future())
    loop._orders.put(order)  # as by a caller whose order is taken in the moment of the end
    loop._take_orders()
    loop._refuse()
    assert isinstance(order.future.exception(0.0), ExecutionError)


def test_an_error_in_the_thread_is_told_to_its_owner(make: Make, notes: Notes) -> None:
    def broken(_world: World) -> None:
        raise RuntimeError("no more")

    loop = make()
    notes.chunk = broken
    end = time.monotonic() + 20.0
    while not loop.stopped and time.monotonic() < end:
        time.sleep(0.01)
    loop.close(10.0)
    assert [str(error) for error in notes.failed] == ["no more"]
    assert notes.ended == notes.begun


def test_a_world_that_cannot_be_made_is_an_error_of_start(make: Make, notes: Notes) -> None:
    notes.seed = -1
    with pytest.raises(InputError):
        make()


def test_media_hold_before_after_and_the_motion(robot: RobotDescription, tmp_path: Path) -> None:
    world = World(choose_episode(1, "pick", ""), robot)
    try:
        media = MediaWriter(tmp_path, world, 5.0)
        sim = world.simulator
        sim.step(0.5)
        media.update()
        assert not (tmp_path / "clip.mp4").exists(), "nothing moved yet"
        goal = TrajectoryGoal(robot.arm.joints, np.array([1.0]), robot.arm.home[None] + 0.05)
        sim.arm.submit(goal, sim.time, sim.state().positions)
        for _ in range(8):
            sim.step(0.1)
            media.update()
        media.close()
        media.close()
    finally:
        world.close()
    assert media.problem == ""
    assert {p.name for p in tmp_path.iterdir()} == {"before.png", "after.png", "clip.mp4"}
    assert (tmp_path / "before.png").read_bytes() != (tmp_path / "after.png").read_bytes()
    assert b"moov" in (tmp_path / "clip.mp4").read_bytes(), "the file was ended properly"


def test_a_folder_that_cannot_be_written_is_told_and_harms_nothing(robot: RobotDescription, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    world = World(choose_episode(1, "pick", ""), robot)
    try:
        media = MediaWriter(tmp_path / "file", world, 5.0)
        media.update()
        media.close()
    finally:
        world.close()
    assert "file" in media.problem


def test_held_still_what_happens_does_not_depend_on_when_orders_come(
    robot: RobotDescription, notes: Notes, make: Make,
) -> None:
    """The same two goals, at once or after a pause, in a first world or a later one: the same state, bit by bit."""

    def ordered(sim: Simulator, gripper: bool) -> ActiveGoal | GripperGoal:
        if gripper:
            return sim.gripper.submit(0.01, 20.0, sim.drive_time, sim.state().width / 2)
        goal = TrajectoryGoal(robot.arm.joints, np.array([0.4]), robot.arm.home[None] + 0.05)
        return sim.arm.submit(goal, sim.drive_time, sim.state().positions)

    def played(loop: PhysicsLoop, pause_s: float) -> bytes:
        for gripper in (False, True):
            time.sleep(pause_s)
            goal = loop.call(lambda world, gripper=gripper: ordered(world.simulator, gripper), 30.0)
            end = time.monotonic() + 60.0
            while not (goal.done and loop.settled) and time.monotonic() < end:
                time.sleep(0.01)
        return loop.call(lambda world: bytes(world.simulator.data.qpos), 30.0)

    loop = make(0.0, hold_still=True)
    first = played(loop, 0.0)
    assert loop.settled
    before = now(loop)
    time.sleep(0.2)
    assert now(loop) > before, "the clock goes on"
    assert loop.call(lambda world: bytes(world.simulator.data.qpos)) == first
    loop.load()
    assert now(loop) > before
    assert played(loop, 0.3) == first


def test_noise_that_is_numbered_is_the_same_in_every_frame(robot: RobotDescription) -> None:
    world = World(choose_episode(1, "pick", ""), robot)
    try:
        one, two, other = (world.camera.render(draw) for draw in (0, 0, 1))
    finally:
        world.close()
    assert (one.colour == two.colour).all() and (one.depth_mm == two.depth_mm).all()
    assert (one.depth_mm != other.depth_mm).any()
    assert (one.number, two.number) == (0, 1)
