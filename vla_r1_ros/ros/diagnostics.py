# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""/diagnostics of a node, once a second (REP-107): its own tasks, and rates, ages and losses of what it receives.

A node makes one :class:`Diagnostics`, subscribes through it, and adds tasks::

    diagnostics = Diagnostics(self)
    diagnostics.subscribe(Image, "image", self._on_image, SENSOR, max_age_s=1.0)
    diagnostics.add("model", lambda: Report.ok("answers in 0.4 s"))
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus, KeyValue
from rclpy.callback_groups import CallbackGroup, MutuallyExclusiveCallbackGroup
from rclpy.clock import Clock, ClockType
from rclpy.node import Node
from rclpy.qos import DurabilityPolicy, QoSProfile, ReliabilityPolicy
from rclpy.subscription import Subscription
from rclpy.utilities import get_rmw_implementation_identifier

from vla_r1_ros.core.errors import VlaError
from vla_r1_ros.ros.convert import stamp_from_msg
from vla_r1_ros.ros.rates import RateMonitor, RateReport
from vla_r1_ros.ros.transport import BUILTIN_VARIABLE, PROFILE_WORDS, SMALL_MEMORY_TRANSPORTS, USER_VARIABLES

LOST_SHARE_LIMIT = 0.02
TRANSPORT_ADVICE = (
    "Fast DDS's default transport drops large best-effort messages; start every node with "
    f"{PROFILE_WORDS} = <share>/config/fastdds.xml, or {BUILTIN_VARIABLE}='{SMALL_MEMORY_TRANSPORTS}'"
)


@dataclass(frozen=True)
class Report:
    """One line of diagnostics: level of DiagnosticStatus, message in plain words, numbers as text."""

    level: bytes
    message: str
    values: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def ok(cls, message: str, **values: object) -> "Report":
        """All is well."""
        return cls(DiagnosticStatus.OK, message, {k: str(v) for k, v in values.items()})

    @classmethod
    def warn(cls, message: str, **values: object) -> "Report":
        """It works, but not as it should."""
        return cls(DiagnosticStatus.WARN, message, {k: str(v) for k, v in values.items()})

    @classmethod
    def error(cls, message: str, **values: object) -> "Report":
        """It does not work."""
        return cls(DiagnosticStatus.ERROR, message, {k: str(v) for k, v in values.items()})

    @classmethod
    def of(cls, error: VlaError) -> "Report":
        """The line for a typed error: code, words and advice."""
        return cls.error(str(error), code=int(error.code), code_name=error.code.name)


@dataclass(frozen=True)
class StreamLimits:
    """What is demanded of a topic: least rate (Hz), greatest time since the last message (s); 0: no demand."""

    min_rate_hz: float = 0.0
    max_age_s: float = 0.0


@dataclass(frozen=True)
class StreamFacts:
    """What can be known of a topic from outside: publishers, those our QoS cannot match, how it travels."""

    topic: str
    publishers: int
    mismatched: int
    best_effort: bool
    transport_set: bool
    fast_dds: bool


def judge(report: RateReport, limits: StreamLimits, facts: StreamFacts) -> Report:
    """Return level and cause for a stream: nobody publishes, QoS does not match, it fell silent, it loses, is slow."""
    values = {
        "rate_hz": f"{report.rate_hz:.2f}",
        "age_s": "never" if report.age_s is None else f"{report.age_s:.2f}",
        "received": str(report.count),
        "lost": str(report.total_lost),
        "lost_share": f"{report.lost_share:.3f}",
        "publishers": str(facts.publishers),
    }
    if report.stamp_age_s is not None:
        values["stamp_age_s"] = f"{report.stamp_age_s:.3f}"
    level, message = _cause(report, limits, facts)
    return Report(level, message, values)


def _cause(report: RateReport, limits: StreamLimits, facts: StreamFacts) -> tuple[bytes, str]:
    demanded = limits.min_rate_hz > 0.0 or limits.max_age_s > 0.0
    never = report.age_s is None
    late = never or (limits.max_age_s > 0.0 and report.age_s is not None and report.age_s > limits.max_age_s)
    if demanded and late:
        if facts.publishers == 0:
            return DiagnosticStatus.ERROR, f"nobody publishes {facts.topic}: is the source running and remapped?"
        if facts.mismatched == facts.publishers:
            words = f"{facts.topic} is published with another QoS than is asked for here (reliability or durability)"
            return DiagnosticStatus.ERROR, words
        since = "nothing came yet" if report.age_s is None else f"silent for {report.age_s:.1f} s"
        return DiagnosticStatus.ERROR, f"{facts.topic}: {since}, though it has a publisher"
    if report.lost_share > LOST_SHARE_LIMIT:
        return DiagnosticStatus.WARN, _loss(report, facts)
    if limits.min_rate_hz > 0.0 and report.rate_hz < limits.min_rate_hz:
        words = f"{report.rate_hz:.1f} Hz, at least {limits.min_rate_hz:g} Hz are needed; nothing is lost on the way"
        return DiagnosticStatus.WARN, f"{words}: the source is slow"
    return DiagnosticStatus.OK, "not received yet" if never else f"{report.rate_hz:.1f} Hz"


