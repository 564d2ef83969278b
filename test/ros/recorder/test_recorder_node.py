# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
import random
import threading
from pathlib import Path
from typing import Any

import pytest
import rclpy
from rclpy.signals import SignalHandlerOptions

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.ros import recorder_node


def test_a_node_that_cannot_be_made_leaves_no_thread_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would keep the process alive that is to end with an error."""

    def fails(_: Any) -> None:
        raise InputError(ErrorCode.INPUT_PARAMETER, "of ours")

    monkeypatch.setenv("ROS_DOMAIN_ID", str(random.randint(102, 200)))
    monkeypatch.setattr(recorder_node, "Diagnostics", fails)
    before = set(threading.enumerate())
    rclpy.init(args=["--ros-args", "-p", f"output_directory:='{tmp_path}'"],
               signal_handler_options=SignalHandlerOptions.NO)  # fmt: skip
    try:
        with pytest.raises(InputError, match="of ours"):
            recorder_node.RecorderNode()
        assert not [thread.name for thread in set(threading.enumerate()) - before]
    finally:
        rclpy.try_shutdown()
