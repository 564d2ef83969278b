# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""Parameters: one dataclass, declared, refused and documented by the same description."""

import dataclasses
import importlib
import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

rclpy = pytest.importorskip("rclpy")

from rcl_interfaces.msg import SetParametersResult  # noqa: E402
from rclpy.context import Context  # noqa: E402
from rclpy.node import Node  # noqa: E402
from rclpy.parameter import Parameter  # noqa: E402

from vla_r1_ros.core.errors import ErrorCode, InputError  # noqa: E402
from vla_r1_ros.ros import params  # noqa: E402

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class SampleParameters:
    rate: float = params.param(2.5, "rate in Hz", low=0.0, high=100.0, mutable=True)
    count: int = params.param(3, "how many", low=1)
    word: str = params.param("none", "a word", choices=("none", "lz4"))
    names: tuple[str, ...] = params.param((), "some names", mutable=True)
    corner: tuple[float, ...] = params.param((0.1, 0.2, 0.3), "a corner in m")
    enabled: bool = params.param(True, "whether")

    def __post_init__(self) -> None:
        if self.rate > 50.0 and self.enabled and self.names:
            raise InputError(ErrorCode.INPUT_PARAMETER, "rate over 50 with names")


NodeFactory = Callable[..., Node]


@pytest.fixture
def make_node() -> Iterator[NodeFactory]:
    context = Context()
    rclpy.init(context=context, domain_id=random.randint(1, 90))
    nodes: list[Node] = []

    def make(overrides: dict[str, Any] | None = None, args: list[str] | None = None) -> Node:
        given = [Parameter(name, value=value) for name, value in (overrides or {}).items()]
        nodes.append(Node("sample", context=context, parameter_overrides=given, cli_args=args))
        return nodes[-1]

    yield make
    for node in nodes:
        node.destroy_node()
    rclpy.shutdown(context=context)


def test_defaults_and_descriptors(make_node: NodeFactory) -> None:
    node = make_node()
    assert params.declare(node, SampleParameters) == SampleParameters()
    descriptor = node.describe_parameter("rate")
    assert descriptor.description == "rate in Hz"
    assert descriptor.floating_point_range[0].to_value == 100.0
    assert not descriptor.read_only
    assert node.describe_parameter("count").read_only
    assert node.describe_parameter("count").integer_range[0].from_value == 1
    assert node.get_parameter("corner").value == [0.1, 0.2, 0.3]


