"""Published facility-location instances as cases: readers of their formats, and the translation the same model solves.

The instances are no part of this repository: the folder is named by PERHEVERKKO_BENCHMARKS or found beside the checkout.
Its `index.csv` names each instance's file, format, kind and published optimum.

| in the instance | in the case |
|---|---|
| customer | an area; its demand is visits a year (1 visit where demand plays no part) |
| site, fixed cost | a candidate local station, its yearly premises |
| cost of serving a customer | travel minutes, 60 for the dearest visit; the weight of the travel burden restores the unit |
| p | a row of counts: at most p open sites (a further site never costs more) |
| capacity | rooms: one mode in which a room takes 1000 visits a year |
| split demand | one service for all customers, policy free |
| single source | a service for each customer, hosted only for all of its visits: visits_at >= minimum_visits * host_service |

Assigned shares are continuous, so one service would split a customer. A service of its own, worthwhile only with every visit,
has room for one host only; all these services share the site's rooms, which is the capacity.

Kinds the model cannot state are in NOT_REPRESENTED, those without a reader in NOT_READ, each with the reason.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import shortest_path

from model.bench.refusal import Refusal
from model.case import Case, Settings
from model.schema.defaults import default_settings, empty_table
from model.solving.solve import solve

VARIABLE = "PERHEVERKKO_BENCHMARKS"
ROOM_VISITS = 1000.0  # visits a year one room takes: 5 days of 4 hours in 50 weeks, one hour a visit
DEAREST_MINUTES = 60.0

KINDS = ("p-median", "capacitated-p-median", "uflp", "cflp", "sscflp")
NOT_REPRESENTED = {
    "p-center": "the objective sums over visits; the longest trip is an indicator, not a term",
    "two-stage-cflp": "visits end where a family goes; no quantity flows on from one site to another",
    "multi-product-two-stage-cflp": "visits end where a family goes; no quantity flows on from one site to another",
    "hierarchical-3-level": (
        "whom a level-2 place serves is whoever passes through the level-1 places assigned to it: demand at a place follows "
        "from the plan. Here the visits of every service start in the areas and are data, so levels can be nested at a site "
        "(tiers, requires_services) but nothing flows through; least population and travel penalty count that flow too"),
    "hierarchical-staffing": (
        "referred people flow from unit to unit, with referral shares of each unit, as in hierarchical-3-level. aps_v4 besides "
        "hires and transfers whole people between named units and prices surplus and deficit of each; here staff is "
        "continuous, comes from one pool a profession, and only a norm's shortfall has a price"),
}
NOT_READ = {
    "set-cover": "could be stated (0 minutes where a column covers, a limit below all others, premises cost); no reader here",
    "lscp": "could be stated (as set-cover, every site at the same cost); no reader here",
    "mclp": "could be stated (travel limit, unmet visits priced, areas no site covers left out); no reader here",
}

FAST = ("orlib_pmed/pmed1/p-median", "orlib_pmed/pmed3/p-median", "orlib_pmed/pmed5/p-median", "orlib_pmed/pmed8/p-median",
        "spopt_sf/SF_p4/p-median", "orlib_cap/cap71/uflp", "orlib_cap/cap104/uflp", "ufllib/bk_D1.1/uflp",
        "orlib_cap/cap41/cflp", "orlib_cap/cap64/cflp", "orlib_cap/cap92/cflp", "orlib_cap/cap63/sscflp",
        "holmberg/p1/sscflp", "holmberg/p6/sscflp", "diaz_fernandez/p1/sscflp")


@dataclass(frozen=True)
class Instance:
    """cost: of serving the whole of a customer from a site (customers x sites); fixed: of opening a site; demand, capacity:
    None where they play no part; p: sites that may be open, None without limit; single_source: nobody is split."""

    name: str
    cost: np.ndarray
    fixed: np.ndarray
    demand: np.ndarray | None = None
    capacity: np.ndarray | None = None
    p: int | None = None
    single_source: bool = False


# ---- finding


def benchmarks_folder() -> Path | None:
    """The folder of the published instances, or None where there is none."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "benchmarks"
    folder = Path(os.environ.get(VARIABLE) or beside)
    return folder if (folder / "index.csv").is_file() else None


