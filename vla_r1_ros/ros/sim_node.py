# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""sim_node: an arm, a table and a camera in physics, with the topics and actions of a real cell."""

import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import rclpy
from rclpy._rclpy_pybind11 import RCLError
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.node import Node
from std_srvs.srv import Trigger

from vla_r1_ros.core.errors import VlaError
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.ros.params import declare, param
from vla_r1_ros.ros.sim_actions import SimActions
from vla_r1_ros.ros.sim_publishers import SimPublishers
from vla_r1_ros.ros.spin import run_node
from vla_r1_ros.sim.loop import LoopHooks, PhysicsLoop
from vla_r1_ros.sim.media import MediaWriter
from vla_r1_ros.sim.scenes import SCENES
from vla_r1_ros.sim.world import World, choose_episode

_THREADS = 4


@dataclass(frozen=True)
class SimNodeParameters:
    """Parameters of sim_node; `seed`, `task`, `scene` and `instruction` take effect with the next call of `~/load`."""

    robot: str = param("panda", "robot: panda or ur5e, or the path of a YAML file of one of these")
    seed: int = param(0, "seed of the episode: objects, light, camera, instruction", low=0, mutable=True)
    task: str = param("carry", "what the episode asks for", choices=("pick", "carry", "reach", "absent"), mutable=True)
    scene: str = param("", "named scene of the paper's protocol: S1 bowls, S2 fruit, S3 kitchen, S4 mixed; empty: any "
                           "things", choices=("", *SCENES), mutable=True)  # fmt: skip
    instruction: str = param("", "words of the user; what they name stands on the table; empty: the task's own words",
                             mutable=True)  # fmt: skip
    real_time_factor: float = param(1.0, "simulated s per s; 0: as fast as possible while the arm moves", low=0.0,
                                    high=100.0)  # fmt: skip
    hold_still: bool = param(False, "between motions only the clock goes on, and pictures have the same noise: what "
                                    "happens depends on the goals alone, not on how busy the machine is")  # fmt: skip
    camera_rate: float = param(10.0, "pictures per simulated s", low=0.1, high=60.0)
    media_dir: str = param("", "folder for before.png, after.png and clip.mp4 of each episode; empty: none")
    clip_rate: float = param(8.0, "pictures per simulated s of the clip", low=1.0, high=30.0)


class SimNode(Node):
    """The node; physics runs in a thread of its own and never waits for DDS."""

    def __init__(self) -> None:
        super().__init__("sim_node")
        self._actions: SimActions | None = None  # until the rest was accepted: rclpy also destroys half-made nodes
        self._settings_lock = threading.Lock()
        self._settings = declare(self, SimNodeParameters, self._on_change)
        robot = load_robot(self._settings.robot)
        self._robot = robot
        self._sim_publishers = SimPublishers(self, robot, self._settings.camera_rate,
                                            still=self._settings.hold_still)
        self._media: MediaWriter | None = None
        self.failed = self._started = False
        hooks = LoopHooks(self._begin, self._chunk, self._end, self._failed)
        self._loop = PhysicsLoop(self._make, hooks, self._settings.real_time_factor,
                                 hold_still=self._settings.hold_still)
        self._loop.start()
        self._started = True
        self._actions = SimActions(self, robot, self._loop)
        self.create_service(Trigger, "~/load", self._on_load, callback_group=ReentrantCallbackGroup())

    def close(self) -> None:
        """Stop physics; callbacks that wait for it are refused."""
        self._loop.close()

    def destroy_node(self) -> None:
        """Take the action servers down first; called when no callback runs any more."""
        if self._actions is not None:
            self._actions.close()
        super().destroy_node()

    def _on_change(self, parameters: SimNodeParameters) -> None:
        with self._settings_lock:
            self._settings = parameters

    def _make(self, start_time: float) -> World:
        """Make the world that the parameters ask for; in the physics thread."""
        with self._settings_lock:
            p = self._settings
        world = World(choose_episode(p.seed, p.task, p.instruction, p.scene), self._robot, start_time=start_time)
        self.get_logger().info(f"{world.episode.task} episode of seed {p.seed}: {world.episode.instruction!r}")
        return world

    def _begin(self, world: World) -> None:
        if self._settings.media_dir:
            self._media = MediaWriter(Path(self._settings.media_dir), world, self._settings.clip_rate)
        self._publishing(self._sim_publishers.begin, world)

    def _chunk(self, world: World) -> None:
        self._publishing(self._sim_publishers.update, world)
        if self._media is not None:
            self._media.update()

    def _end(self, _world: World) -> None:
        media, self._media = self._media, None
        if media is not None:
            media.close()
            if media.problem and rclpy.ok():
                self.get_logger().warning(media.problem)

    def _failed(self, error: Exception) -> None:
        """Physics ended by an error: say so and end the process."""
        if not self._started:
            return  # the constructor raises it
        self.failed = True
        words = str(error) if isinstance(error, VlaError) else "".join(traceback.format_exception(error))
        self.get_logger().fatal(f"the simulation ended: {words}")
        rclpy.try_shutdown()

    def _publishing(self, publish: Callable[[World], None], world: World) -> None:
        """Publish, unless the context was shut down from outside: then the thread ends."""
        try:
            if rclpy.ok():
                publish(world)
                return
        except RCLError:
            if rclpy.ok():
                raise
        self._loop.request_stop()

    def _on_load(self, _request: Trigger.Request, response: Trigger.Response) -> Trigger.Response:
        try:
            self._loop.load()
        except VlaError as error:
            response.success, response.message = False, str(error)
        else:
            response.success, response.message = True, "loaded"
        return response


def main(argv: Sequence[str] | None = None) -> int:
    """Run the node until it is told to end; the exit status, 1 when physics failed."""
    nodes: list[SimNode] = []

    def make() -> SimNode:
        nodes.append(SimNode())
        return nodes[0]

    status = run_node("sim_node", make, argv, threads=_THREADS)
    return status or int(any(node.failed for node in nodes))


if __name__ == "__main__":
    sys.exit(main())
