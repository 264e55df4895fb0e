"""People and money: pools, minimum teams, critical masses, norms, the lone-worker rule and the budget."""

from __future__ import annotations

import math

from model.case import Case
from model.explaining.figures import LAW, PLANNER, SETTINGS, Cell, Figure, scale_of, shown
from model.explaining.kinds import Kind, instead, names
from model.explaining.sizes import cost_keur, staff_fte


def staff_pools(case: Case) -> list[Figure]:
    """The people of each profession that is not divided into staff areas."""
    total, pooled = staff_fte(case), set(case.pools["profession"])
    return [Figure("staff_pool", (row.profession,), "professions", place, "fte_available", float(row.fte_available),
                   float(total[row.profession]), scale_of(row.fte_available))
            for place, row in enumerate(case.professions.itertuples()) if total[row.profession] > 0 and row.profession not in pooled]


def area_pools(case: Case) -> list[Figure]:
    """The people of a profession in each staff area; the county's figure is their sum and changes with them."""
    total = staff_fte(case)
    return [Figure("area_pool", (row.staff_area, row.profession), "pools", place, "fte_available", float(row.fte_available),
                   float(total[row.profession]), scale_of(row.fte_available))
            for place, row in enumerate(case.pools.itertuples()) if total[row.profession] > 0]


def _area_pool_cells(case: Case, figure: Figure, amount: float) -> list[Cell]:
    new = KINDS_BY_NAME["area_pool"].rounded(figure.now + amount)
    row = int((case.professions["profession"] == figure.key[1]).argmax())
    county = float(case.professions["fte_available"].iat[row])
    return [Cell("pools", figure.row, "fte_available", figure.now, new),
            Cell("professions", row, "fte_available", county, round(county + new - figure.now, 6))]


def _area_pool_asks(case: Case, figure: Figure, cell: Cell) -> str:
    where = f"in the staff area {figure.key[0]}" if cell.table == "pools" else "in the county as a whole"
    return f"people available, {_profession(case, figure)}, {where}: {instead(cell, 'FTE')}"


def volunteers(case: Case) -> list[Figure]:
    """The share of each profession that works evenings, where a service it works in has evening modes."""
    late = set(case.modes.loc[case.modes["evening_hours_per_day"] > 0, "mode"])
    services = {row.service for row in case.services.itertuples() if late & set(row.modes)}
    working = set(case.staffing.loc[case.staffing["service"].isin(services), "profession"])
    return [Figure("volunteers", (row.profession,), "professions", place, "volunteer_share", float(row.volunteer_share),
                   1.0 - float(row.volunteer_share), scale_of(row.volunteer_share))
            for place, row in enumerate(case.professions.itertuples()) if row.profession in working and row.volunteer_share < 1]


def _pool(case: Case, figure: Figure) -> str:
    recruitable = float(case.professions["recruitable_fte"].iat[figure.row])
    more = f"{shown(recruitable)} FTE can be recruited" if recruitable else "nobody can be recruited"
    return f"{shown(figure.now)} FTE of {_profession(case, figure)} are available and {more}"


def _profession(case: Case, figure: Figure) -> str:
    return names(case, "professions", "profession")[figure.key[-1]]


def _service(case: Case, figure: Figure) -> str:
    return names(case, "services", "service")[figure.key[0]]


def minimum_teams(case: Case) -> list[Figure]:
    """The smallest team of each profession in each service, where there is one."""
    return [Figure("minimum_team", (row.service, row.profession), "staffing", place, "minimum_fte", float(row.minimum_fte),
                   float(row.minimum_fte), scale_of(row.minimum_fte))
            for place, row in enumerate(case.staffing.itertuples()) if row.minimum_fte > 0]


def critical_masses(case: Case) -> list[Figure]:
    """The critical mass of each service whose rule is hard."""
    return [Figure("critical_mass", (row.service,), "services", place, "critical_mass_fte", float(row.critical_mass_fte),
                   float(row.critical_mass_fte), scale_of(row.critical_mass_fte))
            for place, row in enumerate(case.services.itertuples())
            if row.critical_mass_rule == "hard" and row.critical_mass_fte > 0]


def norms(case: Case) -> list[Figure]:
    """Hard norms, of the county or of each staff area; one set by law is never suggested for change. The amount is the share of
    the norm that is given up."""
    return [Figure("norm", (row.service, row.profession), "staffing", place, "norm_people_per_fte", float(row.norm_people_per_fte),
                   1.0, 1.0, LAW if row.norm_is_law else PLANNER)
            for place, row in enumerate(case.staffing.itertuples())
            if row.norm_rule == "hard" and row.norm_people_per_fte > 0 and _norm_fte(case, row) > 0]


