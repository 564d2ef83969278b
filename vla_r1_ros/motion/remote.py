# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A planner in a process of its own: what a library does to its process can neither hold up nor end the caller.

`moveit_py` keeps Python's global lock while it plans, and a fault in it ends the process; a node that must hear a stop
can afford neither. Calls go over a socket to a worker; a deadline or a cancel is kept here, whatever the worker does.
"""

import os
import pickle
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Any

import numpy as np

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, InputError, PlanningError, VlaError
from vla_r1_ros.core.types import FloatArray, JointTrajectory, OrientedBox, SceneModel
from vla_r1_ros.motion.protocols import HeldObject, Planner

_START_S = 60.0  # longest start of the worker: libraries, robot model
_CHANGE_S = 10.0  # longest change of the scene
_GRACE_S = 1.5  # what a plan may take beyond its deadline before the worker is given up
_POLL_S = 0.01  # how late a cancel is seen
_LOST_ADVICE = "it starts anew with the next plan; what it wrote before is in the log"


class RemotePlanner:
    """Planner protocol on a worker process that runs `serve`. A worker that ends or hangs is replaced at the next call,
    with the scene as it was.

    Args:
        command: starts the worker; the number of the socket's file descriptor is added as last argument.
        setup: what the worker's `make` is called with.

    Raises InputError as the worker's `make` did, and INPUT_ENVIRONMENT where the worker does not start.
    """

    def __init__(self, command: Sequence[str], setup: dict[str, Any]) -> None:
        self._command = list(command)
        self._setup = setup
        self._situation: dict[str, tuple[str, tuple[Any, ...]]] = {}
        self._number = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._start()

    def set_scene(self, scene: SceneModel) -> None:
        """Replace everything that is to be kept clear of; what is held stays held."""
        self._change("scene", "set_scene", scene)

    def set_opening(self, width: float) -> None:
        """Plan with the fingers `width` m apart."""
        self._change("opening", "set_opening", width)

    def allow_target_contact(self, allowed: bool) -> None:
        """Let the fingers touch the scene's target, or forbid it."""
        self._change("contact", "allow_target_contact", allowed)

    def attach(self, held: HeldObject) -> None:
        """Plan with this object in the gripper; the target's box leaves the scene."""
        self._change("held", "attach", held)

    def detach(self, left_at: OrientedBox | None) -> None:
        """Forget the held object; where given, it stands in the scene as target from now on."""
        self._change("held", "detach", left_at)

    def tool_pose(self, joints: FloatArray) -> FloatArray:
        """Forward kinematics: `T_base_tool` (4, 4)."""
        pose: FloatArray = self._call("tool_pose", (np.asarray(joints, dtype=np.float64),), {}, _CHANGE_S, None)
        return pose

    def plan_to_joints(
        self, start: FloatArray, goal: FloatArray, *, speed: float, deadline_s: float, cancel: CancelToken
    ) -> JointTrajectory:
        """Free motion to a joint goal (J,); see the protocol for errors."""
        return self._plan("plan_to_joints", (start, goal), {"speed": speed}, deadline_s, cancel)

    def plan_to_pose(
        self, start: FloatArray, T_base_tool: FloatArray, *, speed: float, deadline_s: float, cancel: CancelToken
    ) -> JointTrajectory:
        """Free motion to a tool pose (4, 4); see the protocol for errors."""
        return self._plan("plan_to_pose", (start, T_base_tool), {"speed": speed}, deadline_s, cancel)

    def plan_straight(
        self,
        start: FloatArray,
        waypoints: Sequence[FloatArray],
        *,
        tool_speed: float,
        deadline_s: float,
        cancel: CancelToken,
    ) -> JointTrajectory:
        """Straight tool motion through poses (4, 4); see the protocol for errors."""
        return self._plan("plan_straight", (start, list(waypoints)), {"tool_speed": tool_speed}, deadline_s, cancel)

    def close(self) -> None:
        """End the worker; the next call starts one again."""
        if self._process is not None:
            self._finalizer()
            self._process = self._connection = None

    def _change(self, what: str, method: str, value: Any) -> None:
        # kept in the order of the last change of each kind: a worker that starts anew repeats them so; before the call,
        # since one that is lost in it must not be followed by one without the scene
        self._situation.pop(what, None)
        self._situation[what] = (method, (value,))
        self._call(method, (value,), {}, _CHANGE_S, None)

    def _plan(
        self, method: str, args: tuple[Any, ...], options: dict[str, float], deadline_s: float, cancel: CancelToken
    ) -> JointTrajectory:
        found: JointTrajectory = self._call(
            method, args, options | {"deadline_s": deadline_s}, deadline_s + _GRACE_S, cancel
        )
        return found

    def _call(
        self, method: str, args: tuple[Any, ...], options: dict[str, Any], wait_s: float, cancel: CancelToken | None
    ) -> Any:
        if self._process is None:
            self._start()
        self._send(("call", self._number + 1, method, args, options))
        self._number += 1
        return self._answer(method, wait_s, cancel)

    def _answer(self, what: str, wait_s: float, cancel: CancelToken | None) -> Any:
        end, number = time.monotonic() + wait_s, self._number
        while True:
            if cancel is not None and cancel.cancelled:
                self._send(("cancel", number))
                raise PlanningError(ErrorCode.PLAN_CANCELLED, "planning was cancelled")
            answer = self._received()
            if answer is not None and answer[0] == number:  # another is late, to a call that was given up
                return _value(answer)
            if time.monotonic() > end:
                self._end_worker()
                raise PlanningError(
                    ErrorCode.PLAN_TIMEOUT,
                    f"the planning process did not answer {what} within {wait_s:.1f} s and was ended",
                    _LOST_ADVICE,
                )

    def _received(self) -> tuple[Any, ...] | None:
        """Return an answer, or None where none came for a moment."""
        assert self._connection is not None
        try:
            if not self._connection.poll(_POLL_S):
                return None
            answer: tuple[Any, ...] = self._connection.recv()
            return answer
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise self._lost() from error

    def _send(self, message: tuple[Any, ...]) -> None:
        assert self._connection is not None
        try:
            self._connection.send(message)
        except OSError as error:
            raise self._lost() from error

    def _lost(self) -> PlanningError:
        """End what is left of the worker; return the error that says so."""
        process = self._process
        self._end_worker()
        status = process.returncode if process is not None else None
        how = f"by {signal.Signals(-status).name}" if status is not None and status < 0 else f"with status {status}"
        return PlanningError(ErrorCode.PLAN_PROCESS_LOST, f"the planning process ended {how}", _LOST_ADVICE)

    def _end_worker(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
        self.close()

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            # a session of its own: Ctrl-C is for the node, which ends the worker when it has stopped the arm
            self._process = subprocess.Popen([*self._command, str(theirs.fileno())], pass_fds=[theirs.fileno()],
                                             stdin=subprocess.DEVNULL, start_new_session=True)  # fmt: skip
        self._connection = Connection(ours.detach())
        self._finalizer = weakref.finalize(self, _end, self._process, self._connection)
        self._number = 0
        try:
            self._send((self._setup,))
            self._answer("the start", _START_S, None)
        except PlanningError as error:
            raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"the planner does not start: {error.message}",
                             "what it wrote before is in the log") from error
        except InputError:
            self._end_worker()
            raise
        try:
            for method, args in self._situation.values():
                self._call(method, args, {}, _CHANGE_S, None)
        except VlaError:
            self._end_worker()  # nothing is planned in a part of the scene
            raise


