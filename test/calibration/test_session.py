# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""From pictures to the published transform: rendered boards, real detection, files, the command line."""

import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from scipy.spatial.transform import Rotation

from vla_r1_ros.calibration.detector import Detector, Seen
from vla_r1_ros.calibration.pose import rms, target_view
from vla_r1_ros.calibration.result import load_marker, load_transform
from vla_r1_ros.calibration.samples import CameraPlace, Sample, Session, load_session, write_sample, write_session
from vla_r1_ros.calibration.target import DEFAULT_BOARD, parse_target
from vla_r1_ros.calibration.tree import mounted_frame
from vla_r1_ros.cli.main import main
from vla_r1_ros.core.camera import invert_transform, project, transform_points
from vla_r1_ros.core.errors import ErrorCode, InputError

from .cells import KnownCell, apart, make_cell, small, transform
from .pictures import Studio, vga

CAMERA, BOARD = vga(), parse_target(DEFAULT_BOARD)
#: Blur and noise that make detected corners 0.2 to 0.3 px uncertain (held by a test below); repeatability of the arm.
BLUR_PX, GREY_NOISE = 1.0, 18.0
NOISE_MM, NOISE_DEG = 0.3, 0.03
T_LINK_CAMERA = transform([0.011, -0.032, 0.004], Rotation.from_euler("xyz", [-90.3, 0.2, -89.8], degrees=True))
POSES = 20


@pytest.fixture(scope="module")
def studio() -> Studio:
    return Studio(Detector(BOARD), CAMERA, noise=GREY_NOISE, blur_px=BLUR_PX)


def record(folder: Path, studio: Studio, place: CameraPlace, seed: int) -> KnownCell:
    """Samples as `calibrate collect` leaves them, of a cell whose truth is returned."""
    random = np.random.default_rng(seed)
    above = transform([0.05, -0.5, 0.65], Rotation.from_euler("xyz", [-130, 0, -50], degrees=True))
    wrist = transform([0.06, 0.01, 0.04], Rotation.from_euler("z", 90, degrees=True))
    X = above if place is CameraPlace.FIXED else wrist
    cell = make_cell(CAMERA, BOARD, random, POSES, X=X)
    session = Session(BOARD, place, "panda_link0", "panda_hand", "camera_color_optical_frame", "camera_link",
                      T_LINK_CAMERA, CAMERA)  # fmt: skip
    write_session(folder, session)
    for i, (A, B) in enumerate(zip(cell.A, cell.B, strict=True)):
        hand = A if place is CameraPlace.FIXED else invert_transform(A)
        told = hand @ small(random, NOISE_MM, NOISE_DEG)
        write_sample(folder, Sample(f"{i + 1:04d}", told, studio.take(B, random)))
    return cell


