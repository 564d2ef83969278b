# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""A process that seems to be vla_node at work: python attempts.py PLAN.json (a file beside a test, not a test).

PLAN: {"lines": [[SECONDS, ATTEMPT, STAGE], ...], "seconds"}. From the moment the recorder hears it, it publishes
/words (its time in s as text) at 50 Hz and the lines of /status; once, before that, what is latched. It prints the
wall time (ns) of each line.
"""

import json
import sys
import time
from pathlib import Path

import rclpy
from diagnostic_msgs.msg import DiagnosticArray
from rclpy.node import Node
from std_msgs.msg import String

from vla_r1_ros.core.report import StatusReport
from vla_r1_ros.ros.convert import status_to_msg
from vla_r1_ros.ros.qos import COMMAND, LATCHED, STATUS


def main() -> None:
    plan = json.loads(Path(sys.argv[1]).read_text())
    rclpy.init()
    node = Node("vla_node")
    node.declare_parameter("model", "tabletop")
    node.declare_parameter("speeds", [0.1, 0.2])
    status = node.create_publisher(DiagnosticArray, "status", STATUS)
    words = node.create_publisher(String, "words", COMMAND)
    latched = {name: node.create_publisher(String, name, LATCHED) for name in ("robot_description", "overlay")}
    latched["robot_description"].publish(String(data="<robot name='of the test'/>"))
    while min(each.get_subscription_count() for each in (words, *latched.values())) < 1 \
            or status.get_subscription_count() < 2:
        rclpy.spin_once(node, timeout_sec=0.02)
    began = time.monotonic()
    lines, said = list(plan["lines"]), 0
    while (at := time.monotonic() - began) < plan["seconds"]:
        while lines and at >= lines[0][0]:
            _, attempt, stage = lines.pop(0)
            print(attempt, stage, time.time_ns(), flush=True)
            status.publish(status_to_msg(StatusReport(0, "vla_node", attempt, 0, stage)))
            latched["overlay"].publish(String(data=attempt))
        if at * 50 >= said:
            words.publish(String(data=str(time.time_ns())))
            said += 1
        rclpy.spin_once(node, timeout_sec=0.005)
    print("over", "over", time.time_ns(), flush=True)
    while rclpy.ok():
        rclpy.spin_once(node, timeout_sec=0.1)


if __name__ == "__main__":
    main()
