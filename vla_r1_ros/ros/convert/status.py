# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""`status` and `motion_status`: a StatusReport as a DiagnosticArray of one DiagnosticStatus."""

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus, KeyValue

from vla_r1_ros.core.errors import ErrorCode
from vla_r1_ros.core.report import StatusReport
from vla_r1_ros.ros.convert.geometry import header, malformed, stamp_from_msg

_OWN = ("attempt", "step", "stage", "code", "code_name", "reason")


def status_to_msg(report: StatusReport, frame_id: str = "") -> DiagnosticArray:
    """Return the report: header = the look; `name` = source, `hardware_id` = attempt, `message` = reason or
    stage; attempt, step, stage, code, code_name, reason and the report's values are key-values.

    Raises:
        InputError: INPUT_MESSAGE when a value takes one of these names.
    """
    taken = sorted(set(_OWN) & set(report.values))
    if taken:
        raise malformed(f"values of a status must not be named {taken}")
    own = (
        report.attempt,
        str(report.step),
        str(report.stage),
        str(int(report.code)),
        report.code.name,
        report.reason,
    )
    pairs = dict(zip(_OWN, own, strict=True)) | report.values
    status = DiagnosticStatus(
        level=_level(report),
        name=report.source,
        message=report.reason or str(report.stage),
        hardware_id=report.attempt,
        values=[KeyValue(key=key, value=str(value)) for key, value in pairs.items()],
    )
    return DiagnosticArray(header=header(report.stamp_ns, frame_id), status=[status])


def _level(report: StatusReport) -> bytes:
    if report.code is ErrorCode.OK:
        return bytes(DiagnosticStatus.OK)
    return bytes(DiagnosticStatus.ERROR if report.final else DiagnosticStatus.WARN)


def status_from_msg(msg: DiagnosticArray) -> StatusReport:
    """Return the report of a DiagnosticArray that :func:`status_to_msg` made.

    Raises:
        InputError: INPUT_MESSAGE when it was made by something else: other than one status, missing keys, a
            step or code that is no number, an unknown code.
    """
    if len(msg.status) != 1:
        raise malformed(f"a status message must hold one status, holds {len(msg.status)}")
    status = msg.status[0]
    pairs = {pair.key: pair.value for pair in status.values}
    missing = [key for key in ("attempt", "step", "stage", "code") if key not in pairs]
    if missing:
        raise malformed(f"status of '{status.name}' lacks {missing}")
    try:
        step, code = int(pairs["step"]), ErrorCode(int(pairs["code"]))
    except ValueError:
        raise malformed(f"step {pairs['step'][:40]!r} or code {pairs['code'][:40]!r} is unknown") from None
    return StatusReport(
        stamp_ns=stamp_from_msg(msg.header.stamp),
        source=status.name,
        attempt=pairs["attempt"],
        step=step,
        stage=pairs["stage"],
        code=code,
        reason=pairs.get("reason", ""),
        values={key: value for key, value in pairs.items() if key not in _OWN},
    )
