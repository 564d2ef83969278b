# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""How old an input may be, also when clocks jump: what claims to come from the future is refused as well."""

from collections.abc import Mapping

from vla_r1_ros.core.errors import ErrorCode, InputError, ProjectionError, SafetyError, VlaError

FUTURE_TOLERANCE_S = 0.1  # clocks of two machines may differ by that much
_KINDS: dict[ErrorCode, type[VlaError]] = {
    ErrorCode.INPUT_IMAGE_STALE: InputError,
    ErrorCode.PROJECTION_STALE: ProjectionError,
    ErrorCode.SAFETY_STALE_INPUT: SafetyError,
}


def is_fresh(stamp_s: float, now_s: float, max_age_s: float, future_s: float = FUTURE_TOLERANCE_S) -> bool:
    """Return whether a stamp is at most `max_age_s` old and at most `future_s` ahead; False for what is not finite."""
    return bool(-future_s <= now_s - stamp_s <= max_age_s)


def check_fresh(
    what: str,
    stamp_s: float,
    now_s: float,
    max_age_s: float,
    *,
    future_s: float = FUTURE_TOLERANCE_S,
    code: ErrorCode = ErrorCode.SAFETY_STALE_INPUT,
) -> None:
    """Refuse an input that is too old or from the future; times in seconds of one clock.

    Raises:
        InputError, ProjectionError, SafetyError: by `code` (INPUT_IMAGE_STALE, PROJECTION_STALE, SAFETY_STALE_INPUT).
    """
    if is_fresh(stamp_s, now_s, max_age_s, future_s):
        return
    age = now_s - stamp_s
    kind = _KINDS.get(code, SafetyError)
    if age < 0:
        message = f"{what} is stamped {-age:.3f} s in the future (tolerated: {future_s:.3f} s)"
        raise kind(code, message, "did a clock jump? compare the clocks of both machines, and use_sim_time")
    raise kind(code, f"{what} is {age:.3f} s old (limit {max_age_s:.3f} s)", "is its sender alive?")


def check_all_fresh(
    stamps_s: Mapping[str, float],
    now_s: float,
    max_age_s: float,
    *,
    future_s: float = FUTURE_TOLERANCE_S,
    code: ErrorCode = ErrorCode.SAFETY_STALE_INPUT,
) -> None:
    """Refuse unless every named stamp is fresh (see :func:`check_fresh`)."""
    for what, stamp in stamps_s.items():
        check_fresh(what, stamp, now_s, max_age_s, future_s=future_s, code=code)
