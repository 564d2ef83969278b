# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Every refusal of the stack: a numbered code, plain words, and what to do about it."""

import traceback
from enum import IntEnum, unique
from pathlib import Path


@unique
class ErrorCode(IntEnum):
    """Codes by range: input 100s, model 200s, reply 300s, projection 400s, planning 500s, execution 600s,
    recording 700s, training 800s, safety 900s. A code never changes its meaning."""

    OK = 0

    INPUT_INSTRUCTION_EMPTY = 100
    INPUT_INSTRUCTION_TOO_LONG = 101
    INPUT_INSTRUCTION_UNCLEAR = 102
    INPUT_IMAGE_INVALID = 110
    INPUT_IMAGE_ENCODING = 111
    INPUT_IMAGE_TOO_LARGE = 112
    INPUT_IMAGE_STALE = 113
    INPUT_NO_IMAGE = 114
    INPUT_CAMERA_INFO_INVALID = 120
    INPUT_DEPTH_INVALID = 130
    INPUT_DEPTH_ENCODING = 131
    INPUT_PARAMETER = 140
    INPUT_FILE = 150
    INPUT_ENVIRONMENT = 160
    INPUT_BUSY = 170
    INPUT_MESSAGE = 180

    MODEL_UNREACHABLE = 200
    MODEL_DEADLINE = 201
    MODEL_HTTP = 202
    MODEL_OVERLOADED = 203
    MODEL_CONNECTION_LOST = 204
    MODEL_BAD_RESPONSE = 205
    MODEL_TOO_LARGE = 206
    MODEL_CANCELLED = 207
    MODEL_SERVER_FAILED = 208
    MODEL_CHECKPOINT = 209
    MODEL_PORT_TAKEN = 210

    REPLY_NO_OUTPUT = 300
    REPLY_NO_THINK = 301
    REPLY_NOT_JSON = 302
    REPLY_WRONG_TYPE = 303
    REPLY_OUT_OF_RANGE = 304
    REPLY_TOO_LONG = 305
    REPLY_EMPTY_BOX = 306
    REPLY_PATH_LENGTH = 307
    REPLY_INCOMPLETE = 308
    REPLY_DISAGREEMENT = 309

    PROJECTION_NO_DEPTH = 400
    PROJECTION_DEPTH_HOLES = 401
    PROJECTION_NO_TRANSFORM = 402
    PROJECTION_STALE = 403
    PROJECTION_NO_OBJECT = 404
    PROJECTION_NO_SUPPORT = 405
    PROJECTION_OUT_OF_WORKSPACE = 406
    PROJECTION_RAY = 407
    GRASP_TOO_WIDE = 410
    GRASP_TOO_FLAT = 411
    GRASP_OUT_OF_REACH = 412
    CALIBRATION_NO_TARGET = 420
    CALIBRATION_TOO_FEW = 421
    CALIBRATION_ALIKE = 422
    CALIBRATION_POOR = 423
    CALIBRATION_MOVING = 424

    PLAN_NO_IK = 500
    PLAN_NO_PATH = 501
    PLAN_START_IN_COLLISION = 502
    PLAN_GOAL_IN_COLLISION = 503
    PLAN_TIMEOUT = 504
    PLAN_INVALID = 505
    PLAN_STALE_STATE = 506
    PLAN_CANCELLED = 507
    PLAN_PROCESS_LOST = 508

    EXEC_REJECTED = 600
    EXEC_ABORTED = 601
    EXEC_TIMEOUT = 602
    EXEC_GOAL_TOLERANCE = 603
    EXEC_NO_CONTROLLER = 604
    EXEC_CANCELLED = 605
    EXEC_NO_MOTION = 606
    EXEC_NOT_CLEAR = 607
    GRASP_MISSED = 610
    GRASP_LOST = 611
    GRIPPER_FAILED = 612
    VERIFY_NOT_PLACED = 620

    RECORD_DISK_FULL = 700
    RECORD_FAILED = 701
    BAG_DAMAGED = 702

    TRAIN_NOT_FINITE = 800
    TRAIN_PROMPT_TOO_LONG = 801
    TRAIN_DISK_FULL = 802
    TRAIN_GUARD = 803
    TRAIN_MEMORY = 804

    SAFETY_NOT_ENABLED = 900
    SAFETY_STOPPED = 901
    SAFETY_WORKSPACE = 902
    SAFETY_HEIGHT = 903
    SAFETY_JOINT_SPEED = 904
    SAFETY_TOOL_SPEED = 905
    SAFETY_JOINT_STEP = 906
    SAFETY_JOINT_LIMIT = 907
    SAFETY_STALE_INPUT = 908
    SAFETY_NOT_APPROVED = 909
    SAFETY_NOT_FINITE = 910
    SAFETY_NOT_AT_REST = 911
    SAFETY_CALIBRATION = 912
    SAFETY_CALIBRATION_UNKNOWN = 913

    INTERNAL = 999


class VlaError(Exception):
    """Base of every error that this package raises on purpose.

    Args:
        code: what went wrong, from :class:`ErrorCode`.
        message: plain words with the numbers that matter.
        advice: what the user can do about it.
    """

    def __init__(self, code: ErrorCode, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        text = f"[{int(self.code)} {self.code.name}] {self.message}"
        return f"{text} ({self.advice})" if self.advice else text


class InputError(VlaError):
    """Refused input: image, depth, camera info, instruction, parameter, file, environment (100s)."""


class ModelError(VlaError):
    """The model server could not give a reply (200s)."""


class ReplyError(VlaError):
    """The model's reply breaks the contract, or its samples disagree (300s)."""


class ProjectionError(VlaError):
    """Pixels could not be lifted to 3D, no grasp follows from the measurement, or a calibration fails (400s)."""


class PlanningError(VlaError):
    """No valid motion was found (500s)."""


class ExecutionError(VlaError):
    """A motion or a grasp did not go as commanded (600s)."""


class RecordingError(VlaError):
    """A recording could not be written or read (700s)."""


class TrainingError(VlaError):
    """A training run cannot go on (800s)."""


class SafetyError(VlaError):
    """The safety gate refused a motion or stopped it (900s)."""


def internal_error(error: Exception) -> VlaError:
    """Return the typed error for one that nobody foresaw: INTERNAL, with its kind and where it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return VlaError(ErrorCode.INTERNAL, f"{type(error).__name__}: {error}{where}", "report it, with the log")
