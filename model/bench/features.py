"""Features benchmark: what each feature that a case uses costs in solve time: the case with all of it, then without one at a time."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from model import flow
from model.bench.starts import Watch
from model.case import Case


def features_table(case: Case, gap: float, seconds: float, say: Callable[[str], None]) -> pd.DataFrame:
    """One row a case solved, all features first and last: without; seconds until the first level was proven to the gap, building
    included (NaN: not within the limit); ratio: these over the mean of the two with all (below 1: the feature costs time); gap then;
    audit_passed; columns and rows of the program."""
    variants = [("nothing", case)] + [(name, other) for name, less in FEATURES.items() if (other := less(case)) is not None]
    rows = [_row(name, variant, gap, seconds, say) for name, variant in [*variants, ("nothing", case)]]
    table = pd.DataFrame(rows)
    whole = table.loc[table["without"] == "nothing", "seconds"].mean()
    table.insert(2, "ratio", table["seconds"] / whole)
    return table


def _row(name: str, case: Case, gap: float, seconds: float, say: Callable[[str], None]) -> dict:
    watch = Watch(gap)
    run = flow.solve(case, flow.Options(gap, seconds, 1), watch.hear).run
    say(f"without {name}: {watch.reached:.1f} s to the gap, {run['status']}, gap {run['gap']}, {run['seconds']} s in all")
    return {"without": name, "seconds": watch.reached, "gap": run["gap"], "audit_passed": run["audit"]["passed"],
            "columns": run["size"]["columns"], "rows": run["size"]["rows"]}


def _without_tables(*names: str) -> Callable[[Case], Case | None]:
    """Some tables without rows; None where they have none."""
    def less(case: Case) -> Case | None:
        if all(case.tables[name].empty for name in names):
            return None
        return case.changed(**{name: case.tables[name].iloc[:0] for name in names})
    return less


def _without_modes(chosen: Callable[[pd.DataFrame], pd.Series]) -> Callable[[Case], Case | None]:
    """Services without the chosen modes, as far as another mode is left to them; today's use of them too."""
    def less(case: Case) -> Case | None:
        out = set(case.modes.loc[chosen(case.modes), "mode"])
        kept = [tuple(mode for mode in modes if mode not in out) or modes for modes in case.services["modes"]]
        if kept == list(case.services["modes"]):
            return None
        return case.changed(services=case.services.assign(modes=kept))
    return less


def _with_column(table: str, column: str, value: Callable[[pd.DataFrame], pd.Series]) -> Callable[[Case], Case | None]:
    """A column with other values; None where it has them already."""
    def less(case: Case) -> Case | None:
        frame = case.tables[table]
        changed = frame.assign(**{column: value(frame)})
        return None if changed.equals(frame) else case.changed(**{table: changed})
    return less


def _with_setting(name: str, value) -> Callable[[Case], Case | None]:
    def less(case: Case) -> Case | None:
        return None if case.settings[name] == value else case.changed(settings=case.settings.changed(**{name: value}))
    return less


FEATURES: dict[str, Callable[[Case], Case | None]] = {
    "school premises for other services": _without_modes(lambda modes: modes["setting"] == "school"),
    "mobile units": _without_modes(lambda modes: modes["setting"] == "mobile"),
    "evenings": _without_modes(lambda modes: modes["evening_hours_per_day"] > 0),
    "fortnightly days": _without_modes(lambda modes: (modes["days_per_week"] < 1) & (modes["setting"] == "own")),
    "more remote visits than today": _with_column("services", "remote_share_max", lambda services: services["remote_share_today"]),
    "home visits": _with_column("services", "home_visit_share", lambda services: 0.0 * services["home_visit_share"]),
    "pools of staff areas": _without_tables("pools", "staff_bank"),
    "deadlines": _without_tables("deadlines"),
    "leaders": _without_tables("supervision"),
    "nobody alone": _with_setting("lone_worker_rule", "off"),
    "promises to municipalities": _without_tables("guarantees"),
    "services together and partners": _without_tables("together"),
    "pathways": _without_tables("pathways", "pathway_services"),
}