def published_index(folder: Path) -> pd.DataFrame:
    """index.csv: a row for each instance and kind, keyed family/name/kind."""
    index = pd.read_csv(folder / "index.csv", dtype={"name": str, "params": str}).fillna({"params": ""})
    return index.set_index(index["family"] + "/" + index["name"] + "/" + index["kind"])


def published_instance(folder: Path, row: pd.Series) -> Instance:
    """Read the instance of a row of the index."""
    if row["kind"] not in KINDS:
        reason = (NOT_REPRESENTED | NOT_READ).get(row["kind"], "unknown kind")
        raise Refusal(f"{row['name']}: {row['kind']} is not solved: {reason}")
    if row["format"] not in READERS:
        raise Refusal(f"{row['name']}: no reader of the format {row['format']}")
    params = dict(part.split("=", 1) for part in row["params"].split(";") if part)
    return READERS[row["format"]](row["name"], (folder / row["file"]).read_text(encoding="utf-8"), row["kind"],
                                  None if np.isnan(row["p"]) else int(row["p"]), params)


# ---- readers: (name, text, kind, p, params) -> Instance


class _Numbers:
    """White-space separated numbers, taken from the front."""

    def __init__(self, text: str, words: dict[str, str] | None = None):
        self.values = np.array([float((words or {}).get(word, word)) for word in text.split()])
        self.place = 0

    def take(self, *shape: int) -> np.ndarray:
        count = int(np.prod(shape))
        taken = self.values[self.place: self.place + count].reshape(shape)
        self.place += count
        return taken

    def whole(self, count: int) -> list[int]:
        return [int(value) for value in self.take(count)]


def _of_kind(name: str, kind: str, cost, fixed, demand, capacity) -> Instance:
    """uflp leaves demand and capacity aside; sscflp forbids splitting."""
    if kind == "uflp":
        return Instance(name, cost, fixed)
    return Instance(name, cost, fixed, demand, capacity, single_source=kind == "sscflp")


def read_orlib_cap(name: str, text: str, kind: str, p, params) -> Instance:
    """OR-Library warehouse location (Beasley 1988); costs are for the whole of a customer's demand."""
    numbers = _Numbers(text, {"capacity": params.get("capacity", "0")})
    sites, customers = numbers.whole(2)
    capacity, fixed = numbers.take(sites, 2).T
    rows = numbers.take(customers, 1 + sites)
    return _of_kind(name, kind, rows[:, 1:], fixed, rows[:, 0], capacity)


def read_orlib_pmed(name: str, text: str, kind: str, p, params) -> Instance:
    """OR-Library p-median (Beasley 1985): shortest paths on a graph; of a pair given twice the last length counts."""
    numbers = _Numbers(text)
    nodes, edges, limit = numbers.whole(3)
    lengths = {(min(i, j), max(i, j)): length for i, j, length in numbers.take(edges, 3)}
    ends = np.array(list(lengths), dtype=int) - 1
    graph = csr_matrix((list(lengths.values()), (ends[:, 0], ends[:, 1])), shape=(nodes, nodes))
    return Instance(name, shortest_path(graph, directed=False), np.zeros(nodes), p=limit if p is None else p)


def read_orlib_pmedcap(name: str, text: str, kind: str, p, params) -> Instance:
    """OR-Library capacitated p-median (Osman & Christofides 1994): Euclidean distances rounded down, single source."""
    numbers = _Numbers(text)
    numbers.take(2)
    nodes, limit, capacity = numbers.whole(3)
    points = numbers.take(nodes, 4)
    apart = np.floor(np.hypot(*(points[:, None, 1:3] - points[None, :, 1:3]).transpose(2, 0, 1)))
    return Instance(name, apart, np.zeros(nodes), points[:, 3], np.full(nodes, float(capacity)), limit, single_source=True)


