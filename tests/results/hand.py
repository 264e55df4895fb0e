"""Cases and plans by hand for the tests of results: the tiny case with cells changed in memory, and plans as plain rows."""

from __future__ import annotations

import copy

import pandas as pd

from model.case import Case
from model.results.audit import REGISTER, _run, audit
from model.results.audit.decided import Decided
from model.results.audit.given import Given
from model.results.plan import COLUMNS, Plan
from model.results.tables import tables
from model.results.today import todays_plan
from model.schema.defaults import empty_table, put_setting
from model.schema.dictionary import input_tables

CAUGHT_BEFORE: list[str] = []  # rules, the latest first


def altered(case: Case, cells: dict | None = None, add: dict | None = None, settings: dict | None = None) -> Case:
    """A copy with cells (table/key/column, * = every row), rows and settings (dotted paths) changed; no checks run."""
    frames = {}
    for path, value in (cells or {}).items():
        table, *keys, column = path.split("/")
        frame = frames.setdefault(table, case.tables[table].copy())
        hit = pd.Series(True, index=frame.index)
        for name, key in zip(input_tables()[table].key, keys):
            hit &= (frame[name] == key) | (key == "*")
        assert hit.any(), f"{path} names no row"
        if column not in frame or isinstance(value, (str, tuple, bool)):
            frame[column] = [value if here else old for here, old in zip(hit, frame[column])]
        else:
            frame[column] = frame[column].astype(float).where(~hit, float(value))
    for table, rows in (add or {}).items():
        old = frames.get(table, case.tables[table])
        new = [empty_table(table, 1).assign(**{column: [value] for column, value in row.items()}) for row in rows]
        frames[table] = pd.concat([old, *new], ignore_index=True) if len(old) else pd.concat(new, ignore_index=True)
    changed = case.settings.as_dict()
    changed["objective"] = copy.deepcopy(changed["objective"])
    for path, value in (settings or {}).items():
        put_setting(changed, path, value)
    return case.changed(settings=case.settings.changed(**changed), **frames)


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple]:
    """The columns as a list of tuples, in order, numbers rounded to 9 decimals."""
    return [tuple(round(value, 9) if isinstance(value, float) else value for value in row)
            for row in frame[list(columns)].itertuples(index=False, name=None)]


def plan_of(**decisions: list[tuple]) -> Plan:
    """A Plan from rows in the order of its columns."""
    return Plan(**{name: pd.DataFrame(found, columns=COLUMNS[name]) for name, found in decisions.items()})


def replaced(plan: Plan, **decisions: list[tuple]) -> Plan:
    """The plan with some of its decisions given anew as rows."""
    kept = {name: getattr(plan, name) for name in COLUMNS}
    return Plan(**{**kept, **{name: pd.DataFrame(found, columns=COLUMNS[name]) for name, found in decisions.items()}})


def tables_of(case: Case, plan: Plan | None = None) -> dict[str, pd.DataFrame]:
    """The tables of a plan (today's, if none is given) beside today."""
    today = todays_plan(case)
    return tables(case, plan or today, today)


def broken(case: Case, found: dict, objective: dict | None = None) -> set[str]:
    """Names of the rules the audit finds broken."""
    return set(audit(case, found, objective).violations["rule"])


def caught(case: Case, found: dict) -> bool:
    """Whether the audit finds any rule broken. It ends at the first, and asks first the rules that caught something before."""
    given = Given(case)
    decided = Decided(given, found, {})
    for name in [*CAUGHT_BEFORE, *(name for name in REGISTER if name not in CAUGHT_BEFORE)]:
        if _run(REGISTER[name], given, decided)[1] is not None:
            CAUGHT_BEFORE[:] = [name, *(other for other in CAUGHT_BEFORE if other != name)]
            return True
    return False


def assert_nudge_is_named(case: Case, found: dict, rule: str, nudges: dict) -> None:
    """Tables that pass the audit break the rule once nudged. nudges: rule -> (table, what changes it)."""
    table, change = nudges[rule]
    assert rule in broken(case, {**found, table: change(found[table])})


def without(table: pd.DataFrame, **where) -> pd.DataFrame:
    """The table without the rows that match."""
    return table[~_match(table, where)].reset_index(drop=True)


def with_value(table: pd.DataFrame, column: str, value, **where) -> pd.DataFrame:
    """The table with `column` set in the rows that match; at least one must."""
    hit = _match(table, where)
    assert hit.any(), f"no row matches {where}"
    return table.assign(**{column: [value if here else old for here, old in zip(hit, table[column])]})


def with_row(table: pd.DataFrame, **values) -> pd.DataFrame:
    """The table with one more row, a copy of the last with some values replaced."""
    return pd.concat([table, table.tail(1).assign(**values)], ignore_index=True)


def _match(table: pd.DataFrame, where: dict) -> pd.Series:
    hit = pd.Series(True, index=table.index)
    for column, value in where.items():
        hit &= table[column] == value
    return hit


def staff_areas(case: Case) -> Case:
    """A seeded county with two staff areas, pools of p0 with a bank, deadlines of k00 and of k01 and k02 together, and p1 leading p0."""
    west = [site for place, site in enumerate(case.sites["site"]) if place % 2]
    sites = case.sites.assign(staff_area=["west" if site in west else "east" for site in case.sites["site"]])
    fte = float(case.professions["fte_available"].iloc[0])
    first = {row.service: row.profession for row in case.staffing.iloc[::-1].itertuples()}
    shared = [row.service for row in case.staffing.itertuples() if row.profession == first["k01"]]
    found = altered(case.changed(sites=sites), {"professions/*/recruitable_fte": 30}, add={
        "pools": [{"staff_area": area, "profession": "p0", "fte_available": share * fte, "recruitable_fte": 20}
                  for area, share in (("east", 0.6), ("west", 0.3))],
        "staff_bank": [{"profession": "p0", "fte": 0.1 * fte, "travel_share": 0.1}],
        "supervision": [{"supervisor": "p1", "supervised": "p0", "span": 20}],
        "deadlines": [
            {"services": ("k00",), "profession": first["k00"], "deadline_days": 7, "target_share": 0.9, "hours_per_case": 0.5},
            {"services": tuple(shared[:2]), "profession": first["k01"], "deadline_days": 4, "target_share": 0.8, "hours_per_case": 0.3}]})
    return found
