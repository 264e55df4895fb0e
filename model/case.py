"""Case: the frozen, validated inputs with what follows from them directly. All that later rooms see of the planner's files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from model.demand import yearly_visits
from model.travel import base_trips, travel_minutes

AGE_BANDS = ("age_0_2", "age_3_6", "age_7_12", "age_13_15", "age_16_17")
TIERS = ("campus", "station", "local_station")


class Settings(Mapping):
    """Read-only settings of case.yaml; `settings.objective.levels` and `settings["objective"]["levels"]` are the same."""

    def __init__(self, values: Mapping):
        self._values = MappingProxyType(
            {key: Settings(value) if isinstance(value, Mapping) else value for key, value in values.items()}
        )

    def __getitem__(self, key):
        return self._values[key]

    def __getattr__(self, key):
        if key.startswith("_"):
            raise AttributeError(key)
        try:
            return self._values[key]
        except KeyError:
            raise AttributeError(f"no setting named {key}") from None

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)

    def __reduce__(self):
        return Settings, (self.as_dict(),)

    def as_dict(self) -> dict:
        """A plain, nested copy."""
        return {key: value.as_dict() if isinstance(value, Settings) else value for key, value in self._values.items()}

    def changed(self, **values) -> Settings:
        """A copy with some top-level settings replaced."""
        return Settings({**self.as_dict(), **values})


@dataclass(frozen=True)
class Case:
    """One county's question.

    tables: table name -> frame with the dictionary's columns, typed, one row per input row, in file order; every table of
        the dictionary is there (without rows when the file is absent). Texts are str ("" when empty), numbers float (NaN
        when empty and without default), yes_no bool, several values in a cell a tuple of str.
    figures, assumptions: how many figures the tables hold, and how many of them stand in a row whose source says assumption.
    input_hashes: file name -> sha256 of its bytes.
    """

    name: str
    folder: Path
    settings: Settings
    tables: Mapping[str, pd.DataFrame]
    figures: int = 0
    assumptions: int = 0
    input_hashes: Mapping[str, str] = field(default_factory=dict)
    scenario: str = "base"

    def __post_init__(self):
        object.__setattr__(self, "tables", MappingProxyType(dict(self.tables)))

    def __reduce__(self):
        fields = (self.name, self.folder, self.settings, dict(self.tables), self.figures, self.assumptions,
                  dict(self.input_hashes), self.scenario)
        return Case, fields

    def __getattr__(self, name):
        tables = self.__dict__.get("tables", {})
        if name in tables:
            return tables[name]
        raise AttributeError(f"Case has no table or attribute {name}")

    def changed(self, settings: Settings | None = None, scenario: str | None = None, **tables: pd.DataFrame) -> Case:
        """A copy with some settings or tables replaced (for sweeps and tests)."""
        return replace(self, settings=settings or self.settings, scenario=scenario or self.scenario,
                       tables={**self.tables, **tables})

    @cached_property
    def visits(self) -> pd.DataFrame:
        """Visits a year: areas (rows) x services (columns)."""
        return yearly_visits(self.areas, self.services, self.demand)

    @cached_property
    def minutes(self) -> pd.DataFrame:
        """Minutes one way by car: areas (rows) x sites (columns)."""
        return travel_minutes(self.areas, self.sites, self.travel, self.settings.travel_estimate)

    @property
    def minutes_are_estimated(self) -> bool:
        return self.travel.empty

    @cached_property
    def base(self) -> pd.DataFrame:
        """Base of visiting teams: index site; columns base_site, base_minutes (one way; 0 where a site is its own base)."""
        return base_trips(self.sites, self.settings.travel_estimate)

    @cached_property
    def children(self) -> pd.Series:
        """Children of 0 to 17 years by area."""
        areas = self.areas.set_index("area")
        return areas[list(AGE_BANDS)].sum(axis=1)

    def policy(self, service_row) -> tuple[str, float]:
        """(policy, minutes farther than the nearest host that still count as near) of a row of services."""
        override = self.settings.assignment_policy
        policy = service_row.policy if override == "per_service" else override
        return policy, 0.0 if policy == "nearest" else float(service_row.within_minutes)