def read_jfirst(name: str, text: str, kind: str, p, params) -> Instance:
    """Holmberg et al. 1999 and Yang et al. 2012: sites first, costs site by site."""
    numbers = _Numbers(text)
    sites, customers = numbers.whole(2)
    capacity, fixed = numbers.take(sites, 2).T
    demand = numbers.take(customers)
    return _of_kind(name, kind, numbers.take(sites, customers).T, fixed, demand, capacity)


def read_delmaire(name: str, text: str, kind: str, p, params) -> Instance:
    """Diaz & Fernandez 2002: customers first, costs customer by customer."""
    numbers = _Numbers(text)
    customers, sites = numbers.whole(2)
    cost, demand = numbers.take(customers, sites), numbers.take(customers)
    fixed, capacity = numbers.take(sites), numbers.take(sites)
    return _of_kind(name, kind, cost, fixed, demand, capacity)


def read_plc(name: str, text: str, kind: str, p, params) -> Instance:
    """Avella & Boccia 2009: costs a unit of demand, site by site."""
    numbers = _Numbers(text)
    customers, sites = numbers.whole(2)
    demand, capacity, fixed = numbers.take(customers), numbers.take(sites), numbers.take(sites)
    return _of_kind(name, kind, numbers.take(sites, customers).T * demand[:, None], fixed, demand, capacity)


def read_ufllib(name: str, text: str, kind: str, p, params) -> Instance:
    """UflLib (Hoefer 2002), simple format: a line a site with its number, opening cost and costs to the customers."""
    numbers = _Numbers(text.split("\n", 1)[1])
    sites, customers, _ = numbers.whole(3)
    rows = numbers.take(sites, 2 + customers)
    return Instance(name, rows[:, 2:].T, rows[:, 1])


def read_spopt_sf(name: str, text: str, kind: str, p, params) -> Instance:
    """San Francisco stores (spopt): a row a store and tract, weighted by demand."""
    lines = [line.split(",") for line in text.split()]
    frame = pd.DataFrame(lines[1:], columns=lines[0]).astype({"distance": float, "demand": float})
    frame["cost"] = frame["distance"] * frame["demand"]
    cost = frame.pivot(index="DestinationName", columns="name", values="cost").to_numpy()
    return Instance(name, cost, np.zeros(cost.shape[1]), p=p)


READERS = {"orlib-cap": read_orlib_cap, "orlib-cap-word": read_orlib_cap, "orlib-pmed": read_orlib_pmed,
           "orlib-pmedcap": read_orlib_pmedcap, "sscflp-jfirst": read_jfirst, "sscflp-delmaire": read_delmaire, "plc": read_plc,
           "ufllib-simple": read_ufllib, "spopt-sf": read_spopt_sf}


# ---- translation


