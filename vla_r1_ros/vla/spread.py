# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What the samples of one look say about it: scores, words for the operator, and a refusal where they disagree."""

from collections.abc import Sequence
from dataclasses import dataclass

from vla_r1_ros.core.errors import ErrorCode, ReplyError
from vla_r1_ros.core.types import BoxReply
from vla_r1_ros.vla.reply import Reply


@dataclass(frozen=True)
class LeastAgreement:
    """Agreement in [0, 1] below which a decision is refused, for boxes (mean IoU) and paths (1 - ALAF); 0: never."""

    box: float = 0.0
    path: float = 0.0

    def check(self, replies: Sequence[Reply]) -> None:
        """Refuse a look whose samples agree too little, or cannot be compared because only one came.

        Raises:
            ReplyError: REPLY_DISAGREEMENT with the numbers.
        """
        for reply in replies:
            least, found = (self.box if kind(reply) == "box" else self.path), reply.agreement
            if least > 0.0 and found.answers < 2:
                raise ReplyError(
                    ErrorCode.REPLY_DISAGREEMENT,
                    f"one {kind(reply)} answer came of {reply.samples} asked for, so there is no agreement to go by",
                    "use a server that heeds 'n' (vLLM does), or set the least agreement to 0")
            if found.score < least:
                raise ReplyError(
                    ErrorCode.REPLY_DISAGREEMENT,
                    f"{kind(reply)} answers, {_counted(reply)}, agree to {found.score:.2f}, at least {least:.2f} is "
                    "demanded",
                    f"say it more clearly, clear the view, or lower min_{kind(reply)}_agreement")


def kind(reply: Reply) -> str:
    """Return "box" or "path", what was asked for."""
    return "box" if isinstance(reply.answer, BoxReply) else "path"


def score_of(replies: Sequence[Reply], wanted: str) -> float:
    """Return the agreement of the answers of one kind, 1 where it was not asked for."""
    return min((reply.agreement.score for reply in replies if kind(reply) == wanted), default=1.0)


def status_values(replies: Sequence[Reply]) -> dict[str, str]:
    """Return what `status` says of the samples of one look; nothing where single answers were asked for."""
    values: dict[str, str] = {}
    for reply in replies:
        if reply.samples > 1:
            values["samples"] = str(reply.samples)
            values[f"{kind(reply)}_agreement"] = f"{reply.agreement.score:.3f}"
            values[f"{kind(reply)}_answers"] = _counted(reply)
    return values


def _counted(reply: Reply) -> str:
    found = reply.agreement
    return f"{found.answers} of {reply.samples} ({found.absent} say absent, {found.unparsed} do not parse)"
