# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""What came back for one question: the answer taken, with its circumstances and what the samples say together."""

from dataclasses import dataclass

from vla_r1_ros.core.agreement import Agreement, Sampled, agreement
from vla_r1_ros.core.errors import ReplyError
from vla_r1_ros.core.reply import parse_box, parse_path
from vla_r1_ros.core.types import BoxReply, PathReply, Question, Task
from vla_r1_ros.vla.stream import ChatStream


@dataclass(frozen=True)
class Reply:
    """The answer to one question with its circumstances.

    Args:
        question: what was asked.
        answer: what counts; of several samples their medoid (:func:`~vla_r1_ros.core.agreement.agreement`).
        text: the raw text of that answer.
        tries: how often it was asked.
        seconds: from the question to the end of the last sample, second tries with it.
        first_text_s: from the question to the first text of the first sample.
        prompt_tokens: as the server counts them.
        completion_tokens: as the server counts them, of all samples together.
        samples: how many answers were asked for; a server that knows nothing of `n` sends fewer.
        agreement: how far the answers that came agree.
        texts: their raw texts, `text` among them.
    """

    question: Question
    answer: BoxReply | PathReply
    text: str
    tries: int
    seconds: float
    first_text_s: float
    prompt_tokens: int
    completion_tokens: int
    samples: int
    agreement: Agreement
    texts: tuple[str, ...]


def read_samples(question: Question, stream: ChatStream) -> tuple[BoxReply | PathReply, str, Agreement]:
    """Return the medoid of the answers in `stream`, its raw text, and how far all agree.

    Raises:
        ReplyError: none of them keeps the contract; what is wrong with the first one.
    """
    parse = parse_box if question.task is Task.AFFORDANCE else parse_path
    answers: list[Sampled] = []
    refusals: list[ReplyError] = []
    for choice in stream.choices:
        try:
            answers.append(parse(choice.text, complete=choice.complete))
        except ReplyError as error:
            answers.append(None)
            refusals.append(error)
    found = agreement(answers)
    answer = None if found.medoid is None else answers[found.medoid]
    if found.medoid is None or answer is None:
        raise refusals[0]
    return answer, stream.choices[found.medoid].text, found