def instance_case(instance: Instance) -> Case:
    """The case whose objective, in the instance's unit, the model minimises."""
    customers, sites = instance.cost.shape
    demand = np.ones(customers) if instance.demand is None else instance.demand
    capacity = np.full(sites, demand.sum()) if instance.capacity is None else instance.capacity
    dearest = (instance.cost / demand[:, None]).max()
    minutes = instance.cost / demand[:, None] * (DEAREST_MINUTES / dearest if dearest > 0 else 1.0)
    unit = 30.0 * dearest / DEAREST_MINUTES if dearest > 0 else 1.0  # travel_burden_hours = visits * 2 * minutes / 60
    areas, places = [f"c{i:04d}" for i in range(customers)], [f"s{j:04d}" for j in range(sites)]
    settings = default_settings()
    settings = Settings(settings | {
        "name": instance.name, "county": "published", "year": 2025, "weeks_per_year": 50.0, "lone_worker_rule": "report",
        "objective": settings["objective"] | {"mode_change_weight": 0.0, "levels": [
            {"terms": {"travel_burden_hours": unit, "cost_keur": 1.0}, "tolerance": 0.0}]}})
    empty = ("professions", "staffing", "hosting", "staff_today", "guarantees", "locks", "counts")
    tables = {name: empty_table(name) for name in empty}
    tables["areas"] = frame("areas", customers, area=areas, name=areas, municipality=areas, lat=61.5, lon=23.8,
                            population=demand, age_0_2=demand, age_3_6=0.0, age_7_12=0.0, age_13_15=0.0, age_16_17=0.0,
                            families_with_children=demand)
    tables["sites"] = frame("sites", sites, site=places, name=places, municipality="town", lat=61.5, lon=23.8,
                            tiers=[("local_station",)] * sites, status="candidate", rooms=capacity / ROOM_VISITS,
                            cost_local_station_keur=instance.fixed)
    tables["modes"] = frame("modes", 1, mode="open", **named("open"), days_per_week=5.0, hours_per_day=4.0)
    tables["services"], tables["demand"] = _services(instance, areas, demand)
    tables["travel"] = frame("travel", customers * sites, area=np.repeat(areas, sites), site=np.tile(places, customers),
                             travel_minutes=minutes.ravel())
    if instance.p is not None:
        tables["counts"] = frame("counts", 1, tier="any", maximum=instance.p, reason="p")
    return Case(instance.name, Path(), settings, tables)


def _services(instance: Instance, areas: list[str], demand: np.ndarray) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One service for all, or one for each customer that is worthwhile only with all of the customer's visits."""
    ids = [f"for_{area}" for area in areas] if instance.single_source else ["service"]
    services = frame("services", len(ids), service=ids, **named("service"), floor=1, tiers=[("local_station",)] * len(ids),
                     modes=[("open",)] * len(ids), policy="free", travel_limit_minutes=2 * DEAREST_MINUTES, visit_minutes=60.0,
                     min_rooms=0.0, minimum_visits=demand if instance.single_source else 0.0)
    return services, frame("demand", len(ids), service=ids, groups=[("age_0_2",)] * len(ids), visits_per_person=1.0,
                           municipality=areas if instance.single_source else "")


def frame(table: str, rows: int, **columns) -> pd.DataFrame:
    """A typed frame of the dictionary's table; columns not given take the dictionary's defaults."""
    return empty_table(table, rows).assign(**columns)


def named(name: str) -> dict[str, str]:
    return {f"name_{language}": name for language in ("fi", "sv", "en")}


# ---- the command's table


def published_table(names: Iterable[str] = FAST, folder: Path | None = None, seconds: float = 300.0, gap: float = 1e-9,
                    seed: int = 0) -> pd.DataFrame:
    """Solve published instances (family/name/kind): published optimum, ours, their relative difference, proven gap, seconds."""
    folder = folder or benchmarks_folder()
    if folder is None:
        raise FileNotFoundError(f"no published instances: set {VARIABLE} to their folder (the one with index.csv)")
    index, rows = published_index(folder), []
    for name in names:
        if name not in index.index:
            raise KeyError(f"{name} is not in {folder / 'index.csv'} (family/name/kind)")
        row, begin = index.loc[name], time.monotonic()
        outcome = solve(instance_case(published_instance(folder, row)), gap, seconds, seed)
        ours = np.nan if outcome.objective is None else outcome.objective
        rows.append((name.rsplit("/", 1)[0], row["kind"], row["optimum"], ours, (ours - row["optimum"]) / abs(row["optimum"]),
                     outcome.gap, outcome.status, time.monotonic() - begin))
    return pd.DataFrame(rows, columns=["instance", "kind", "published", "ours", "difference", "gap", "status", "seconds"])
