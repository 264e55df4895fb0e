"""The M/M/c queue with a number of servers that need not be whole.

Cases arrive at random (Poisson), take exponentially distributed time and are begun in the order they came. Three plain numbers
describe a queue; none has a unit:

    servers    people working on the cases, in FTE
    load       FTE that the work alone fills: cases a year x hours a case / hours a year and FTE
    handlings  the deadline in mean handling times: how many mean cases one FTE handles one after the other before it ends

Whole numbers of servers give Erlang's formulas exactly. Between them stands the continuous extension of Jagers and van Doorn
("On the continued Erlang loss function", Operations Research Letters 5, 1986, 43-46), 1/B = load * integral over u > 0 of
exp(-load u) (1 + u)^servers, here by the incomplete gamma function (Jagerman, Bell System Technical Journal 53, 1974, 525-551).
Below one server there is one part-time person, who works at that share of full speed: M/M/1, exactly. The extension would be
right for nobody there, and is off in both directions.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, log
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.special import exprel, gammaincc, gammaln, xlogy

ROUNDING = 1e-9  # servers needed that lie this little above a whole number are that whole number
START, COMPLETION = "start", "completion"


class Line(NamedTuple):
    """servers = slope * load + intercept."""

    slope: float
    intercept: float

    def at(self, load: float) -> float:
        """Servers of the line at a load."""
        return self.slope * load + self.intercept


def erlang_b(servers, load):
    """Share of cases that find every server busy where nobody can wait (Erlang B). servers > 0, load > 0; arrays broadcast."""
    servers, load = np.asarray(servers, float), np.asarray(load, float)
    return np.exp(xlogy(servers, load) - load - gammaln(servers + 1)) / gammaincc(servers + 1, load)


def waiting_probability(servers, load):
    """Share of cases that must wait (Erlang C; for one part-time person M/M/1). 1 where servers <= load; load > 0; arrays broadcast."""
    servers, load = np.broadcast_arrays(np.asarray(servers, float), np.asarray(load, float))
    enough = np.maximum(servers, load)
    blocked = erlang_b(np.maximum(enough, 1), load)
    whole = enough * blocked / (enough - load * (1 - blocked))
    return np.where(servers <= load, 1.0, np.where(servers < 1, load / enough, whole))


def share_started(servers, load, handlings):
    """Share of cases begun within the deadline: 1 - C exp(-(servers - load) handlings); 0 where servers <= load, as the queue grows."""
    spare = np.asarray(servers, float) - load
    late = waiting_probability(servers, load) * np.exp(-np.maximum(spare, 0) * handlings)
    return np.where(spare > 0, 1 - late, 0.0)


def share_completed(servers, load, handlings):
    """Share of cases done within the deadline: waiting and handling together; 0 where servers <= load.

    From one server on 1 - exp(-h) (1 + C (1 - exp(-h x)) / x) with h = handlings and x = servers - 1 - load (Gross and Harris,
    Fundamentals of Queueing Theory, section on M/M/c waiting times); for one part-time person 1 - exp(-(servers - load) h).
    """
    servers, load = np.broadcast_arrays(np.asarray(servers, float), np.asarray(load, float))
    spare = np.maximum(servers - load, 0)
    beyond = spare - 1
    # h exprel(-h x) is (1 - exp(-h x)) / x; written with |x| it neither overflows nor divides by zero
    waiting = handlings * np.exp(-handlings * np.minimum(spare, 1)) * exprel(-handlings * np.abs(beyond))
    late = np.where(servers < 1, np.exp(-spare * handlings),
                    np.exp(-handlings) + waiting_probability(servers, load) * waiting)
    return np.where(servers > load, 1 - late, 0.0)


SHARE: dict[str, Callable] = {START: share_started, COMPLETION: share_completed}


def most_reachable(handlings: float, until: str) -> float:
    """Share of cases within the deadline if nobody ever waited: 1 for the start, less for the completion of long handling."""
    return 1.0 if until == START else 1 - float(np.exp(-handlings))


def servers_needed(load: float, handlings: float, target: float, until: str = START) -> float:
    """Least divisible servers with which the target share of cases is within the deadline. load > 0.

    Raises ValueError where no number of servers reaches the target (see most_reachable)."""
    if target >= most_reachable(handlings, until):
        raise ValueError(f"no number of people brings {target:.4g} of the cases within the deadline: "
                         f"handling alone lets through {most_reachable(handlings, until):.4g}")

    def short(servers: float) -> float:
        return target - float(SHARE[until](servers, load, handlings))

    step = 1.0
    while short(load + step) > 0:
        step *= 2
    return brentq(short, load, load + step, xtol=1e-12, rtol=1e-14)


def whole_servers_needed(load: float, handlings: float, target: float, until: str = START) -> int:
    """The same in whole servers, at least one."""
    return max(1, ceil(servers_needed(load, handlings, target, until) - ROUNDING))


def line_above(load: float, handlings: float, target: float, until: str = START) -> Line:
    """The line nowhere below servers_needed(load) that is lowest at this load; load >= 0.

    Servers needed for a timely start are concave in the load, so the line is the tangent. Servers needed for a timely completion
    rise in parallel to the load as long as one part-time person does, then faster, then are concave: below the load where the
    tangent passes the height that curve starts from, the line joins that height with that tangent's point.
    """
    if until == START:
        return _tangent(load, handlings, target, until) if load > 0 else Line(1 / (1 - target), 0.0)
    alone = -log(1 - target) / handlings  # servers needed as the load goes to zero
    touching = _tangent(load, handlings, target, until) if load > 1 - alone else Line(1.0, -np.inf)
    return touching if touching.intercept >= alone else Line(_steepest(alone, handlings, target), alone)


def _steepest(alone: float, handlings: float, target: float) -> float:
    """Slope of the line from (0, alone) that touches the curve of servers needed for a timely completion."""

    def slope(log_beyond: float) -> float:
        load = 1 - alone + np.exp(log_beyond)
        return (servers_needed(load, handlings, target, COMPLETION) - alone) / load

    found = minimize_scalar(lambda beyond: -slope(beyond), bounds=(log(1e-9), log(1e4)), method="bounded", options={"xatol": 1e-9})
    return -found.fun


def _tangent(load: float, handlings: float, target: float, until: str) -> Line:
    """Tangent of the curve of servers needed, by implicit differentiation of the late share."""
    servers = servers_needed(load, handlings, target, until)
    step = 1e-3 * min(load, servers - load)

    def late(more_servers: float, more_load: float) -> float:
        return -float(SHARE[until](servers + more_servers, load + more_load, handlings))

    by_load, by_servers = late(0, step) - late(0, -step), late(step, 0) - late(-step, 0)
    slope = -by_load / by_servers
    return Line(slope, servers - slope * load)
