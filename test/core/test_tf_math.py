# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation, Slerp

from vla_r1_ros.core.tf_math import IDENTITY, Rigid, compose, interpolate, invert, slerp

coordinate = st.floats(-10.0, 10.0)
rotation = (
    st.tuples(*[st.floats(-1.0, 1.0)] * 4)
    .filter(lambda q: np.linalg.norm(q) > 0.1)
    .map(lambda q: tuple(float(x) for x in np.array(q) / np.linalg.norm(q)))
)
rigid = st.builds(Rigid, st.tuples(coordinate, coordinate, coordinate), rotation)


def matrix(transform: Rigid) -> np.ndarray:
    result = np.eye(4)
    result[:3, :3] = Rotation.from_quat(transform.rotation).as_matrix()
    result[:3, 3] = transform.translation
    return result


@settings(deadline=None)
@given(rigid, rigid)
def test_compose_is_the_matrix_product(a: Rigid, b: Rigid) -> None:
    np.testing.assert_allclose(matrix(compose(a, b)), matrix(a) @ matrix(b), atol=1e-9)


@settings(deadline=None)
@given(rigid)
def test_invert(a: Rigid) -> None:
    np.testing.assert_allclose(matrix(compose(invert(a), a)), np.eye(4), atol=1e-9)
    np.testing.assert_allclose(matrix(compose(a, IDENTITY)), matrix(a), atol=1e-12)


@settings(deadline=None)
@given(rotation, rotation, st.floats(0.0, 1.0))
def test_slerp_follows_scipy(a: tuple[float, ...], b: tuple[float, ...], fraction: float) -> None:
    if abs(np.dot(a, b)) < 1e-3:  # half a turn apart: both ways are equally short
        return
    expected = Slerp([0.0, 1.0], Rotation.from_quat([a, b]))(fraction)
    angle = (Rotation.from_quat(slerp(a, b, fraction)) * expected.inv()).magnitude()
    assert angle < 1e-6


@settings(deadline=None)
@given(rigid, rigid)
def test_interpolation_meets_both_ends(a: Rigid, b: Rigid) -> None:
    np.testing.assert_allclose(matrix(interpolate(a, b, 0.0)), matrix(a), atol=1e-6)
    np.testing.assert_allclose(matrix(interpolate(a, b, 1.0)), matrix(b), atol=1e-6)
