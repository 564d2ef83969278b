# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Why a topic is silent, and how a stream that comes is judged."""

from typing import Any

from diagnostic_msgs.msg import DiagnosticStatus
from rclpy.qos import QoSCompatibility, qos_check_compatible

from vla_r1_ros.core.findings import Finding
from vla_r1_ros.ros.diagnostics import LOST_SHARE_LIMIT
from vla_r1_ros.ros.doctor_ear import Ear
from vla_r1_ros.ros.image_topics import FORMS, image_topic

_SHOWN = 6


def silence(ear: Ear, name: str) -> Finding | None:
    """Return why nothing came on a topic: nobody publishes, another type, another QoS, or it is just silent.

    None where something came."""
    heard = ear.heard[name]
    if heard.last is not None:
        return None
    offers = ear.node.get_publishers_info_by_topic(heard.topic)
    if not offers and (other := _other_form(ear, name)) is not None:
        return other
    if not offers:
        suffix = heard.topic.removeprefix(ear.node.resolve_topic_name(name))  # of a compressed topic
        others = [topic for topic in ear.topics_of(heard.message_type) if topic != heard.topic]
        others = [topic for topic in others if topic.endswith(suffix)]
        others.sort(key=lambda topic: (("depth" in topic) != ("depth" in name), topic))
        there = f"; {heard.message_type} is published on {', '.join(others[:_SHOWN])}" if others else ""
        example = others[0].removesuffix(suffix) if others else "/your/topic"
        return Finding.fail(f"nobody publishes {heard.topic}{there}",
                            f"start its driver, or remap: --ros-args -r {name}:={example}")  # fmt: skip
    kinds = sorted({offer.topic_type for offer in offers})
    if heard.message_type not in kinds:
        return Finding.fail(f"{heard.topic} is {', '.join(kinds)}, not {heard.message_type}",
                            f"remap {name} to a topic of type {heard.message_type}")  # fmt: skip
    if (mismatch := _mismatch(ear, name)) is not None:
        return mismatch
    nodes = ", ".join(sorted({offer.node_name for offer in offers}))
    return Finding.fail(f"{heard.topic}: nothing came, though {nodes} publishes it",
                        f"is the device streaming? ros2 topic hz {heard.topic}; large images: see the line 'transport'")


def _other_form(ear: Ear, name: str) -> Finding | None:
    """A camera's topic that comes, but not in the form that was asked for; None where it does not come at all."""
    parameter, forms = FORMS.get(name, ("", ()))
    for form in forms:
        topic = ear.node.resolve_topic_name(image_topic(ear.node, name, form)[1])
        if topic != ear.heard[name].topic and ear.node.count_publishers(topic):
            return Finding.fail(f"nobody publishes {ear.heard[name].topic}, only {topic}",
                                f"{parameter}:={form} for the launch file; here: --ros-args -p {parameter}:={form}")
    return None


def stream_finding(ear: Ear, name: str, seen: str, *, may_lose: bool = False, **values: Any) -> Finding:
    """The line for a stream that came: `seen`, then rate and loss. `may_lose`: only the newest message counts."""
    heard = ear.heard[name]
    report = heard.report()
    rate_hz, lost = float(report.values["rate_hz"]), float(report.values["lost_share"])
    line = f"{seen}, {rate_hz:.1f} Hz" + (f", {lost:.0%} lost on the way" if lost > 0.005 else "")
    known = {**values, "rate_hz": rate_hz, "lost_share": lost}
    if report.level == DiagnosticStatus.ERROR:
        return Finding.fail(report.message, f"ros2 topic hz {heard.topic}", **known)
    if lost > LOST_SHARE_LIMIT and not may_lose:
        how = "the driver needs the settings of the line 'transport'; " if "fastrtps" in ear.middleware else ""
        return Finding.warn(line, f"{how}is this CPU or the network overloaded?", **known)
    if rate_hz < heard.least_rate_hz:
        todo = f"{heard.least_rate_hz:g} Hz are needed: raise the rate of the driver, or look for load on its machine"
        return Finding.warn(line, todo, **known)
    return Finding.ok(line, **known)


def check_qos(ear: Ear) -> Finding:
    """Whether every publisher of what the stack hears offers the QoS that the stack asks for."""
    asked = [name for name in ear.heard if ear.node.count_publishers(ear.heard[name].topic)]
    found = [finding.seen for name in asked if (finding := _mismatch(ear, name)) is not None]
    if found:
        return Finding.fail("; ".join(found), "set the publisher's reliability or durability; docs/topics.md has what "
                            "is asked for")  # fmt: skip
    return Finding.ok(f"compatible on {len(asked)} topics")


def _mismatch(ear: Ear, name: str) -> Finding | None:
    heard = ear.heard[name]
    for offer in ear.node.get_publishers_info_by_topic(heard.topic):
        result, reason = qos_check_compatible(offer.qos_profile, heard.subscription.qos_profile)
        if result == QoSCompatibility.ERROR:
            words = reason.removeprefix("ERROR: ").rstrip(";")
            return Finding.fail(f"{heard.topic} of {offer.node_name}: {words}",
                                "change the QoS of the publisher")  # fmt: skip
    return None