def _loss(report: RateReport, facts: StreamFacts) -> str:
    words = f"{facts.topic}: {report.lost_share:.0%} of the messages are lost between the processes"
    if facts.fast_dds and facts.best_effort and not facts.transport_set:
        return f"{words}: {TRANSPORT_ADVICE}"
    if facts.fast_dds and facts.best_effort:
        return f"{words}: the transport is set in this process; is it in the publisher's? Or is this CPU overloaded?"
    return f"{words}: the receiver is slower than the source, or the network drops"


def _age_of(message: Any, clock: Clock) -> float | None:
    stamp = getattr(getattr(message, "header", None), "stamp", None)
    if stamp is None:
        return None
    stamp_ns = stamp_from_msg(stamp)
    return (clock.now().nanoseconds - stamp_ns) * 1e-9 if stamp_ns > 0 else None


class _Stream:
    """One subscription with its monitor and limits."""

    # quoted: the Subscription of Jazzy's rclpy takes no type argument
    def __init__(
        self, node: Node, subscription: "Subscription[Any]", monitor: RateMonitor, limits: StreamLimits
    ) -> None:
        self._node = node
        self._subscription = subscription
        self._monitor = monitor
        self._limits = limits

    def __call__(self) -> Report:
        topic = self._subscription.topic_name
        ours = self._subscription.qos_profile
        offers = [info.qos_profile for info in self._node.get_publishers_info_by_topic(topic)]
        facts = StreamFacts(
            topic=topic,
            publishers=len(offers),
            mismatched=sum(not _compatible(ours, offer) for offer in offers),
            best_effort=ours.reliability == ReliabilityPolicy.BEST_EFFORT,
            transport_set=any(os.environ.get(name) for name in USER_VARIABLES),
            fast_dds="fastrtps" in get_rmw_implementation_identifier(),
        )
        return judge(self._monitor.report(), self._limits, facts)


def watched_subscription(
    node: Node,
    msg_type: type,
    topic: str,
    callback: Callable[[Any], None],
    qos: QoSProfile | int,
    limits: StreamLimits,
    *,
    window_s: float = 5.0,
    callback_group: CallbackGroup | None = None,
) -> tuple["Subscription[Any]", Callable[[], Report]]:
    """Subscribe as `node.create_subscription` does, and count what comes; returns also what judges the stream."""
    monitor = RateMonitor(window_s)
    clock = node.get_clock()

    def received(message: Any, info: Any) -> None:
        monitor.tick(info, _age_of(message, clock))
        callback(message)

    subscription = node.create_subscription(msg_type, topic, received, qos, callback_group=callback_group)
    return subscription, _Stream(node, subscription, monitor, limits)


def _compatible(request: QoSProfile, offer: QoSProfile) -> bool:
    reliable = request.reliability == ReliabilityPolicy.RELIABLE
    latched = request.durability == DurabilityPolicy.TRANSIENT_LOCAL
    if reliable and offer.reliability == ReliabilityPolicy.BEST_EFFORT:
        return False
    return not (latched and offer.durability == DurabilityPolicy.VOLATILE)


class Diagnostics:
    """Publishes the reports of one node on /diagnostics; each task is called from the node's executor."""

    def __init__(self, node: Node, hardware_id: str = "", period_s: float = 1.0) -> None:
        self._node = node
        self._hardware_id = hardware_id
        self._tasks: dict[str, Callable[[], Report]] = {}
        self._publisher = node.create_publisher(DiagnosticArray, "/diagnostics", 10)
        # a steady clock: a paused or reset simulation must not silence the diagnostics
        node.create_timer(
            period_s, self.publish, MutuallyExclusiveCallbackGroup(), Clock(clock_type=ClockType.STEADY_TIME)
        )

    def add(self, name: str, task: Callable[[], Report]) -> None:
        """Add a task; it must return at once. A VlaError that it raises becomes an error line."""
        self._tasks[name] = task

    def subscribe(
        self,
        msg_type: type,
        topic: str,
        callback: Callable[[Any], None],
        qos: QoSProfile | int,
        *,
        min_rate_hz: float = 0.0,
        max_age_s: float = 0.0,
        callback_group: CallbackGroup | None = None,
    ) -> "Subscription[Any]":
        """Subscribe as `node.create_subscription` does, and watch the topic under the task "topic <name>"."""
        limits = StreamLimits(min_rate_hz, max_age_s)
        subscription, report = watched_subscription(self._node, msg_type, topic, callback, qos, limits,
                                                    callback_group=callback_group)  # fmt: skip
        self.add(f"topic {topic}", report)
        return subscription

    def publish(self) -> None:
        """Run all tasks and publish their reports now."""
        message = DiagnosticArray()
        message.header.stamp = self._node.get_clock().now().to_msg()
        message.status = [self._status(name, task) for name, task in self._tasks.items()]
        self._publisher.publish(message)

    def _status(self, name: str, task: Callable[[], Report]) -> DiagnosticStatus:
        try:
            report = task()
        except VlaError as error:
            report = Report.of(error)
        return DiagnosticStatus(
            level=report.level,
            name=f"{self._node.get_name()}: {name}",
            message=report.message,
            hardware_id=self._hardware_id,
            values=[KeyValue(key=key, value=value) for key, value in report.values.items()],
        )
