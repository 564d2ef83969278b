# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""The part of `vla_r1 calibrate` that needs a running robot and camera: taking samples, learning a marker."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from vla_r1_ros.calibration.detector import Detector, Seen
from vla_r1_ros.calibration.pose import View, stands, target_view
from vla_r1_ros.calibration.result import Marker, write_marker
from vla_r1_ros.calibration.samples import (
    CameraPlace,
    Sample,
    Session,
    Viewed,
    load_samples,
    view_samples,
    write_sample,
    write_session,
)
from vla_r1_ros.calibration.spread import GOOD_POSES, LEAST_POSES, spread_of
from vla_r1_ros.calibration.target import Target, parse_target
from vla_r1_ros.core.errors import ErrorCode, InputError, ProjectionError, VlaError
from vla_r1_ros.core.robot import RobotDescription
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.core.types import CameraModel

if TYPE_CHECKING:
    from vla_r1_ros.ros.calibration_ear import CalibrationEar

_HELP = "Enter: take a sample; u: undo the last; q: done"


def _ros() -> None:
    try:
        from vla_r1_ros.ros.transport import transport_environment
    except ImportError as error:
        raise InputError(ErrorCode.INPUT_ENVIRONMENT, f"ROS is missing: {error}",
                         "source /opt/ros/$ROS_DISTRO/setup.bash and the workspace") from error  # fmt: skip
    os.environ.update(transport_environment())


def collect(arguments: argparse.Namespace) -> bool:
    """Take samples at the user's key presses; False where none is there to solve."""
    robot, target = load_robot(arguments.robot), parse_target(arguments.target)
    _ros()
    from vla_r1_ros.ros.calibration_ear import hearing

    with hearing(robot, arguments.ros_args) as ear:
        session = _session(ear, robot, target, CameraPlace(arguments.camera), arguments.child)
        write_session(arguments.folder, session)
        viewed = view_samples(session, load_samples(arguments.folder))
        camera = session.camera
        print(f"camera {session.camera_frame}, {camera.width_px}x{camera.height_px}; wanted: {session.parent} <- "
              f"{session.child}; {target} on {session.carrier}; {len(viewed.names)} samples in {arguments.folder}")
        if above := ear.parent_of(session.child):
            print(f"-> {session.child} has the parent {above} in TF now: end who publishes that before you publish the "
                  "result")  # fmt: skip
        print(f"Move the hand yourself; nothing is commanded from here. {_HELP}")
        detector = Detector(target)
        while (word := _key(len(viewed.names))) != "q":
            if word == "u":
                _undo(arguments.folder, viewed)
            elif word:
                print(_HELP)
            else:
                _take(ear, arguments.folder, session, viewed, detector)
    return len(viewed.names) > 0


def _key(count: int) -> str:
    try:
        return input(f"[{count}] ").strip().lower()
    except EOFError:
        return "q"


def _session(ear: "CalibrationEar", robot: RobotDescription, target: Target, place: CameraPlace,
             child: str) -> Session:
    camera, frame = ear.camera()
    child = child or ear.mounted_frame(frame)
    T = np.eye(4) if child == frame else ear.matrix(child, frame)
    return Session(target, place, robot.base_frame, robot.hand_frame, frame, child, T, camera)


def _take(ear: "CalibrationEar", folder: Path, session: Session, viewed: Viewed, detector: Detector) -> None:
    taken = {path.stem for path in folder.glob("*.png")}
    name = next(f"{i:04d}" for i in range(1, 10_000) if f"{i:04d}" not in taken)
    try:
        shot = ear.shot()
        if shot.picture.shape != (session.camera.height_px, session.camera.width_px):
            raise InputError(ErrorCode.INPUT_IMAGE_INVALID, "the camera changed its resolution", "begin a new folder")
    except VlaError as error:
        print(f"not taken: {error}")
        return
    sample = Sample(name, shot.T_base_hand, shot.picture)
    reason = viewed.add(session, sample, detector)
    if reason:
        print(f"not taken: {reason}")
        return
    write_sample(folder, sample)
    view = viewed.views[-1]
    print(f"{name}: {len(view.seen.points)} corners, {view.error_px:.2f} px, {view.T_camera_target[2, 3]:.2f} m away")
    if len(viewed.names) >= LEAST_POSES:
        advice = spread_of(session.camera, np.array(viewed.A), viewed.views).advice()
        print(f"  {'; '.join(advice) if advice else f'enough; q solves ({GOOD_POSES} or more are good)'}")


