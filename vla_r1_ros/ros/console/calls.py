# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Trigger services asked from threads of the web server, with an answer in plain words whatever happens."""

import threading
from typing import Any

from rclpy.client import Client
from std_srvs.srv import Trigger

from vla_r1_ros.ros.console.protocol import Answer


def trigger(client: Client, seconds: float) -> Answer | None:
    """Call a std_srvs/Trigger service and wait; None where no answer came. An executor must spin the client's node."""
    done = threading.Event()
    future = client.call_async(Trigger.Request())
    future.add_done_callback(lambda _: done.set())
    if not done.wait(seconds):
        client.remove_pending_request(future)
        return None
    response: Any = future.result()
    return Answer(bool(response.success), str(response.message))


def ask_trigger(client: Client, seconds: float) -> Answer:
    """As :func:`trigger`, with words for what is not there."""
    node = str(client.srv_name).rsplit("/", 1)[0]
    if not client.service_is_ready():
        return Answer(False, f"{node} is not there")
    return trigger(client, seconds) or Answer(False, f"{node} gave no answer in {seconds:g} s")
