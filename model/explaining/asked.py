"""Asked: what the leadership asks of the plan: how far it may go from today's network, and which services share sites.

A rule of together.csv that also names partners keeps services from sites by who is in the building. Its figure lifts what the rule says
of services; that the changed case opens further sites too is seen when it is solved.
"""

from __future__ import annotations

import numpy as np

from model.case import Case
from model.explaining.figures import SETTINGS, Cell, Figure, scale_of, shown
from model.explaining.kinds import Kind, instead, names, several
from model.explaining.sizes import staff_fte
from model.sharing import rules_of


def _limit(case: Case, kind: str, name: str, most: float) -> list[Figure]:
    """A limit on change, if the case gives it; most: the largest value that could be of use."""
    value = float(case.settings.change_limits[name])
    if np.isnan(value) or most <= value:
        return []
    return [Figure(kind, (), SETTINGS, -1, f"change_limits.{name}", value, most - value, scale_of(value))]


def sites_closed(case: Case) -> list[Figure]:
    """How many of today's sites may close."""
    return _limit(case, "sites_closed", "sites_closed", float((case.sites["tier_today"] != "").sum()))


def children_moved(case: Case) -> list[Figure]:
    """How many children may get another site."""
    return _limit(case, "children_moved", "children_moved", float(np.ceil(case.children.sum())))


def fte_moved(case: Case) -> list[Figure]:
    """How many people may move: at most all of today's leave their site and all that any plan can do with come to others."""
    return _limit(case, "fte_moved", "fte_moved", float(np.ceil(case.staff_today["staff_fte"].sum() + staff_fte(case).sum())))


def trip_growth(case: Case) -> list[Figure]:
    """How much farther than today's nearest host a trip may be."""
    return _limit(case, "trip_growth", "trip_growth_minutes", float(np.ceil(np.nanmax(case.minutes.to_numpy(), initial=0.0))))


def rules(case: Case, kind: str) -> list[Figure]:
    """Rules of together.csv of one kind."""
    return [Figure(kind, (row.together,), "together", row.Index, "rule", kind) for row in rules_of(case.together, kind)]


def _deleted(case: Case, figure: Figure, amount: float = 0) -> list[Cell]:
    return [Cell("together", figure.row, "rule", figure.now, None)]


def bundle_minima(case: Case) -> list[Figure]:
    """At how many sites at least each bundle is whole."""
    return [Figure("bundle_minimum", (row.together,), "together", row.Index, "minimum", float(row.minimum), float(row.minimum),
                   scale_of(row.minimum))
            for row in rules_of(case.together, "bundle") if row.minimum > 0]


def kept_for_bundles(case: Case) -> list[Figure]:
    """Services hosted nowhere but in a whole bundle."""
    return [Figure("only_in_bundle", (row.together, service), "together", row.Index, "only_in_bundle", row.only_in_bundle)
            for row in rules_of(case.together, "bundle") for service in row.only_in_bundle]


def _elsewhere_too(case: Case, figure: Figure, amount: float) -> list[Cell]:
    left = tuple(service for service in figure.now if service != figure.key[1])
    return [Cell("together", figure.row, "only_in_bundle", figure.now, left)]


def _rule(case: Case, figure: Figure) -> str:
    return str(case.together["name"].iat[figure.row])


def _services(case: Case, figure: Figure) -> str:
    """`Clinic and Therapy`, where the rule holds."""
    row, called = case.together.iloc[figure.row], names(case, "services", "service")
    where = f" in {row['municipality']}" if row["municipality"] else ""
    return f"{' and '.join(called[service] for service in row['services'])}{where}"


KINDS = (
    Kind("sites_closed", sites_closed, lambda case, figure: f"at most {several(figure.now, 'site')} of today may close",
         lambda case, figure, cell: f"sites of today that may close: {instead(cell)}", direction=1),
    Kind("children_moved", children_moved, lambda case, figure:
         f"in no service do more than {figure.now:,.10g} children get another site",
         lambda case, figure, cell: f"children who may get another site in a service: {instead(cell)}", direction=1),
    Kind("fte_moved", fte_moved, lambda case, figure: f"at most {shown(figure.now)} FTE move to another site",
         lambda case, figure, cell: f"people who may move to another site: {instead(cell, 'FTE')}", direction=1, step=0.1),
    Kind("trip_growth", trip_growth, lambda case, figure:
         f"no trip is more than {shown(figure.now)} minutes longer than to today's nearest site",
         lambda case, figure, cell: f"how much trips may grow: {instead(cell, 'minutes one way')}", direction=1,
         opened=lambda case, figure: [Cell(SETTINGS, -1, figure.column, figure.now, figure.now + figure.most)]),
    Kind("must_share", lambda case: rules(case, "must_share"), lambda case, figure:
         f"{_services(case, figure)} must share a site ({_rule(case, figure)})",
         lambda case, figure, cell: f"delete the rule {_rule(case, figure)}: {_services(case, figure)} must share a site",
         cells=_deleted),
    Kind("must_not_share", lambda case: rules(case, "must_not_share"), lambda case, figure:
         f"{_services(case, figure)} must not share a site ({_rule(case, figure)})",
         lambda case, figure, cell: f"delete the rule {_rule(case, figure)}: {_services(case, figure)} must not share a site",
         cells=_deleted),
    Kind("bundle_minimum", bundle_minima, lambda case, figure:
         f"{_rule(case, figure)} is whole at {several(figure.now, 'site')} at least",
         lambda case, figure, cell: f"least number of sites with the whole of {_rule(case, figure)}: {instead(cell)}", direction=-1),
    Kind("only_in_bundle", kept_for_bundles, lambda case, figure:
         f"{names(case, 'services', 'service')[figure.key[1]]} is nowhere but in a whole {_rule(case, figure)}",
         lambda case, figure, cell: f"let {names(case, 'services', 'service')[figure.key[1]]} be elsewhere than in a whole "
                                    f"{_rule(case, figure)}", cells=_elsewhere_too),
)