@pytest.fixture(scope="module", params=list(CameraPlace))
def recorded(request: pytest.FixtureRequest, studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("samples") / "fixed"
    return folder, record(folder, studio, request.param, 1), request.param


def test_the_pictures_are_as_noisy_as_real_ones(studio: Studio) -> None:
    random = np.random.default_rng(0)
    cell = make_cell(CAMERA, BOARD, random, 6)
    found = []
    for T in cell.B:
        seen = Detector(BOARD).find(studio.take(T, random))
        if seen is not None:
            found.append(seen.pixels - project(CAMERA, transform_points(T, seen.points)))
    assert len(found) >= 4
    each_axis = rms(np.vstack(found)) / np.sqrt(2)
    assert 0.15 < each_axis < 0.4, each_axis


def test_solve_finds_the_mounting_of_either_kind(recorded: Any, capsys: pytest.CaptureFixture[str]) -> None:
    folder, cell, place = recorded
    assert main(["calibrate", "solve", str(folder)]) == 0
    out = capsys.readouterr().out
    found = load_transform(folder / "camera.yaml")
    mm, deg = apart(found.T_parent_child, cell.X @ invert_transform(T_LINK_CAMERA))
    assert mm < 1.0 and deg < 0.2, out
    marker = load_marker(folder / "camera.yaml")
    assert (found.parent, marker.parent) == (("panda_link0", "panda_hand") if place is CameraPlace.FIXED
                                             else ("panda_hand", "panda_link0"))  # fmt: skip
    assert found.child == "camera_link" and marker.target == BOARD
    mm, deg = apart(marker.T_parent_target, cell.Z)
    assert mm < 1.5 and deg < 0.3
    command = yaml.safe_load((folder / "camera.yaml").read_text())["command"]
    assert "verdict           good" in out and "<- taken" in out and command in out
    given = command.partition("static_transform_publisher ")[2].split()
    words = dict(zip(given[::2], given[1::2], strict=True))
    published = transform([float(words[f"--{axis}"]) for axis in "xyz"],
                          Rotation.from_quat([float(words[f"--q{axis}"]) for axis in "xyzw"]))  # fmt: skip
    np.testing.assert_allclose(published, found.T_parent_child, atol=1e-6)


def test_what_cannot_be_used_is_told_and_not_written(recorded: Any, tmp_path: Path,
                                                     capsys: pytest.CaptureFixture[str]) -> None:
    folder, _, _ = recorded
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    (copy / "camera.yaml").unlink(missing_ok=True)
    names = sorted(path.stem for path in copy.glob("*.png"))
    for name in names[5:]:
        (copy / f"{name}.png").unlink()
    assert main(["calibrate", "solve", str(copy)]) == 1
    assert "421 CALIBRATION_TOO_FEW" in capsys.readouterr().err
    for one, other in zip(names[:10], names[10:], strict=True):  # poses of other pictures: nothing fits
        shutil.copy(folder / f"{one}.png", copy / f"{one}.png")
        shutil.copy(folder / f"{other}.yaml", copy / f"{one}.yaml")
    assert main(["calibrate", "solve", str(copy)]) == 1
    heard = capsys.readouterr()
    assert "423 CALIBRATION_POOR" in heard.err and "poor: not to be used" in heard.out
    assert not (copy / "camera.yaml").exists()
    assert main(["calibrate", "solve", str(copy), "--poor-too", "--output", str(tmp_path / "poor.yaml")]) == 0
    assert yaml.safe_load((tmp_path / "poor.yaml").read_text())["quality"]["verdict"] == "poor"
    assert main(["calibrate", "solve", str(copy), "--drop", "9999"]) == 1
    assert "no sample is called 9999" in capsys.readouterr().err


def test_a_session_is_read_as_it_was_written_and_no_other_is_mixed_in(recorded: Any, tmp_path: Path) -> None:
    folder, _, place = recorded
    session = load_session(folder)
    np.testing.assert_allclose(session.T_child_camera, T_LINK_CAMERA, atol=1e-6)
    np.testing.assert_allclose(session.camera.K, CAMERA.K)
    np.testing.assert_allclose(session.camera.D, CAMERA.D)
    assert (session.place, session.child, session.target) == (place, "camera_link", BOARD)
    write_session(tmp_path / "new", session)
    write_session(tmp_path / "new", session)
    other = Session(parse_target("charuco:5x7:30:22"), session.place, session.base_frame, session.hand_frame,
                    session.camera_frame, session.child, session.T_child_camera, session.camera)  # fmt: skip
    with pytest.raises(InputError, match="another session") as refusal:
        write_session(tmp_path / "new", other)
    assert refusal.value.code is ErrorCode.INPUT_FILE


@pytest.mark.parametrize(("entry", "value", "words"), [
    ("camera", "wall", "must be fixed or hand"), ("K", [1.0] * 8, "must be 9 finite numbers"),
    ("base_frame", None, "missing"),
    ("child_to_camera", {"xyz": [0, 0, 0], "quaternion": [0, 0, 0, 2]}, "has length 2.0"),
    ("target", "nothing", "not understood"), ("D", [0.0, 0.0, 0.0], "D has the shape"), ("width", -4, "positive"),
])  # fmt: skip
def test_a_damaged_session_is_named(recorded: Any, tmp_path: Path, entry: str, value: Any, words: str) -> None:
    data = yaml.safe_load((recorded[0] / "session.yaml").read_text()) | {entry: value}
    (tmp_path / "session.yaml").write_text(yaml.safe_dump(data))
    with pytest.raises(InputError, match=re.escape(words)):
        load_session(tmp_path)


@pytest.mark.parametrize("text", ["", "[1]", "parent: a\nchild: a\nxyz: [0, 0, 0]\nquaternion: [0, 0, 0, 1]\nmade: x",
                                  "marker: {target: 'tag:APRILTAG_36h11:0:80', parent: a, xyz: [0, 0], quaternion: 1}"])
def test_a_damaged_result_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(text)
    for load in (load_transform, load_marker):
        with pytest.raises(InputError) as refusal:
            load(tmp_path / "x.yaml")
        assert refusal.value.code is ErrorCode.INPUT_PARAMETER


def test_a_tilt_that_cannot_be_told_is_said_to_be_ambiguous() -> None:
    """A tag of 40 mm with 0.25 px of noise: far away its mirrored tilt fits as well; near by it does not."""
    tag, random = parse_target("tag:APRILTAG_36h11:2:40"), np.random.default_rng(2)
    flagged = {0.25: 0, 1.0: 0}
    for z in flagged:
        for tilt_deg in np.linspace(5, 40, 20):
            T = transform([0.03, 0.02, z], Rotation.from_euler("xyz", [180 + tilt_deg, 3, 20], degrees=True))
            pixels = project(CAMERA, transform_points(T, tag.corners()))
            view = target_view(CAMERA, Seen(pixels + random.normal(0, 0.25, pixels.shape), tag.corners()))
            assert view is not None
            flagged[z] += view.ambiguous
            assert view.ambiguous or apart(view.T_camera_target, T)[1] < 20.0, tilt_deg
    assert flagged[0.25] == 0 and flagged[1.0] >= 8, flagged


def test_the_frame_that_is_published_never_gets_a_second_parent() -> None:
    driver = {"camera_color_optical_frame": "camera_color_frame", "camera_color_frame": "camera_link"}
    robot = {"panda_hand": "panda_link8", "panda_link8": "panda_link0", "panda_link0": "world"}
    asked = ("camera_color_optical_frame", ["panda_link0", "panda_hand"])
    assert mounted_frame(robot, *asked) == "camera_color_optical_frame"
    assert mounted_frame(driver | robot, *asked) == "camera_link"
    for parent in ("panda_link0", "world", "panda_hand"):  # mounted already: to be measured again
        assert mounted_frame(driver | robot | {"camera_link": parent}, *asked) == "camera_link"