def _undo(folder: Path, viewed: Viewed) -> None:
    if not viewed.names:
        print("nothing to undo")
        return
    name = viewed.names.pop()
    viewed.A.pop()
    viewed.views.pop()
    for end in (".png", ".yaml"):
        (folder / f"{name}{end}").unlink(missing_ok=True)
    print(f"{name} removed")


def mark(arguments: argparse.Namespace) -> int:
    """Keep where a marker is, as the camera sees it through TF."""
    robot, target = load_robot(arguments.robot), parse_target(arguments.target)
    if not 1 <= arguments.pictures <= 500:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"--pictures is {arguments.pictures}, not 1 to 500", "20 is good")
    _ros()
    from vla_r1_ros.ros.calibration_ear import hearing

    with hearing(robot, arguments.ros_args) as ear:
        camera, frame = ear.camera()
        parent = robot.base_frame if arguments.on == "base" else robot.hand_frame
        detector = Detector(target)
        shots = [ear.shot() for _ in range(arguments.pictures)]
        if not stands(shots[0].T_base_hand, shots[-1].T_base_hand):
            raise ProjectionError(ErrorCode.CALIBRATION_MOVING, "the hand moved between the pictures",
                                  "wait until it stands")  # fmt: skip
        found = [seen for shot in shots if (seen := detector.find(shot.picture)) is not None]
        view = _averaged(camera, found, len(shots))
        T_parent_target = ear.matrix(parent, frame, shots[-1].stamp_ns) @ view.T_camera_target
    sigma_mm = float(np.linalg.norm(view.sigma)) * 1e3
    write_marker(arguments.file, Marker(target, parent, T_parent_target),
                 {"pictures": len(found), "error_px": round(view.error_px, 3), "sigma_mm": round(sigma_mm, 3)})
    x, y, z = T_parent_target[:3, 3]
    print(f"{target} at ({x:.4f}, {y:.4f}, {z:.4f}) m in {parent}, to {sigma_mm:.1f} mm beside what the mounting is "
          f"off by, from {len(found)} of {len(shots)} pictures; kept in {arguments.file}")  # fmt: skip
    return 0


def _averaged(camera: CameraModel, found: list[Seen], pictures: int) -> View:
    """The pose by the mean of each corner that was seen in most pictures."""
    if len(found) <= pictures // 2:
        raise ProjectionError(ErrorCode.CALIBRATION_NO_TARGET, f"seen in {len(found)} of {pictures} pictures",
                              "is it whole in the picture, large enough (a tag: 30 pixels or more), and lit?")
    corners: dict[tuple[float, ...], list[np.ndarray]] = {}
    for seen in found:
        for point, pixel in zip(seen.points, seen.pixels, strict=True):
            corners.setdefault(tuple(point), []).append(pixel)
    often = {point: pixels for point, pixels in corners.items() if len(pixels) > len(found) // 2}
    mean = np.array([np.mean(pixels, axis=0) for pixels in often.values()])
    view = target_view(camera, Seen(mean, np.array(list(often)))) if len(often) >= 4 else None
    if view is None or view.ambiguous:
        raise ProjectionError(ErrorCode.CALIBRATION_NO_TARGET, "it cannot be told how the marker is tilted",
                              "a larger one, nearer, or not quite facing the camera")  # fmt: skip
    return view
