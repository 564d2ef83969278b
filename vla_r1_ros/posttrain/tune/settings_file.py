# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""From YAML to settings and back: presets that ship, files of the user, single values from the command line."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterable, Mapping
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from vla_r1_ros.core.errors import ErrorCode, InputError
from vla_r1_ros.core.resources import share_path

FOLDER = "config/train"
S = TypeVar("S")


def preset_names(kind: str) -> list[str]:
    """Names of the shipped presets of a kind (`sft` or `grpo`), sorted."""
    return sorted(path.stem.removeprefix(f"{kind}_") for path in share_path(FOLDER).glob(f"{kind}_*.yaml"))


def preset_path(kind: str, name: str) -> Path:
    """File of a shipped preset. Raises InputError (INPUT_PARAMETER) that lists the names there are."""
    if name not in preset_names(kind):
        raise InputError(ErrorCode.INPUT_PARAMETER, f"no preset '{name}' of {kind}",
                         f"there are: {', '.join(preset_names(kind))}; or give a file with --config")
    return share_path(f"{FOLDER}/{kind}_{name}.yaml")


def load(cls: type[S], path: Path | None, changes: Iterable[str] = ()) -> S:
    """Settings of class `cls` from a YAML file or by default, then `changes` ("learning_rate=1e-5", "guards.kl=0.2").

    Raises:
        InputError: INPUT_FILE where the file cannot be read, INPUT_PARAMETER naming an unknown key or a bad value.
    """
    import yaml

    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8") if path else "") or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(ErrorCode.INPUT_FILE, f"settings {path} cannot be read: {error}", "check --config") from error
    if not isinstance(values, dict):
        raise InputError(ErrorCode.INPUT_FILE, f"settings {path} are no list of keys and values", "check --config")
    for change in changes:
        key, equals, text = change.partition("=")
        if not equals:
            raise InputError(ErrorCode.INPUT_PARAMETER, f"'{change}' sets nothing", "write KEY=VALUE")
        _put(values, key.strip().split("."), _scalar(yaml, text))
    return from_values(cls, values)


def _scalar(yaml: Any, text: str) -> Any:
    try:
        value = yaml.safe_load(text)
    except yaml.YAMLError:
        return text
    return value


def _put(values: dict[str, Any], keys: list[str], value: Any) -> None:
    for key in keys[:-1]:
        inner = values.setdefault(key, {})
        if not isinstance(inner, dict):
            raise InputError(ErrorCode.INPUT_PARAMETER, f"'{key}' has no parts", f"set {key} itself")
        values = inner
    values[keys[-1]] = value


def from_values(cls: type[S], values: Mapping[str, Any], where: str = "") -> S:
    """Settings of class `cls` from plain values. Raises InputError (INPUT_PARAMETER) naming the key."""
    kinds = typing.get_type_hints(cls)
    unknown = sorted(set(map(str, values)) - set(kinds))
    if unknown:
        raise InputError(ErrorCode.INPUT_PARAMETER, f"no setting '{where}{unknown[0]}'",
                         f"there are: {', '.join(sorted(kinds))}")
    return cls(**{key: _convert(kinds[key], value, f"{where}{key}") for key, value in values.items()})


def _convert(kind: Any, value: Any, where: str) -> Any:
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        if not isinstance(value, Mapping):
            raise _refused(where, value, "a group of settings")
        return from_values(kind, value, f"{where}.")
    if typing.get_origin(kind) is tuple:
        if not isinstance(value, (list, tuple)):
            raise _refused(where, value, "a list")
        return tuple(_convert(typing.get_args(kind)[0], item, where) for item in value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        try:
            return kind(value)
        except ValueError:
            raise _refused(where, value, f"one of {', '.join(str(item.value) for item in kind)}") from None
    return _plain(kind, value, where)


def _plain(kind: Any, value: Any, where: str) -> Any:
    if kind is bool or isinstance(value, bool):
        if kind is bool and isinstance(value, bool):
            return value
        raise _refused(where, value, "true or false" if kind is bool else kind.__name__)
    if kind is float:
        try:
            return float(value)  # YAML reads 1e-5 (no point) as text
        except (TypeError, ValueError):
            raise _refused(where, value, "a number") from None
    if kind is int and isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(kind, types.UnionType) or not isinstance(value, kind):
        raise _refused(where, value, "a whole number" if kind is int else "text")
    return value


def _refused(where: str, value: Any, wanted: str) -> InputError:
    return InputError(ErrorCode.INPUT_PARAMETER, f"{where} is {value!r}, not {wanted}", f"correct {where}")


def to_values(settings: Any) -> dict[str, Any]:
    """Settings as plain values that JSON and YAML take, and :func:`from_values` reads again."""
    return {key: _simple(value) for key, value in dataclasses.asdict(settings).items()}


def _simple(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {key: _simple(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_simple(item) for item in value]
    return value
