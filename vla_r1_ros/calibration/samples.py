# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A folder of samples: `session.yaml`, and for each sample NAME.png and NAME.yaml, the pose of the hand in the base."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import cv2
import numpy as np

from vla_r1_ros.calibration.detector import Detector
from vla_r1_ros.calibration.files import as_entries, read_transform, read_yaml, refuse_problems, write_yaml
from vla_r1_ros.calibration.pose import View, target_view
from vla_r1_ros.calibration.target import Target, parse_target
from vla_r1_ros.core.camera import check_camera, invert_transform
from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.robot_entries import Entries
from vla_r1_ros.core.types import CameraModel, FloatArray, ImageArray

SESSION = "session.yaml"
_HEAD = "# Samples of vla_r1 calibrate: docs/calibration.md. NAME.yaml is the pose of hand_frame in base_frame.\n"
NO_TARGET = "the target is not seen"
AMBIGUOUS = "the target may as well be tilted the other way: nearer, or more tilted"


class CameraPlace(StrEnum):
    """FIXED: the camera stands in the cell, the target is on the hand (eye-to-hand). HAND: the other way round."""

    FIXED = "fixed"
    HAND = "hand"


@dataclass(frozen=True)
class Session:
    """What all samples have in common. `child` is the frame whose mounting is wanted, often the root of the camera
    driver's frames; `T_child_camera` (4, 4) leads from there to `camera_frame`, the frame of the pictures."""

    target: Target
    place: CameraPlace
    base_frame: str
    hand_frame: str
    camera_frame: str
    child: str
    T_child_camera: FloatArray
    camera: CameraModel

    @property
    def parent(self) -> str:
        """The frame that the camera is fixed to."""
        return self.base_frame if self.place is CameraPlace.FIXED else self.hand_frame

    @property
    def carrier(self) -> str:
        """The frame that the target is fixed to."""
        return self.hand_frame if self.place is CameraPlace.FIXED else self.base_frame

    def parent_to_carrier(self, T_base_hand: FloatArray) -> FloatArray:
        """T_parent_carrier for a pose of the hand."""
        return T_base_hand if self.place is CameraPlace.FIXED else invert_transform(T_base_hand)


@dataclass(frozen=True)
class Sample:
    """One picture and the pose of the hand at its time."""

    name: str
    T_base_hand: FloatArray
    picture: ImageArray


@dataclass(frozen=True)
class Viewed:
    """Usable samples: names, A (N, 4, 4) T_parent_carrier, views; and of the others the reason, by name."""

    names: list[str] = field(default_factory=list)
    A: list[FloatArray] = field(default_factory=list)
    views: list[View] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)

    def add(self, session: Session, sample: Sample, detector: Detector) -> str:
        """Look at a sample and keep it; returns why not, empty where it is usable."""
        seen = detector.find(sample.picture)
        view = None if seen is None else target_view(session.camera, seen)
        reason = NO_TARGET if view is None else AMBIGUOUS if view.ambiguous else ""
        if reason or view is None:
            self.refused[sample.name] = reason
            return reason
        self.names.append(sample.name)
        self.A.append(session.parent_to_carrier(sample.T_base_hand))
        self.views.append(view)
        return ""