def test_values_from_yaml(make_node: NodeFactory, tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    values = "{rate: 7.0, names: [a, b], enabled: false, use_sim_time: false}"
    file.write_text(f"/**:\n  ros__parameters: {values}\n")
    node = make_node(args=["--ros-args", "--params-file", str(file)])
    expected = SampleParameters(rate=7.0, names=("a", "b"), enabled=False)
    assert params.declare(node, SampleParameters) == expected


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"rate": math.nan}, "finite"),
        ({"rate": math.inf}, "finite"),
        ({"rate": -0.1}, r"\[0, 100\]"),
        ({"rate": 3}, "write 3.0"),
        ({"rate": "fast"}, "type str"),
        ({"count": 0}, "must be in"),
        ({"count": True}, "type bool"),
        ({"word": "zip"}, "one of"),
        ({"corner": [0.1, math.nan]}, "finite"),
        ({"corner": 1.0}, "list of float"),
        ({"names": "abc"}, "list of str"),
        ({"ratee": 1.0}, "has no parameter 'ratee'"),
        ({"rate": 60.0, "names": ["a"]}, "rate over 50"),
    ],
)
def test_refused_at_start(make_node: NodeFactory, overrides: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        params.declare(make_node(overrides), SampleParameters)
    assert caught.value.code is ErrorCode.INPUT_PARAMETER


def _set(node: Node, **values: Any) -> SetParametersResult:
    return node.set_parameters_atomically([Parameter(name, value=value) for name, value in values.items()])


def test_run_time_changes(make_node: NodeFactory) -> None:
    node = make_node()
    seen: list[SampleParameters] = []
    params.declare(node, SampleParameters, seen.append)
    assert _set(node, rate=4.0, names=["x"]).successful
    assert seen == [SampleParameters(rate=4.0, names=("x",))]
    for values in ({"rate": math.nan}, {"rate": 101.0}, {"rate": "x"}, {"rate": 60.0}, {"word": "lz4"}):
        result = _set(node, **values)
        assert not result.successful, values
        assert result.reason
    assert not _set(node, rate=5.0, count=4).successful
    assert node.get_parameter("rate").value == 4.0
    assert len(seen) == 1


def test_thousand_illegal_values_leave_the_state_unchanged(make_node: NodeFactory) -> None:
    """R20 of the reliability list."""
    node = make_node()
    expected = params.declare(node, SampleParameters)
    rng = random.Random(0)
    bad: dict[str, list[Any]] = {
        "rate": [math.nan, math.inf, -math.inf, -1e-9, 100.1, 7, "1", True, [1.0]],
        "names": [1.0, "a", [1.0], [True], 5],
        "count": [1, 0, -(2**63), 2.0, "3"],
        "word": ["lz4", "zip", 1],
        "corner": [[0.0], [math.nan], "x"],
        "enabled": [False, 0, "no"],
        "unknown": [1, 1.0, "x"],
    }
    for _ in range(1000):
        name = rng.choice(list(bad))
        value = rng.choice(bad[name])
        try:
            result = _set(node, **{name: value})
        except rclpy.exceptions.ParameterNotDeclaredException:
            assert name == "unknown"
            continue
        assert not result.successful, (name, value)
        assert result.reason
    for name in params.specs(SampleParameters):
        value = node.get_parameter(name).value
        if hasattr(value, "__iter__") and not isinstance(value, str):
            value = tuple(item for item in value if item != "")
        assert value == getattr(expected, name)


def test_yaml_of_a_dataclass_gives_its_defaults() -> None:
    text = params.to_yaml(SampleParameters)
    assert _read_yaml(SampleParameters, text) == SampleParameters()
    assert "rate in Hz [float, 0..100, changes at run time]" in text


def test_a_field_without_description_is_a_programming_error() -> None:
    @dataclass(frozen=True)
    class Bad:
        rate: float = 1.0

    with pytest.raises(TypeError, match=r"not made by params\.param"):
        params.specs(Bad)


def _read_yaml(cls: type, text: str) -> Any:
    values = yaml.safe_load(text)["/**"]["ros__parameters"]
    fields = params.specs(cls)
    assert list(values) == list(fields)
    return cls(**{name: params.to_value(fields[name], value) for name, value in values.items()})


def _node_modules() -> list[str]:
    return sorted(path.stem for path in (ROOT / "vla_r1_ros" / "ros").glob("*_node.py"))


@pytest.mark.parametrize("module", _node_modules())
def test_yaml_and_dataclass_of_every_node_are_equal(module: str) -> None:
    """`config/nodes/X_node.yaml` repeats the dataclass; rewrite it with `params.to_yaml` when this fails."""
    found = [
        value
        for name, value in vars(importlib.import_module(f"vla_r1_ros.ros.{module}")).items()
        if name.endswith("Parameters") and dataclasses.is_dataclass(value)
    ]
    assert len(found) == 1, f"{module} must hold exactly one ...Parameters dataclass"
    params.check(found[0]())
    text = (ROOT / "config" / "nodes" / f"{module}.yaml").read_text()
    assert _read_yaml(found[0], text) == found[0](), f"expected file:\n{params.to_yaml(found[0])}"


def test_every_parameter_file_belongs_to_a_node() -> None:
    files = {path.stem for path in (ROOT / "config" / "nodes").glob("*_node.yaml")}
    assert files <= set(_node_modules())
