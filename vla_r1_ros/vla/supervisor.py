# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""From an instruction to its end: steps, looks, questions, waiting for the motion, bounded retries. No ROS here."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from vla_r1_ros.core.cancel import CancelToken
from vla_r1_ros.core.errors import ErrorCode, ReplyError, VlaError
from vla_r1_ros.core.instruction import split_instruction
from vla_r1_ros.core.prompt import questions_for
from vla_r1_ros.core.report import Phase, StatusReport
from vla_r1_ros.core.types import Box, BoxReply, FloatArray, ImageArray, PathReply, Question, Step
from vla_r1_ros.vla.reply import Reply
from vla_r1_ros.vla.spread import LeastAgreement, score_of, status_values

_RETRY_RANGES = ((300, 309), (310, 500), (500, 507))  # 309: asked until the samples agree, a threshold were none
_RETRY_CODES = frozenset({
    ErrorCode.PLAN_PROCESS_LOST, ErrorCode.EXEC_ABORTED, ErrorCode.EXEC_TIMEOUT, ErrorCode.EXEC_GOAL_TOLERANCE,
    ErrorCode.EXEC_NO_MOTION, ErrorCode.GRASP_MISSED, ErrorCode.GRASP_LOST, ErrorCode.VERIFY_NOT_PLACED,
})  # fmt: skip


def worth_a_fresh_look(code: ErrorCode) -> bool:
    """True for failures that another image may cure; never for refusals of the safety gate or a cancel."""
    return code in _RETRY_CODES or any(low <= code < high for low, high in _RETRY_RANGES)


@dataclass(frozen=True)
class Look:
    """One image as seen: `image` (H, W, 3) uint8 RGB, its stamp and frame, and when it came in (monotonic s)."""

    image: ImageArray
    stamp_ns: int
    frame_id: str
    received_s: float
    age_s: float


@dataclass(frozen=True)
class Decision:
    """What the model said about one look, normalised to [0, 1]; None where there is nothing.

    `box_score` and `path_score` in [0, 1] say how far the sampled answers agree, 1 where one alone was asked for;
    `samples` is how many were asked for each question, `answers` the fewest that came.
    """

    look: Look
    attempt: str
    step_index: int
    step: Step
    box: Box | None
    path: FloatArray | None
    think: str
    box_score: float = 1.0
    path_score: float = 1.0
    samples: int = 1
    answers: int = 1

    @property
    def score(self) -> float:
        """The lower of both scores."""
        return min(self.box_score, self.path_score)

    @property
    def absent(self) -> bool:
        """True when the object, or the goal of a carry, is not in the image."""
        return self.box is None and self.path is None


class Eye(Protocol):
    """Where looks come from."""

    def next_look(self, newer_than_ns: int, cancel: CancelToken) -> Look:
        """Wait for an image stamped after `newer_than_ns`. Raises InputError."""

    def now_ns(self) -> int:
        """The clock that stamps images."""


class Asker(Protocol):
    """The model client as the supervisor uses it."""

    def ask_in_full(self, image: ImageArray, questions: Sequence[Question], *, cancel: CancelToken,
                    on_text: Callable[[int, str], None] | None = None) -> Sequence[Reply]:
        """Replies in the order of the questions. Raises ModelError, ReplyError."""


class MotionWatch(Protocol):
    """Tells how the motion that a decision caused has ended."""

    def wait(self, stamp_ns: int, cancel: CancelToken) -> StatusReport:
        """Wait for the final motion report of that look. Raises ExecutionError on time-out or cancel."""


class Outlet(Protocol):
    """Where the supervisor's words go."""

    def report(self, report: StatusReport) -> None:
        """Tell a stage."""

    def reasoning(self, look: Look, text: str) -> None:
        """Show the think texts so far."""

    def decision(self, decision: Decision, instruction: str) -> None:
        """Hand on what the model said about a look."""


@dataclass(frozen=True)
class Outcome:
    """How an attempt ended: stage is DONE, ABSENT, FAILED or CANCELLED; what the user can do about it, if anything."""

    stage: Phase
    code: ErrorCode
    reason: str
    advice: str = ""


