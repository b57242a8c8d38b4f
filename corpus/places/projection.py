"""Where a place lies on a map of China: Albers' equal-area conic projection, in which provinces keep their true proportions of area.

Standard parallels 25° and 47° N and the meridian 105° E, as on official maps of the country. After Snyder, *Map Projections: A Working
Manual* (USGS 1987), pages 98 to 103, on the ellipsoid of WGS84.
"""

from __future__ import annotations

from math import atanh, cos, radians, sin, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

UNIT_KM = 0.5
"""Kilometres in one unit of the map."""
_AXIS_KM, _ECCENTRICITY = 6378.137, 0.0818191908426215
_SOUTH, _NORTH, _MERIDIAN = radians(25), radians(47), radians(105)


def _stretch(latitude: float) -> float:
    """Snyder's m, 14-15."""
    return cos(latitude) / sqrt(1 - (_ECCENTRICITY * sin(latitude)) ** 2)


def _authalic(sine: float) -> float:
    """Snyder's q, 3-12, of the sine of a latitude."""
    squash = 1 - _ECCENTRICITY**2
    return squash * (sine / (1 - (_ECCENTRICITY * sine) ** 2) + atanh(_ECCENTRICITY * sine) / _ECCENTRICITY)


_CONE = (_stretch(_SOUTH) ** 2 - _stretch(_NORTH) ** 2) / (_authalic(sin(_NORTH)) - _authalic(sin(_SOUTH)))
_CONSTANT = _stretch(_SOUTH) ** 2 + _CONE * _authalic(sin(_SOUTH))
_TOP = _AXIS_KM * sqrt(_CONSTANT) / _CONE
"""Radius of the equator, where the map's rows are counted from."""


def project(latitude: ArrayLike, longitude: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Kilometres east of 105° E and north of the equator, as the map lays them out.

    Args:
        latitude: Degrees north, WGS84.
        longitude: Degrees east, of the same shape.
    """
    sine = np.sin(np.radians(np.asarray(latitude, dtype=np.float64)))
    squash = 1 - _ECCENTRICITY**2
    q = squash * (sine / (1 - (_ECCENTRICITY * sine) ** 2) + np.arctanh(_ECCENTRICITY * sine) / _ECCENTRICITY)
    radius = _AXIS_KM * np.sqrt(_CONSTANT - _CONE * q) / _CONE
    angle = _CONE * (np.radians(np.asarray(longitude, dtype=np.float64)) - _MERIDIAN)
    return radius * np.sin(angle), _TOP - radius * np.cos(angle)


def map_point(latitude: float, longitude: float) -> tuple[int, int]:
    """The same for one point, in units of the map and with rows counted downwards, as a drawing has them."""
    east, north = project(latitude, longitude)
    return round(float(east) / UNIT_KM), round(-float(north) / UNIT_KM)
