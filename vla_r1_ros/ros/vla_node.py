# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""vla_node: owns the task. Instruction and image in; reasoning, box, path and status out."""

import sys
import threading
import time
import traceback
from dataclasses import dataclass
from datetime import UTC, datetime

from diagnostic_msgs.msg import DiagnosticArray
from nav_msgs.msg import Path
from rclpy.node import Node
from sensor_msgs.msg import Image
from std_msgs.msg import String
from std_srvs.srv import Trigger
from vision_msgs.msg import Detection2DArray

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, InputError, internal_error
from vla_r1_ros.core.prompt import PromptForm
from vla_r1_ros.core.report import Phase, StatusReport
from vla_r1_ros.ros import convert
from vla_r1_ros.ros.clock import on_jump_back
from vla_r1_ros.ros.diagnostics import Diagnostics, Report
from vla_r1_ros.ros.image_topics import IMAGE_TRANSPORTS, IMAGE_WORDS, RAW, subscribe_images
from vla_r1_ros.ros.look import ImageEye, MotionListener
from vla_r1_ros.ros.overlay import draw_overlay
from vla_r1_ros.ros.params import declare, param
from vla_r1_ros.ros.qos import COMMAND, LATCHED, STATUS
from vla_r1_ros.ros.spin import run_node
from vla_r1_ros.vla.client import ModelClient
from vla_r1_ros.vla.key import api_key
from vla_r1_ros.vla.manifest import settings_for
from vla_r1_ros.vla.settings import MAX_SAMPLES, ModelSettings
from vla_r1_ros.vla.spread import LeastAgreement
from vla_r1_ros.vla.supervisor import Decision, Look, Supervisor

_REASONING_PERIOD_S = 0.1
_SILENT_S = 1.0  # without an image: an error on /diagnostics


@dataclass(frozen=True)
class VlaNodeParameters:
    """Parameters of vla_node."""

    endpoint: str = param("http://127.0.0.1:8000/v1", "OpenAI-compatible endpoint of the model server")
    model: str = param("tabletop", "name under which the server serves the checkpoint")
    api_key_file: str = param("", "file that holds the API key; empty: environment variable VLA_R1_API_KEY, or the "
                                  "file that VLA_R1_API_KEY_FILE names, or none")  # fmt: skip
    deadline_s: float = param(0.0, "longest wait for all answers of one look, s; 0: as the model's manifest says",
                              low=0.0, high=600.0)
    max_tokens: int = param(0, "longest answer, tokens; 0: as the model's manifest says", low=0, high=8192)
    temperature: float = param(-1.0, "sampling temperature, 0 is greedy; -1: as the model's manifest says",
                               low=-1.0, high=2.0)
    top_p: float = param(0.0, "nucleus share of sampling; 0: as the model's manifest says", low=0.0, high=1.0)
    samples: int = param(1, "answers drawn per question in one request; their agreement is the score, their medoid "
                            "the answer; above 1 temperature must be above 0", low=1, high=MAX_SAMPLES)  # fmt: skip
    min_box_agreement: float = param(0.0, "least mean IoU of the sampled boxes, below it nothing moves; 0: off",
                                     low=0.0, high=1.0, mutable=True)  # fmt: skip
    min_path_agreement: float = param(0.0, "least mean agreement (1 - ALAF / limit) of the sampled paths, below it "
                                           "nothing moves; 0: off", low=0.0, high=1.0, mutable=True)  # fmt: skip
    prompt_form: str = param("manifest", "how the image is named in the prompt",
                             choices=("manifest", "training", "released"))
    max_tries: int = param(3, "looks per step before it counts as failed", low=1, high=10)
    image_transport: str = param(RAW, IMAGE_WORDS, choices=IMAGE_TRANSPORTS)
    image_timeout_s: float = param(5.0, "longest wait for a fresh image, s", low=0.1, high=60.0)
    max_image_age_s: float = param(0.5, "oldest image a decision may rest on, s by the ROS clock", low=0.01, high=10.0)
    motion_start_timeout_s: float = param(15.0, "longest silence after a decision, s", low=0.5, high=120.0)
    motion_timeout_s: float = param(300.0, "longest motion of one step, approval included, s", low=1.0, high=3600.0)
    cancel_motion_service: str = param("planner_node/cancel", "service that ends the motion under way")

    def __post_init__(self) -> None:
        if self.samples == 1 and (self.min_box_agreement > 0 or self.min_path_agreement > 0):
            raise InputError(ErrorCode.INPUT_PARAMETER,
                             "min_box_agreement and min_path_agreement need samples of 2 or more, it is 1",
                             "one answer agrees with nothing: set samples, for example 5, and a temperature")

    @property
    def least(self) -> LeastAgreement:
        """Agreement below which nothing moves."""
        return LeastAgreement(self.min_box_agreement, self.min_path_agreement)


