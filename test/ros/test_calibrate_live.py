# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`vla_r1 calibrate collect` and `mark` beside a camera and TF over DDS."""

import random
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import rclpy
from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from scipy.spatial.transform import Rotation

from vla_r1_ros.calibration.result import load_marker
from vla_r1_ros.calibration.samples import load_samples, load_session
from vla_r1_ros.cli.main import main
from vla_r1_ros.core.robot_file import load_robot
from vla_r1_ros.ros.calibration_ear import hearing

from .calibration_cell import FRAME, T_LINK_HAND, Cell

pytestmark = pytest.mark.slow
TAG = "tag:APRILTAG_36h11:0:80"
T_BASE_TAG = np.eye(4)
T_BASE_TAG[:3, :3], T_BASE_TAG[:3, 3] = Rotation.from_euler("z", 0.3).as_matrix(), (0.5, 0.12, 0.0)


@pytest.fixture
def cell(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cell]:
    domain = random.randint(102, 200)
    monkeypatch.setenv("ROS_DOMAIN_ID", str(domain))
    context = Context()
    rclpy.init(context=context, domain_id=domain)
    node, executor = Node("cell", context=context), SingleThreadedExecutor(context=context)
    cell = Cell(node, T_BASE_TAG)
    executor.add_node(node)
    thread = threading.Thread(target=executor.spin)
    thread.start()
    yield cell
    executor.shutdown(timeout_sec=2.0)
    thread.join(3.0)
    node.destroy_node()
    context.try_shutdown()


def test_tf_that_comes_late_is_waited_for(cell: Cell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vla_r1_ros.ros.calibration_ear.DISCOVERY_S", 0.0)
    with hearing(load_robot("panda"), []) as ear:
        assert ear.parent_of(FRAME) == "panda_link0" and ear.mounted_frame(FRAME) == FRAME


def test_mark_learns_where_the_tag_is(cell: Cell, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "marker.yaml"
    assert main(["calibrate", "mark", str(path), "--target", TAG, "--pictures", "5"]) == 0, capsys.readouterr()
    marker = load_marker(path)
    assert (str(marker.target), marker.parent) == (TAG, "panda_link0")
    assert np.linalg.norm(marker.T_parent_target[:3, 3] - T_BASE_TAG[:3, 3]) < 0.008
    cell.shows = "away"
    assert main(["calibrate", "mark", str(tmp_path / "none.yaml"), "--target", TAG, "--pictures", "3"]) == 1
    assert "420 CALIBRATION_NO_TARGET" in capsys.readouterr().err and not (tmp_path / "none.yaml").exists()


def test_collect_keeps_what_was_seen_at_a_key_press(cell: Cell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                    capsys: pytest.CaptureFixture[str]) -> None:
    keys = iter(["", "", "u", "away", "", "q"])

    def press(_: str) -> str:
        key = next(keys)
        if key == "away":
            cell.shows = "away"
        return key

    monkeypatch.setattr("builtins.input", press)
    folder = tmp_path / "samples"
    assert main(["calibrate", "collect", str(folder), "--target", TAG, "--camera", "hand"]) == 1
    heard = capsys.readouterr()
    assert "421 CALIBRATION_TOO_FEW" in heard.err  # one pose is no calibration
    assert "0002 removed" in heard.out and "not taken: the target is not seen" in heard.out
    assert f"{FRAME} has the parent panda_link0 in TF now" in heard.out
    session, (sample,) = load_session(folder), load_samples(folder)
    assert (session.parent, session.child, session.camera_frame, session.carrier) == ("panda_hand", FRAME, FRAME,
                                                                                      "panda_link0")  # fmt: skip
    np.testing.assert_allclose(sample.T_base_hand, T_LINK_HAND, atol=1e-6)