def write_session(folder: Path, session: Session) -> None:
    """Make the folder and its session.yaml; raises InputError INPUT_FILE where it cannot, or has one that differs."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(ErrorCode.INPUT_FILE, f"{folder}: {error}", "name a folder that can be written") from error
    camera = session.camera
    data = {
        "target": str(session.target), "camera": str(session.place), "base_frame": session.base_frame,
        "hand_frame": session.hand_frame, "camera_frame": session.camera_frame, "child": session.child,
        "child_to_camera": as_entries(session.T_child_camera),
        "width": camera.width_px, "height": camera.height_px,
        "K": [float(v) for v in camera.K.ravel()], "D": [float(v) for v in camera.D],
    }  # fmt: skip
    path = folder / SESSION
    if path.exists() and read_yaml(path, "session") != data:
        raise InputError(ErrorCode.INPUT_FILE, f"{folder} holds samples of another session (target, camera, frames or "
                         "mounting differ)", "name a new folder")  # fmt: skip
    write_yaml(path, data, _HEAD)


def write_sample(folder: Path, sample: Sample) -> None:
    """Write picture and pose; raises InputError INPUT_FILE."""
    done, png = cv2.imencode(".png", sample.picture)
    try:
        (folder / f"{sample.name}.png").write_bytes(png.tobytes() if done else b"")
    except OSError as error:
        raise InputError(ErrorCode.INPUT_FILE, f"{folder}: {error}", "free space, or name another folder") from error
    write_yaml(folder / f"{sample.name}.yaml", as_entries(sample.T_base_hand))


def load_session(folder: Path) -> Session:
    """Read session.yaml.

    Raises:
        InputError: INPUT_FILE, or INPUT_PARAMETER or INPUT_CAMERA_INFO_INVALID that say what is wrong.
    """
    problems: list[str] = []
    entries = Entries(read_yaml(folder / SESSION, "session"), "session", problems)
    place, frames = entries.text("camera"), {name: entries.text(name) for name in ("base_frame", "hand_frame",
                                                                                  "camera_frame", "child")}  # fmt: skip
    if place not in list(CameraPlace):
        entries.note("camera", f"is {place!r}, must be fixed or hand")
    text, T_child_camera = entries.text("target"), read_transform(entries.sub("child_to_camera"))
    width, height = int(entries.number("width")), int(entries.number("height"))
    K, D = entries.vector("K", 9), entries.row("D") if entries.given("D") else np.zeros(5)
    refuse_problems(problems, folder / SESSION)
    camera = CameraModel(width, height, K.reshape(3, 3), D)
    check_camera(camera)
    return Session(parse_target(text), CameraPlace(place), **frames, T_child_camera=T_child_camera, camera=camera)


def load_samples(folder: Path, drop: Sequence[str] = ()) -> list[Sample]:
    """Read all samples but those to drop, by name, in their order.

    Raises:
        InputError: INPUT_FILE for a picture without a pose, what cannot be read, or a name to drop that is not there;
            INPUT_PARAMETER for a pose that is none.
    """
    pictures = {path.stem: path for path in sorted(folder.glob("*.png"))}
    if missing := set(drop) - set(pictures):
        raise InputError(ErrorCode.INPUT_FILE, f"no sample is called {', '.join(sorted(missing))}",
                         f"there are {', '.join(pictures) or 'none'}")  # fmt: skip
    samples = []
    for name, path in pictures.items():
        if name in drop:
            continue
        problems: list[str] = []
        pose = path.with_suffix(".yaml")
        T = read_transform(Entries(read_yaml(pose, "pose"), "pose", problems))
        refuse_problems(problems, pose)
        picture = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
        if picture is None:
            raise InputError(ErrorCode.INPUT_FILE, f"{path} is no picture", "remove it, or --drop it")
        samples.append(Sample(name, T, np.asarray(picture, dtype=np.uint8)))
    return samples


def view_samples(session: Session, samples: Sequence[Sample]) -> Viewed:
    """Look for the target in each sample.

    Raises:
        InputError: INPUT_IMAGE_INVALID for a picture of another size than the camera's.
    """
    detector, viewed = Detector(session.target), Viewed()
    size = (session.camera.height_px, session.camera.width_px)
    for sample in samples:
        if sample.picture.shape != size:
            raise InputError(ErrorCode.INPUT_IMAGE_INVALID, f"{sample.name}: {sample.picture.shape[1]}x"
                             f"{sample.picture.shape[0]} pixels, the camera has {size[1]}x{size[0]}", "drop it")
        viewed.add(session, sample, detector)
    return viewed