class VlaNode(Node):
    """One attempt at a time in a worker thread; callbacks only leave notes for it."""

    def __init__(self) -> None:
        super().__init__("vla_node")
        self._p = declare(self, VlaNodeParameters, self._on_parameters)
        self._client = ModelClient(self._model_settings())
        self._make_publishers()
        self._eye = ImageEye(self, self._p.image_timeout_s, self._p.max_image_age_s)
        self._cancel_motion = self.create_client(Trigger, self._p.cancel_motion_service)
        self._motion = MotionListener(self.get_logger(), self._p.motion_start_timeout_s, self._p.motion_timeout_s,
                                      lambda: self._cancel_motion.call_async(Trigger.Request()),
                                      self._cancel_motion.service_is_ready)  # fmt: skip
        self._jump_handle = on_jump_back(self, self._on_jump_back)
        self._supervisor = Supervisor(self._eye, self._client, self._motion, self, max_tries=self._p.max_tries,
                                      least=self._p.least)  # fmt: skip
        self._diagnostics = Diagnostics(self)
        subscribe_images(self, self._diagnostics, "image", self._p.image_transport, self._eye.on_image, _SILENT_S)
        self._diagnostics.add("attempts", self._attempts_report)
        self.create_subscription(DiagnosticArray, "motion_status", self._motion.on_status, STATUS)
        self.create_subscription(String, "instruction", self._on_instruction, COMMAND)
        self.create_service(Trigger, "~/cancel", self._on_cancel)
        self._wake = threading.Condition()
        self._pending: str | None = None
        self._running: CancelToken | None = None
        self._closing = False
        self._count = 0
        self._dropped = 0
        self._last_reasoning_s = 0.0
        self._said = ""
        self._told_few = False
        self._session = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        self._worker = threading.Thread(target=self._work, name="attempts")
        self.report(StatusReport(0, "vla_node", "", 0, Phase.READY, values={"model": self._p.model}))
        self._worker.start()

    def _model_settings(self) -> ModelSettings:
        p = self._p
        said = {"deadline_s": p.deadline_s or None, "max_tokens": p.max_tokens or None,
                "temperature": p.temperature if p.temperature >= 0 else None, "top_p": p.top_p or None,
                "samples": p.samples,
                "prompt_form": None if p.prompt_form == "manifest" else PromptForm(p.prompt_form)}  # fmt: skip
        changes = {name: value for name, value in said.items() if value is not None}
        return settings_for(p.model, p.endpoint, api_key=api_key(p.api_key_file), **changes)

    def _on_jump_back(self) -> None:
        """What was seen and heard belongs to another time."""
        self._eye.forget()
        self._motion.forget()

    def _on_parameters(self, parameters: VlaNodeParameters) -> None:
        self._supervisor.least = parameters.least

    def _make_publishers(self) -> None:
        self._reasoning = self.create_publisher(String, "reasoning", COMMAND)
        self._affordance = self.create_publisher(Detection2DArray, "affordance", LATCHED)
        self._trajectory = self.create_publisher(Path, "trajectory_2d", LATCHED)
        self._overlay = self.create_publisher(Image, "overlay", LATCHED)
        self._status = self.create_publisher(DiagnosticArray, "status", STATUS)

    def _on_instruction(self, message: String) -> None:
        with self._wake:
            if self._running is not None and self._motion.under_way:
                self._count += 1
                self.report(StatusReport(
                    0, "vla_node", self._name(self._count), 0, Phase.REFUSED, ErrorCode.INPUT_BUSY,
                    "the arm is carrying out an instruction; cancel it first", {"instruction": message.data[:200]},
                ))  # fmt: skip
                return
            self._dropped += self._pending is not None
            self._pending = message.data
            if self._running is not None:
                self._running.cancel()
            self._wake.notify_all()

    def _on_cancel(self, _: Trigger.Request, response: Trigger.Response) -> Trigger.Response:
        with self._wake:
            self._pending = None
            if self._running is not None:
                self._running.cancel()
            response.success = True
            response.message = "cancelled" if self._running is not None else "nothing was under way"
        return response

    def _work(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closing or self._pending is not None)
                if self._closing:
                    return
                instruction, self._pending = self._pending or "", None
                cancel = self._running = CancelToken()
                self._count += 1
                name = self._name(self._count)
            self._said = ""
            try:
                self._supervisor.run(name, instruction, cancel)
            except Exception as error:  # noqa: BLE001 - the boundary of the thread: told, and the node goes on
                self.get_logger().error("".join(traceback.format_exception(error)))
                told = internal_error(error)
                self.report(StatusReport(0, "vla_node", name, 0, Phase.FAILED, told.code, told.message))
            with self._wake:
                self._running = None

    def _attempts_report(self) -> Report:
        busy = self._running is not None
        return Report.ok("busy" if busy else "idle", attempts=self._count, dropped_instructions=self._dropped)

    def _name(self, count: int) -> str:
        return f"{self._session}-{count:04d}"

    def report(self, report: StatusReport) -> None:
        """Publish a line of `status`; failures are logged once, here."""
        if report.code is not ErrorCode.OK:
            self.get_logger().warning(f"{report.attempt} {report.stage}: {report.code.name} {report.reason}")
        if report.stage == Phase.ACCEPTED:
            report.values["model"] = self._p.model  # for those who evaluate recordings
        if self._dropped:
            report.values["dropped_instructions"] = str(self._dropped)
        self._status.publish(convert.status_to_msg(report))

    def reasoning(self, look: Look, text: str) -> None:
        """Publish the growing think text, at most ten times a second."""
        self._said = text
        now = time.monotonic()
        if now - self._last_reasoning_s >= _REASONING_PERIOD_S:
            self._last_reasoning_s = now
            self._reasoning.publish(String(data=text))

    def decision(self, decision: Decision, instruction: str) -> None:
        """Publish box and path together, empty where there is none, stamped as the image was."""
        look = decision.look
        height, width = look.image.shape[:2]
        if decision.answers < decision.samples and not self._told_few:
            self._told_few = True
            self.get_logger().warning(f"{decision.answers} of {decision.samples} answers came: the server cuts or "
                                      "ignores 'n'; scores are those of the answers that came. Told once.")  # fmt: skip
        streamed = self._said if decision.samples == 1 else ""  # of several, the first one's words; the medoid's count
        self._reasoning.publish(String(data=streamed or decision.think))
        affordance = convert.Affordance(look.stamp_ns, look.frame_id, decision.box, decision.attempt,
                                        decision.step.object, decision.box_score)  # fmt: skip
        self._affordance.publish(convert.affordance_to_msg(affordance, width, height))
        self._trajectory.publish(convert.path_to_msg(decision.path, width, height, look.stamp_ns, look.frame_id))
        agreed = f"[agreement {decision.score:.2f}] " if decision.samples > 1 else ""
        picture = draw_overlay(look.image, decision.box, decision.path, agreed + instruction, decision.think)
        self._overlay.publish(convert.image_to_msg(picture, look.stamp_ns, look.frame_id))

    def close(self) -> None:
        """End the attempt under way and the worker."""
        with self._wake:
            self._closing = True
            if self._running is not None:
                self._running.cancel()
            self._wake.notify_all()
        self._worker.join(2.0)
        self._client.close()


def main() -> int:
    """Entry point of the executable."""
    return run_node("vla_node", VlaNode)


if __name__ == "__main__":
    sys.exit(main())
