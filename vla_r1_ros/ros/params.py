# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of a node as one frozen dataclass: declared, checked and kept by the same description.

A node module `vla_r1_ros/ros/NAME_node.py` holds one frozen dataclass `...Parameters` whose fields are made
by :func:`param`; `config/nodes/NAME_node.yaml` repeats its defaults (:func:`to_yaml` writes it, a test keeps
both equal). Field types: bool, int, float, str and tuple[X, ...] of them. In YAML an empty list of strings is
``['']``.
"""

import dataclasses
import math
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import yaml
from rcl_interfaces.msg import (
    FloatingPointRange,
    IntegerRange,
    ParameterDescriptor,
    ParameterType,
    SetParametersResult,
)
from rclpy.node import Node
from rclpy.parameter import Parameter

from vla_r1_ros.core.errors import ErrorCode, InputError

T = TypeVar("T")

_SCALARS: Mapping[type, int] = {
    bool: ParameterType.PARAMETER_BOOL,
    int: ParameterType.PARAMETER_INTEGER,
    float: ParameterType.PARAMETER_DOUBLE,
    str: ParameterType.PARAMETER_STRING,
}
_ARRAYS: Mapping[type, int] = {
    bool: ParameterType.PARAMETER_BOOL_ARRAY,
    int: ParameterType.PARAMETER_INTEGER_ARRAY,
    float: ParameterType.PARAMETER_DOUBLE_ARRAY,
    str: ParameterType.PARAMETER_STRING_ARRAY,
}
_INT64 = (-(2**63), 2**63 - 1)
_BUILT_IN = ("use_sim_time", "start_type_description_service")
_BUILT_IN_PREFIXES = ("qos_overrides.",)


@dataclass(frozen=True)
class FieldSpec:
    """What is known of one parameter: scalar type, list or not, limits (inclusive), choices, mutable."""

    name: str
    scalar: type
    is_list: bool
    default: Any
    description: str
    low: float | None
    high: float | None
    choices: tuple[str, ...]
    mutable: bool

    @property
    def type_name(self) -> str:
        """The type in words, e.g. ``float`` or ``list of str``."""
        return f"list of {self.scalar.__name__}" if self.is_list else self.scalar.__name__


def param(
    default: Any,
    description: str,
    *,
    low: float | None = None,
    high: float | None = None,
    choices: Iterable[str] = (),
    mutable: bool = False,
) -> Any:
    """Return a dataclass field that is a ROS parameter.

    Args:
        default: the value where YAML and command line say nothing.
        description: one sentence with the unit.
        low: least legal value (inclusive) of a number or of each number of a list.
        high: greatest legal value (inclusive).
        choices: the legal words of a str, empty for any.
        mutable: True where the node follows a change at run time; all others are read-only.
    """
    metadata = {"description": description, "low": low, "high": high, "choices": tuple(choices)}
    return dataclasses.field(default=default, metadata=metadata | {"mutable": mutable})


def specs(cls: type) -> dict[str, FieldSpec]:
    """Return the description of every field of a parameter dataclass, in order, by name."""
    hints = get_type_hints(cls)
    found: dict[str, FieldSpec] = {}
    for field in dataclasses.fields(cls):
        hint = hints[field.name]
        is_list = get_origin(hint) is tuple
        scalar = get_args(hint)[0] if is_list else hint
        if scalar not in _SCALARS or "description" not in field.metadata:
            raise TypeError(f"{cls.__name__}.{field.name}: not made by params.param()")
        found[field.name] = FieldSpec(field.name, scalar, is_list, field.default, **field.metadata)
    return found


def check(params: object) -> None:
    """Check every value of a parameter dataclass instance; raises InputError INPUT_PARAMETER."""
    for name, spec in specs(type(params)).items():
        to_value(spec, getattr(params, name))


def to_value(spec: FieldSpec, raw: Any) -> Any:
    """Return `raw` (from YAML, command line or a set-parameters call) as the field's value.

    Raises:
        InputError: INPUT_PARAMETER when type, range, choice or finiteness is wrong.
    """
    if not spec.is_list:
        return _scalar(spec, raw)
    if isinstance(raw, str | bytes) or not hasattr(raw, "__iter__"):
        raise _refusal(spec, f"is {_short(raw)}, must be a {spec.type_name}")
    values = tuple(_scalar(spec, item) for item in raw)
    return tuple(value for value in values if value != "") if spec.scalar is str else values


def _scalar(spec: FieldSpec, raw: Any) -> Any:
    value = raw.item() if hasattr(raw, "item") else raw
    if type(value) is not spec.scalar:
        hint = f", write {value}.0" if spec.scalar is float and type(value) is int else ""
        given = f"{_short(value)} of type {type(value).__name__}"
        raise _refusal(spec, f"is {given}, must be a {spec.type_name}{hint}")
    if isinstance(value, int | float) and spec.scalar is not bool:
        if not math.isfinite(value):
            raise _refusal(spec, f"is {value}, must be a finite number")
        low, high = _limits(spec)
        if not low <= value <= high:
            raise _refusal(spec, f"is {value}, must be in [{low:g}, {high:g}]")
    if spec.choices and value not in spec.choices:
        raise _refusal(spec, f"is {_short(value)}, must be one of {', '.join(map(repr, spec.choices))}")
    return value


def _limits(spec: FieldSpec) -> tuple[float, float]:
    widest = _INT64 if spec.scalar is int else (-sys.float_info.max, sys.float_info.max)
    return (widest[0] if spec.low is None else spec.low, widest[1] if spec.high is None else spec.high)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


def _refusal(spec: FieldSpec, what: str) -> InputError:
    advice = f"it is: {spec.description}"
    return InputError(ErrorCode.INPUT_PARAMETER, f"parameter '{spec.name}' {what}", advice)


def _descriptor(spec: FieldSpec) -> ParameterDescriptor:
    descriptor = ParameterDescriptor()
    descriptor.name = spec.name
    descriptor.type = (_ARRAYS if spec.is_list else _SCALARS)[spec.scalar]
    descriptor.description = spec.description
    descriptor.read_only = not spec.mutable
    if spec.choices:
        descriptor.additional_constraints = "one of " + ", ".join(spec.choices)
    if (spec.low, spec.high) != (None, None):
        low, high = _limits(spec)
        if spec.scalar is int:
            descriptor.integer_range = [IntegerRange(from_value=int(low), to_value=int(high), step=0)]
        else:
            limits = FloatingPointRange(from_value=float(low), to_value=float(high))
            descriptor.floating_point_range = [limits]
    return descriptor


def _ros_value(spec: FieldSpec, value: Any) -> Any:
    if not spec.is_list:
        return value
    return list(value) if value else [""]


def _overrides(node: Node) -> dict[str, Any]:
    # rclpy has no public view of what YAML and command line gave; the name is the same in Jazzy and Kilted.
    return {name: parameter.value for name, parameter in node._parameter_overrides.items()}


def _refuse_unknown(node_name: str, names: Iterable[str], known: Iterable[str]) -> None:
    legal = set(known) | set(_BUILT_IN)
    unknown = sorted(n for n in names if n not in legal and not n.startswith(_BUILT_IN_PREFIXES))
    if unknown:
        raise InputError(
            ErrorCode.INPUT_PARAMETER,
            f"{node_name} has no parameter {', '.join(map(repr, unknown))}",
            f"it has: {', '.join(sorted(known))}",
        )


def declare(node: Node, cls: type[T], on_change: Callable[[T], None] | None = None) -> T:
    """Declare every field of the dataclass `cls` on `node` and return the checked values as one instance.

    A later set-parameters call is refused with a reason for unknown names, read-only fields and illegal
    values; a legal change of mutable fields is passed to `on_change` as a new instance, after acceptance.
    A `__post_init__` of `cls` may refuse combinations of values with an InputError.

    Raises:
        InputError: INPUT_PARAMETER for an unknown name, wrong type, value out of range, or NaN.
    """
    fields = specs(cls)
    overrides = _overrides(node)
    _refuse_unknown(node.get_name(), overrides, fields)
    chosen = {n: to_value(s, overrides.get(n, s.default)) for n, s in fields.items()}
    current: list[T] = [cls(**chosen)]
    for name, spec in fields.items():
        node.declare_parameter(name, _ros_value(spec, chosen[name]), _descriptor(spec), ignore_override=True)

    # quoted: the Parameter of Jazzy's rclpy takes no type argument
    def on_set(parameters: "list[Parameter[Any]]") -> SetParametersResult:
        try:
            _changed(current[0], fields, parameters)
        except InputError as error:
            return SetParametersResult(successful=False, reason=str(error))
        return SetParametersResult(successful=True)

    def after_set(parameters: "list[Parameter[Any]]") -> None:
        current[0] = _changed(current[0], fields, parameters)
        if on_change is not None:
            on_change(current[0])

    node.add_on_set_parameters_callback(on_set)
    node.add_post_set_parameters_callback(after_set)
    return current[0]


def _changed(current: T, fields: Mapping[str, FieldSpec], parameters: "Iterable[Parameter[Any]]") -> T:
    values: dict[str, Any] = {}
    for parameter in parameters:
        spec = fields.get(parameter.name)
        if spec is None:
            continue
        if not spec.mutable:
            raise _refusal(spec, "cannot be changed at run time: restart the node with the new value")
        values[spec.name] = to_value(spec, parameter.value)
    return dataclasses.replace(current, **values) if values else current  # type: ignore[type-var]


def to_yaml(cls: type) -> str:
    """Return the parameter file with the defaults of `cls`, description and limits in a comment over each."""
    lines = ["/**:", "  ros__parameters:"]
    for spec in specs(cls).values():
        note = f"{spec.description} [{spec.type_name}"
        if (spec.low, spec.high) != (None, None):
            low, high = (("" if v is None else f"{v:.12g}") for v in (spec.low, spec.high))
            note += f", {low}..{high}"
        note += "".join((", " + "|".join(spec.choices)) if spec.choices else "")
        note += ", changes at run time]" if spec.mutable else "]"
        value = yaml.safe_dump(_ros_value(spec, spec.default), default_flow_style=True, width=10**6)
        lines += [f"    # {note}", f"    {spec.name}: {value.splitlines()[0]}"]
    return "\n".join(lines) + "\n"