def _norm_fte(case: Case, row) -> float:
    return float(case.areas[list(row.norm_groups)].to_numpy().sum() * row.norm_share / row.norm_people_per_fte)


def _norm_says(case: Case, figure: Figure) -> str:
    row = case.staffing.iloc[figure.row]
    whose = "the law's norm" if figure.role == LAW else "the norm"
    where = ", each staff area by itself" if row.norm_scope == "staff_area" else ""
    return (f"{whose} of {shown(figure.now)} people an FTE asks for {_norm_fte(case, row):,.2f} FTE of {_profession(case, figure)} in "
            f"{_service(case, figure)}{where}")


def _norm_cells(case: Case, figure: Figure, amount: float) -> list[Cell]:
    """More people an FTE, in tenths; a norm of which nothing is left is only reported."""
    if amount > 0.999:
        return [Cell("staffing", figure.row, "norm_rule", "hard", "report")]
    return [Cell("staffing", figure.row, figure.column, figure.now, math.ceil(figure.now / (1 - amount) * 10 - 1e-3) / 10)]


def _norm_asks(case: Case, figure: Figure, cell: Cell) -> str:
    if cell.column == "norm_rule":
        return f"only report the norm of {_profession(case, figure)} in {_service(case, figure)}"
    return f"norm of {_profession(case, figure)} in {_service(case, figure)}: {instead(cell, 'people an FTE')}"


def lone_worker_rule(case: Case) -> list[Figure]:
    """The rule that nobody works alone, where it is hard."""
    hard = case.settings.lone_worker_rule == "hard"
    return [Figure("lone_worker", (), SETTINGS, -1, "lone_worker_rule", "hard")] if hard else []


def budget(case: Case) -> list[Figure]:
    """The budget, where there is one."""
    value = float(case.settings.budget_keur)
    if math.isnan(value):
        return []
    pools = staff_fte(case) + case.professions.set_index("profession")[["fte_available", "recruitable_fte"]].sum(axis=1)
    return [Figure("budget", (), SETTINGS, -1, "budget_keur", value, cost_keur(case, pools), scale_of(value))]


KINDS = (
    Kind("staff_pool", staff_pools, _pool, lambda case, figure, cell:
         f"people available, {_profession(case, figure)}: {instead(cell, 'FTE')}", direction=1, step=0.01,
         opened=lambda case, figure: [Cell("professions", figure.row, "fte_available", figure.now, figure.now + figure.most)]),
    Kind("area_pool", area_pools, lambda case, figure:
         f"{shown(figure.now)} FTE of {_profession(case, figure)} are available in the staff area {figure.key[0]}", _area_pool_asks,
         direction=1, step=0.01, cells=_area_pool_cells,
         opened=lambda case, figure: _area_pool_cells(case, figure, figure.most)),
    Kind("volunteers", volunteers, lambda case, figure:
         f"{100 * figure.now:.10g} % of {_profession(case, figure)} are willing to work evenings", lambda case, figure, cell:
         f"share of {_profession(case, figure)} who work evenings: {instead(cell)}", direction=1, step=0.01),
    Kind("minimum_team", minimum_teams, lambda case, figure:
         f"a team of {_service(case, figure)} has at least {shown(figure.now)} FTE of {_profession(case, figure)} at each site",
         lambda case, figure, cell: f"least team of {_profession(case, figure)} in {_service(case, figure)}: {instead(cell, 'FTE')}",
         direction=-1, step=0.01),
    Kind("critical_mass", critical_masses, lambda case, figure:
         f"{_service(case, figure)} has at least {shown(figure.now)} FTE at each of its sites (critical mass)",
         lambda case, figure, cell: f"critical mass of {_service(case, figure)}: {instead(cell, 'FTE')}", direction=-1, step=0.01),
    Kind("norm", norms, _norm_says, _norm_asks, direction=1, step=0.1, cells=_norm_cells, nudge=0.001),
    Kind("lone_worker", lone_worker_rule, lambda case, figure: "nobody works alone in a building",
         lambda case, figure, cell: "only report buildings where somebody works alone",
         cells=lambda case, figure, amount: [Cell(SETTINGS, -1, "lone_worker_rule", "hard", "report")]),
    Kind("budget", budget, lambda case, figure: f"the plan costs at most {figure.now:,.10g} thousand euros a year",
         lambda case, figure, cell: f"budget: {instead(cell, 'thousand euros a year')}", direction=1, step=0.1),
)
KINDS_BY_NAME = {kind.name: kind for kind in KINDS}
