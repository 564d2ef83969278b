# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What the simulator says over ROS, without its loop."""

import random
import time
from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np
import pytest
from rclpy.context import Context
from rclpy.node import Node

pytest.importorskip("mujoco")

from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.ros import sim_publishers
from vla_r1_ros.ros.sim_publishers import SimPublishers
from vla_r1_ros.sim.rgbd import RgbdFrame
from vla_r1_ros.sim.world import World, choose_episode

ROBOT = load_robot("panda")


@pytest.fixture
def node() -> Iterator[Node]:
    context = Context()
    context.init(domain_id=random.SystemRandom().randint(102, 200))
    node = Node("sim_node", context=context)
    yield node
    node.destroy_node()
    context.try_shutdown()


@pytest.mark.parametrize("still", [True, False])
def test_a_scene_that_stands_still_is_drawn_once_and_looks_the_same(
    node: Node, still: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(choose_episode(0, "pick", ""), ROBOT)
    publishers = SimPublishers(node, ROBOT, 10.0, still=still)
    drawn: list[float] = []
    sent: list[RgbdFrame] = []
    render, begun_s = world.camera.render, world.simulator.time

    def counted(draw: int | None = None) -> RgbdFrame:
        drawn.append(world.simulator.time)
        return render(draw)

    monkeypatch.setattr(world.camera, "render", counted)
    monkeypatch.setattr(publishers, "_publish_frame", lambda _world, frame: sent.append(frame))
    try:
        publishers.begin(world)
        for _ in range(3):
            world.simulator.hold(0.1)
            publishers.update(world)
        assert [frame.time for frame in sent] == pytest.approx([begun_s, begun_s + 0.1, begun_s + 0.2, begun_s + 0.3])
        assert len(drawn) == (1 if still else 4)
        last = render(world.simulator.goals_taken)
        assert np.array_equal(sent[-1].colour, last.colour) == still
        assert np.array_equal(sent[-1].depth_mm, last.depth_mm) == still
        world.simulator.step(0.1)
        time.sleep(0.1)
        publishers.update(world)
        assert len(drawn) == (2 if still else 5) and sent[-1].time == pytest.approx(begun_s + 0.4)
        publishers.begin(world)
        assert len(drawn) == (3 if still else 6)
    finally:
        world.close()


@pytest.mark.parametrize("still", [True, False])
def test_pictures_of_a_motion_keep_to_the_wall_clock_where_scenes_stand_still(
    node: Node, still: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(choose_episode(0, "pick", ""), ROBOT)
    publishers, wall, sent = SimPublishers(node, ROBOT, 10.0, still=still), [100.0], []
    monkeypatch.setattr(sim_publishers, "time", SimpleNamespace(monotonic=lambda: wall[0]))
    monkeypatch.setattr(publishers, "_publish_frame", lambda _world, frame: sent.append(frame.time))
    try:
        publishers.begin(world)
        for _ in range(8):  # eight times faster than the clock
            world.simulator.step(0.1)
            wall[0] += 0.0125
            publishers.update(world)
        assert len(sent) == (2 if still else 9)
        for _ in range(4):  # as fast as the clock, or a little faster
            world.simulator.step(0.1)
            wall[0] += 0.09
            publishers.update(world)
        assert len(sent) == (6 if still else 13)
    finally:
        world.close()


@pytest.mark.parametrize(("still", "expected"), [(True, 10), (False, 20)])
def test_joint_states_come_every_10_ms_and_every_20_where_scenes_stand_still(
    node: Node, still: bool, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(choose_episode(0, "pick", ""), ROBOT)
    publishers, wall, ticks = SimPublishers(node, ROBOT, 10.0, still=still), [100.0], []
    monkeypatch.setattr(sim_publishers, "time", SimpleNamespace(monotonic=lambda: wall[0]))
    try:
        publishers.begin(world)
        monkeypatch.setattr(publishers, "_tick", lambda _world, _frame_due: ticks.append(wall[0]))
        for _ in range(20):
            world.simulator.hold(0.01)
            wall[0] += 0.01
            publishers.update(world)
        assert len(ticks) == expected
    finally:
        world.close()
