# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Physics in a thread of its own: keeps to the wall clock, takes orders between steps, waits for nobody."""

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from vla_r1_ros.core.errors import ErrorCode, ExecutionError
from vla_r1_ros.sim.world import World

T = TypeVar("T")

CHUNK_S = 0.01
_AFTER_MOTION_S = 1.0
_LARGEST_LAG_S = 0.2
_LEAST_SETTLE_S, _MOST_SETTLE_S = 0.5, 2.0


@dataclass
class _Order:
    """A call that the physics thread is to make, and where its result goes."""

    call: Callable[[], Any]
    future: "Future[Any]"


@dataclass(frozen=True)
class LoopHooks:
    """What is told of a world: its begin, each 10 ms of simulated time, its end before it closes, and the error that
    ended the thread."""

    begin: Callable[[World], None]
    chunk: Callable[[World], None]
    end: Callable[[World], None]
    failed: Callable[[Exception], None]


class PhysicsLoop:
    """Runs a world until it is closed.

    Args:
        make_world: called in the physics thread; gets the time at which the clock begins.
        hooks: called in the physics thread.
        real_time_factor: simulated s per s; 0 runs as fast as possible while the arm or the gripper moves and up to
            1 s after, else at 1, for a scene at rest that hurries only takes time from those who think.
        hold_still: after a motion physics goes on until all is at rest (0.5 to 2 s; orders wait for it), then only the
            clock does, until the next goal. What happens then depends on the goals alone, not on how long those who
            gave them thought.
    """

    def __init__(self, make_world: Callable[[float], World], hooks: LoopHooks, real_time_factor: float = 1.0,
                 *, hold_still: bool = False) -> None:
        self._make, self._hooks = make_world, hooks
        self._factor = real_time_factor
        self._hold_still = hold_still
        self._settled = True
        self._orders: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._world: World | None = None
        self._anchor = (0.0, 0.0)
        self._last_motion = self._moved_at = 0.0
        self.failure: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="physics")

    def start(self) -> None:
        """Start the thread and wait for the first world.

        Raises:
            VlaError: what `make_world` raised.
        """
        self._thread.start()
        self.call(lambda world: None, 60.0)

    def close(self, seconds: float = 1.5) -> None:
        """Stop the thread; orders that wait are refused."""
        self._stop.set()
        self._orders.put(None)
        if self._thread.is_alive():
            self._thread.join(seconds)

    @property
    def stopped(self) -> bool:
        """True once `close` was called or the thread ended by an error."""
        return self._stop.is_set()

    @property
    def settled(self) -> bool:
        """False while physics goes on after a motion before it holds still; always True without `hold_still`."""
        return self._settled or not self._hold_still

    def call(self, order: Callable[[World], T], seconds: float = 5.0) -> T:
        """Run `order` between two steps and return its result; callable from any other thread.

        Raises:
            ExecutionError: EXEC_NO_CONTROLLER when the simulation has ended or does not answer in `seconds`.
            VlaError: what the order itself raised.
        """
        future: Future[T] = Future()
        self._orders.put(_Order(lambda: order(self._living()), future))
        if self.stopped:
            self._refuse()
        try:
            return future.result(timeout=seconds)
        except TimeoutError as error:
            future.cancel()  # nobody waits for it any more, so it must not be carried out later
            raise ExecutionError(ErrorCode.EXEC_NO_CONTROLLER, f"the simulation gave no answer in {seconds:.0f} s",
                                 "look at sim_node's log") from error

    def load(self, seconds: float = 60.0) -> None:
        """Close the world and make the next; the clock goes on.

        Raises:
            VlaError: what `make_world` raised; the old world then goes on.
        """
        self.call(lambda _world: self._replace(), seconds)

    def _living(self) -> World:
        if self._world is None:
            raise ExecutionError(ErrorCode.EXEC_NO_CONTROLLER, "no world is loaded")
        return self._world

    def _replace(self) -> None:
        old = self._living()
        new = self._make(old.simulator.time)
        self._hooks.end(old)
        old.close()
        self._begin(new)

    def _begin(self, world: World) -> None:
        self._world = world
        self._last_motion = world.simulator.time - _AFTER_MOTION_S
        self._moved_at, self._settled = world.simulator.drive_time - _LEAST_SETTLE_S, False
        self._note_motion(world)
        self._set_anchor()
        self._hooks.begin(world)

    def _run(self) -> None:
        try:
            self._begin(self._make(0.0))
            while not self._stop.is_set():
                self._take_orders()
                if self._stop.is_set():
                    break
                world = self._living()
                if self._hold_still and self._settled:
                    world.simulator.hold(CHUNK_S)
                else:
                    world.simulator.step(CHUNK_S)
                self._note_motion(world)
                self._hooks.chunk(world)
        except Exception as error:  # noqa: BLE001 - the boundary of the thread; told to the owner and to every caller
            self.failure = error
            self._hooks.failed(error)
        finally:
            self._stop.set()
            self._refuse()
            if self._world is not None:
                self._hooks.end(self._world)
                self._world.close()

    def request_stop(self) -> None:
        """Let the thread end by itself; for its own hooks."""
        self._stop.set()

    def _take_orders(self) -> None:
        """Run what waits, and wait until the wall clock allows the next chunk."""
        while self.settled or self._living().moving():
            wait = self._wait_s()
            try:
                order = self._orders.get(timeout=wait) if wait > 0 else self._orders.get_nowait()
            except queue.Empty:
                return
            if order is None:
                return
            if self._stop.is_set():
                self._orders.put(order)  # refused at the end of the thread
                return
            self._carry_out(order)
            self._note_motion(self._living())

    def _note_motion(self, world: World) -> None:
        now = world.simulator.drive_time  # exact: the same whenever the world began
        if world.moving():
            self._last_motion, self._moved_at, self._settled = world.simulator.time, now, False
        elif not self._settled:
            still_for = now - self._moved_at
            self._settled = still_for >= _MOST_SETTLE_S or (still_for >= _LEAST_SETTLE_S and world.simulator.at_rest())

    @staticmethod
    def _carry_out(order: _Order) -> None:
        if not order.future.set_running_or_notify_cancel():
            return
        try:
            result = order.call()
        except Exception as error:  # noqa: BLE001 - every error belongs to the caller who waits for it
            order.future.set_exception(error)
        else:
            order.future.set_result(result)

    def _wait_s(self) -> float:
        now = self._living().simulator.time
        factor = self._factor
        if factor == 0:
            if now - self._last_motion < _AFTER_MOTION_S or not self.settled:
                self._set_anchor()
                return 0.0
            factor = 1.0
        wall, sim = self._anchor
        ahead = (now - sim) / factor - (time.monotonic() - wall)
        if ahead < -_LARGEST_LAG_S:
            self._set_anchor()  # too slow for this machine: do not run after lost time
        return max(0.0, ahead)

    def _set_anchor(self) -> None:
        self._anchor = (time.monotonic(), self._living().simulator.time)

    def _refuse(self) -> None:
        while True:
            try:
                order = self._orders.get_nowait()
            except queue.Empty:
                return
            if order is not None and order.future.set_running_or_notify_cancel():
                error = self.failure or ExecutionError(ErrorCode.EXEC_NO_CONTROLLER, "the simulation has ended")
                order.future.set_exception(error)