def serve(make: Callable[..., Planner]) -> None:
    """Be the worker: make the planner, answer calls until the caller closes its end or ends. Never returns."""
    connection = Connection(int(sys.argv[-1]))
    (setup,) = connection.recv()
    calls: queue.SimpleQueue[tuple[Any, ...]] = queue.SimpleQueue()
    running: dict[int, CancelToken] = {}
    planner = _done(connection, 0, lambda: make(**setup), quiet=True)
    threading.Thread(target=_hear, args=(connection, calls, running), daemon=True).start()
    while True:
        _, number, method, args, options = calls.get()
        if "deadline_s" in options:
            options |= {"cancel": running[number]}
        _done(connection, number, lambda: getattr(planner, method)(*args, **options))  # noqa: B023 - called at once
        running.pop(number, None)


def _hear(connection: Connection, calls: "queue.SimpleQueue[tuple[Any, ...]]", running: dict[int, CancelToken]) -> None:
    """Queue calls, set tokens; end the process with the caller, in the middle of a plan too."""
    while True:
        try:
            message = connection.recv()
        except (EOFError, OSError):
            os._exit(0)  # without the library's own tear-down, which has been seen to fail
        if message[0] == "cancel":
            if message[1] in running:
                running[message[1]].cancel()
        else:
            running[message[1]] = CancelToken()
            calls.put(message)


def _done(connection: Connection, number: int, work: Callable[[], Any], *, quiet: bool = False) -> Any:
    """Do it and send what came of it; `quiet`: that it was done, not its value."""
    value = None
    try:
        value = work()
        answer: tuple[Any, ...] = (number, None, None if quiet else value)
    except VlaError as error:
        answer = (number, (type(error), error.code, error.message, error.advice), None)
    connection.send(answer)
    return value


def _value(answer: tuple[Any, ...]) -> Any:
    _, failure, value = answer
    if failure is None:
        return value
    kind, code, message, advice = failure
    raise kind(code, message, advice)


def _end(process: "subprocess.Popen[bytes]", connection: Connection) -> None:
    """Close our end, upon which the worker ends; help where it does not."""
    connection.close()
    try:
        process.wait(1.0)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(1.0)
