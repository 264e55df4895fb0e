"""Story: one run seen in one language: its figures, names and words together, which every section draws on."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from model.publish.run_folder import Run
from model.report.figures import Indicators, Network, growth, networks
from model.report.names import Names
from model.report.words import Words

LONGER_MINUTES = 10


class Story:
    """A run with its words, names and figures. `is_today`: the run is today's network itself, so there is no plan beside it."""

    def __init__(self, run: Run, words: Words, names: Names):
        self.run, self.words, self.names = run, words, names
        self.tables = run.tables
        self.is_today = run.run["status"] == "today"
        self.indicator = Indicators(run.tables["indicators"])
        self.today, self.plan = networks(run)

    @property
    def title(self) -> str:
        """What the run is called: the name of its folder."""
        return self.run.folder.name

    @property
    def network(self) -> Network:
        """The network the run is about."""
        return self.today if self.is_today else self.plan

    @cached_property
    def services(self) -> list[str]:
        """Services by floor, in the order of the case."""
        table = self.tables["services"]
        return list(table.sort_values("floor", kind="stable")["service"])

    @cached_property
    def headline(self) -> list[str]:
        """Services that figures over services count."""
        table = self.tables["services"]
        return list(table.loc[table["headline"], "service"])

    @cached_property
    def headline_by_floor(self) -> list[str]:
        """The same by floor."""
        return [service for service in self.services if service in set(self.headline)]

    @cached_property
    def placeholders(self) -> list[str]:
        return [service for service in self.services if service not in set(self.headline)]

    @cached_property
    def children(self) -> dict[str, float]:
        return dict(zip(self.tables["areas"]["area"], self.tables["areas"]["children"]))

    @cached_property
    def growth(self) -> pd.DataFrame:
        """Minutes by which trips grow, areas x headline services."""
        return growth(self.today, self.plan, self.tables["areas"]["area"])[self.headline]

    @cached_property
    def children_with_longer_trip(self) -> float:
        """Children of the areas whose mean trip to at least one headline service grows by LONGER_MINUTES or more."""
        hit = (self.growth >= LONGER_MINUTES - 1e-9).any(axis=1)
        return float(sum(self.children[area] for area in hit.index[hit]))

    @cached_property
    def worst_growth(self) -> tuple[str, str, float] | None:
        """(area, service, minutes) of the trip that grows most, or None where none grows by a minute."""
        stacked = self.growth.stack()
        if stacked.empty or stacked.max() < 1:
            return None
        area, service = stacked.idxmax()
        return area, service, float(stacked.max())

    @cached_property
    def moves(self) -> dict[str, int]:
        """How many services at sites come, leave, have more or fewer days, and stay as they are."""
        before, after = self.today.days, self.plan.days
        both = before.keys() & after.keys()
        return {"comes": len(after.keys() - before.keys()), "leaves": len(before.keys() - after.keys()),
                "more": sum(after[pair] > before[pair] for pair in both), "fewer": sum(after[pair] < before[pair] for pair in both),
                "same": sum(after[pair] == before[pair] for pair in both)}

    @cached_property
    def home_visit_share(self) -> dict[str, float]:
        """Service -> part of its visits to sites that are made at the family's home."""
        return dict(zip(self.tables["services"]["service"], self.tables["services"]["home_visit_share"]))

    @cached_property
    def evenings(self) -> set[tuple[str, str]]:
        """(service, site) with evening work in the network the run is about."""
        table = self.tables.get("evening_work")
        return set() if table is None else set(zip(table["service"], table["site"]))

    def changes(self, kind: str) -> pd.DataFrame:
        changes = self.tables["changes"]
        return changes[changes["kind"] == kind]

    @property
    def assumed_share(self) -> float:
        """Part of the case's figures that are assumptions; NaN where there are no figures."""
        figures = self.run.run["figures"]
        return self.run.run["assumptions"] / figures if figures else float("nan")

    def money(self, keur: float, signed: bool = False) -> str:
        """Thousand euros as millions from ten million on, else as thousands, with the unit."""
        write = self.words.signed if signed else self.words.number
        if self._in_millions:
            return self.words.say("money.millions", amount=write(keur / 1000, 1 if abs(keur) >= 50 or not signed else 2))
        return self.words.say("money.thousands", amount=write(keur, 0))

    @cached_property
    def _in_millions(self) -> bool:
        value = self.indicator("cost_keur")
        return max(value.today, value.plan) >= 10_000
