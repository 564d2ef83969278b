# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Why did the model server end? Reads the cause from the end of its log."""

import re
from pathlib import Path

from vla_r1_ros.core.errors import ErrorCode, InputError, ModelError, VlaError

_TAIL_BYTES = 200_000
_SHOWN_LINES = 12

# first match wins: pattern, code, plain words, advice
_CAUSES: tuple[tuple[str, ErrorCode, str, str], ...] = (
    (r"address already in use|\[Errno 98\]", ErrorCode.MODEL_PORT_TAKEN, "its port was taken meanwhile",
     "choose another --port"),
    (r"unrecognized arguments|invalid choice|expected one argument|: error: argument", ErrorCode.INPUT_PARAMETER,
     "vLLM does not know one of its arguments", "correct what follows -- (see vllm serve --help=all)"),
    (r"out of memory|Cannot allocate memory|MemoryError|No available memory for the cache|is less than "
     r"(desired|requested)", ErrorCode.MODEL_SERVER_FAILED, "not enough memory", "end other programs, or serve a "
     "smaller checkpoint"),
    (r"SafetensorError|HeaderTooLarge|InvalidHeader|while deserializing|is not a (valid model identifier|local folder)"
     r"|does not appear to have a file named|LocalEntryNotFound|RepositoryNotFound|size mismatch|not found in "
     r"params|were not initialized from", ErrorCode.MODEL_CHECKPOINT,
     "the checkpoint is missing or broken", "fetch or export it again, or give another --model"),
    (r"ModuleNotFoundError|ImportError|PackageNotFoundError|cannot open shared object", ErrorCode.INPUT_ENVIRONMENT,
     "the serving environment is broken", "remove it and run `make venv-serve`"),
)  # fmt: skip


def log_tail(path: Path, lines: int = _SHOWN_LINES) -> str:
    """Return the last `lines` lines of a log, "" where there is none."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
            text = file.read().decode(errors="replace")
    except OSError:
        return ""
    return "\n".join([line for line in text.splitlines() if line.strip()][-lines:])


def cause_of_death(path: Path, status: int) -> VlaError:
    """Return the error that tells why a server with this log ended with exit `status`."""
    tail = log_tail(path, 300)
    code, words, advice = ErrorCode.MODEL_SERVER_FAILED, "the model server died", f"read {path}"
    if status in (137, -9):
        words, advice = "the model server was killed, most likely for lack of memory", "end other programs"
    else:
        for pattern, its_code, its_words, its_advice in _CAUSES:
            if re.search(pattern, tail, re.IGNORECASE):
                code, words, advice = its_code, f"the model server died: {its_words}", its_advice
                break
    family = InputError if code < ErrorCode.MODEL_UNREACHABLE else ModelError
    return family(code, f"{words} (exit status {status}); the log {path} ends with\n{log_tail(path)}", advice)