class Supervisor:
    """Runs one attempt after the other in the caller's thread; every end is reported once on the outlet.

    `least` may be set anew at any time; it holds from the next decision on.
    """

    def __init__(self, eye: Eye, asker: Asker, motion: MotionWatch, outlet: Outlet, *, max_tries: int = 3,
                 least: LeastAgreement | None = None) -> None:
        self._eye = eye
        self._asker = asker
        self._motion = motion
        self._outlet = outlet
        self._max_tries = max_tries
        self.least = least or LeastAgreement()

    def run(self, attempt: str, instruction: str, cancel: CancelToken) -> Outcome:
        """Carry out an instruction to its end. Expected failures end in the outcome, not in an exception."""
        begun = time.monotonic()
        step_index = 0
        look_ns = 0
        try:
            steps = split_instruction(instruction)
            self._report(attempt, 0, Phase.ACCEPTED, 0, values={"instruction": instruction, "steps": str(len(steps))})
            outcome = Outcome(Phase.DONE, ErrorCode.OK, "")
            for step_index, step in enumerate(steps):
                outcome, look_ns = self._run_step(attempt, step_index, step, instruction, cancel)
                if outcome.stage is not Phase.DONE:
                    break
        except VlaError as error:
            cancelled = error.code in (ErrorCode.MODEL_CANCELLED, ErrorCode.EXEC_CANCELLED)
            outcome = Outcome(Phase.CANCELLED if cancelled else Phase.FAILED, error.code, error.message, error.advice)
        values = {"seconds": f"{time.monotonic() - begun:.3f}"} | ({"advice": outcome.advice} if outcome.advice else {})
        self._report(attempt, step_index, outcome.stage, look_ns, outcome.code, outcome.reason, values)
        return outcome

    def _run_step(self, attempt: str, index: int, step: Step, instruction: str,
                  cancel: CancelToken) -> tuple[Outcome, int]:
        last: VlaError | None = None
        look_ns = 0
        for trial in range(1, self._max_tries + 1):
            if last is not None:
                self._report(attempt, index, Phase.RETRY, look_ns, last.code, last.message, {"try": str(trial)})
            try:
                decision = self._decide(attempt, index, step, instruction, cancel)
                look_ns = decision.look.stamp_ns
                if decision.absent:
                    return Outcome(Phase.ABSENT, ErrorCode.OK, f"not seen: {step.object or step.text}"), look_ns
                report = self._motion.wait(look_ns, cancel)
                if report.stage == Phase.DONE:
                    return Outcome(Phase.DONE, ErrorCode.OK, ""), look_ns
                raise VlaError(report.code, report.reason, report.values.get("advice", ""))
            except VlaError as error:
                if not worth_a_fresh_look(error.code):
                    raise
                last = error
        assert last is not None
        return Outcome(Phase.FAILED, last.code, f"{last.message} (after {self._max_tries} tries)", last.advice), look_ns

    def _decide(self, attempt: str, index: int, step: Step, instruction: str, cancel: CancelToken) -> Decision:
        look = self._eye.next_look(self._eye.now_ns(), cancel)
        self._report(attempt, index, Phase.LOOK, look.stamp_ns)
        questions = questions_for(step)
        texts = [""] * len(questions)

        def on_text(which: int, text: str) -> None:
            texts[which] = text
            self._outlet.reasoning(look, "\n".join(part for part in texts if part))

        asked = time.monotonic()
        self._report(attempt, index, Phase.ASK, look.stamp_ns, values={"text": step.text})
        replies = self._asker.ask_in_full(look.image, questions, cancel=cancel, on_text=on_text)
        model_s = time.monotonic() - asked
        self.least.check(replies)
        decision = _combine(look, attempt, index, step, replies)
        self._outlet.decision(decision, instruction)
        own_s = time.monotonic() - look.received_s + look.age_s - model_s
        self._report(attempt, index, Phase.DECIDED, look.stamp_ns, values={
            "kind": step.kind.value, "box": str(decision.box is not None), "path": str(decision.path is not None),
            "score": f"{decision.score:.3f}", "model_ms": f"{model_s * 1e3:.1f}", "own_ms": f"{own_s * 1e3:.1f}",
        } | status_values(replies))  # fmt: skip
        return decision

    def _report(self, attempt: str, step: int, stage: Phase, look_ns: int, code: ErrorCode = ErrorCode.OK,
                reason: str = "", values: dict[str, str] | None = None) -> None:
        self._outlet.report(StatusReport(look_ns, "vla_node", attempt, step, stage, code, reason, values or {}))


def box_and_path(answers: Sequence[BoxReply | PathReply]) -> tuple[Box | None, FloatArray | None]:
    """The answers of one look as what is acted on: where either of a carry is absent, both are.

    Raises:
        ReplyError: REPLY_NO_OUTPUT where there is no answer.
    """
    if not answers:
        raise ReplyError(ErrorCode.REPLY_NO_OUTPUT, "the model client gave no reply")
    if any((a.box if isinstance(a, BoxReply) else a.path) is None for a in answers):
        return None, None
    box = next((answer.box for answer in answers if isinstance(answer, BoxReply)), None)
    return box, next((answer.path for answer in answers if isinstance(answer, PathReply)), None)


def _combine(look: Look, attempt: str, index: int, step: Step, replies: Sequence[Reply]) -> Decision:
    """Join the answers of one look."""
    answers = [reply.answer for reply in replies]
    box, path = box_and_path(answers)
    think = "\n".join(answer.think for answer in answers)
    return Decision(look, attempt, index, step, box, path, think, score_of(replies, "box"), score_of(replies, "path"),
                    max(reply.samples for reply in replies), min(reply.agreement.answers for reply in replies))
