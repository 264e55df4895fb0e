"""Case: the frozen, validated inputs with what follows from them directly. All that later rooms see of the planner's files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

from model.demand import yearly_visits
from model.premises import TIERS, is_shut, plan_tiers, setting_of
from model.pupils import pupil_shares, with_pupils
from model.schema.defaults import empty_table
from model.schema.dictionary import input_tables
from model.sharing import barred_by_partners, clients_of, services_of_pathways
from model.todays_use import todays_minutes, todays_use
from model.travel import base_trips, travel_minutes, vehicle_minutes

TIE_MINUTES = 1e-6
AGE_BANDS = ("age_0_2", "age_3_6", "age_7_12", "age_13_15", "age_16_17")
__all__ = ["AGE_BANDS", "TIERS", "Case", "Settings"]


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
        absent = {name: empty_table(name) for name in input_tables() if name not in self.tables}
        object.__setattr__(self, "tables", MappingProxyType({**self.tables, **absent}))

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
    def shut(self) -> frozenset[str]:
        """Sites that may host nothing: to be closed, or unusable in the case's year."""
        return frozenset(row.site for row in self.sites.itertuples() if is_shut(row, self.settings.year))

    @cached_property
    def barred(self) -> frozenset[tuple[str, str]]:
        """(service, site) that together.csv forbids because of the partners there."""
        return barred_by_partners(self.sites, self.together)

    @cached_property
    def clients(self) -> pd.DataFrame:
        """Clients in a year: areas (rows) x client groups (columns)."""
        return clients_of(self.areas, self.pathways)

    @cached_property
    def services_of_pathways(self) -> dict[str, list[str]]:
        """Client group -> the services of its pathway."""
        return services_of_pathways(self.pathways, self.pathway_services)

    @cached_property
    def settings_of_sites(self) -> pd.Series:
        """Site -> own, school or mobile: the modes that fit it."""
        return pd.Series([setting_of(plan_tiers(row)) for row in self.sites.itertuples()],
                         index=pd.Index(self.sites["site"], name="site"), dtype=object)

    @cached_property
    def schools(self) -> list[str]:
        """Sites that are school premises."""
        return list(self.settings_of_sites.index[self.settings_of_sites == "school"])

    @cached_property
    def pupil_shares(self) -> pd.DataFrame:
        """Columns area, service, site, pupil_share: the part of the area's visits that pupils of the school make (above 0)."""
        return pupil_shares(self.areas, self.services, self.demand, self.pupils[self.pupils["site"].isin(self.schools)])

    @cached_property
    def drives(self) -> pd.DataFrame:
        """Minutes one way by car: areas (rows) x sites (columns)."""
        return travel_minutes(self.areas, self.sites, self.travel, self.settings.travel_estimate, self.schools)

    @cached_property
    def minutes(self) -> pd.DataFrame:
        """Minutes of a family's trip one way, areas (rows) x sites (columns): by car, 0 for pupils at their own school, NaN to a
        school without pupils of the area."""
        return with_pupils(self.drives, self.schools, self.pupils)

    @cached_property
    def todays_use(self) -> pd.DataFrame:
        """Columns area, service, site, share: where the area's visits go today, what is remote left out."""
        return todays_use(self)

    @cached_property
    def todays_minutes(self) -> pd.DataFrame:
        """Minutes to the nearest host of today, schools apart: areas (rows) x services (columns), NaN where there is none."""
        return todays_minutes(self)

    @cached_property
    def trip_limits(self) -> pd.DataFrame:
        """Minutes a trip may take at most: areas (rows) x services (columns). The service's travel limit, and where trips may grow by
        so many minutes only, the trip to today's nearest host and these minutes if that is less."""
        limits = self.services.set_index("service")["travel_limit_minutes"].astype(float)
        most = pd.DataFrame([limits] * len(self.areas), index=self.minutes.index)
        growth = self.settings.change_limits.trip_growth_minutes
        if np.isnan(growth):
            return most
        grown = self.todays_minutes + growth + TIE_MINUTES
        return most.where(grown.isna() | (most <= grown), grown)

    @cached_property
    def transit_minutes(self) -> pd.DataFrame | None:
        """Minutes by public transport one way, areas (rows) x sites (columns), NaN where it makes no trip; None without its table."""
        if self.public_transport.empty:
            return None
        given = self.public_transport.pivot(index="area", columns="site", values="transit_minutes").astype(float)
        return given.reindex(index=self.minutes.index, columns=self.minutes.columns)

    @property
    def minutes_are_estimated(self) -> bool:
        return self.travel.empty

    @cached_property
    def base(self) -> pd.DataFrame:
        """Base of visiting teams: index site; columns base_site, base_minutes (one way; 0 where a site is its own base)."""
        garages = frozenset(self.vehicles["base_site"])
        return base_trips(self.sites, self.settings.travel_estimate, dict.fromkeys(self.stops, garages))

    @cached_property
    def stops(self) -> list[str]:
        """Sites that are stops of mobile units."""
        return list(self.settings_of_sites.index[self.settings_of_sites == "mobile"])

    @cached_property
    def vehicle_stops(self) -> pd.DataFrame:
        """The stops each mobile unit can visit: vehicle, site, drive_minutes one way, drive_days (the drive there and back as a
        part of its day, below 1), rooms on board, most_days a week there."""
        minutes = vehicle_minutes(self.vehicles, self.sites, self.stops, self.settings.travel_estimate)
        opening = self.sites.set_index("site")["opening_days"]
        pairs = minutes.merge(self.vehicles[["vehicle", "days_per_week", "hours_per_day", "rooms"]], on="vehicle")
        pairs = pairs.assign(drive_days=2 * pairs["drive_minutes"] / 60 / pairs["hours_per_day"],
                             most_days=np.minimum(pairs["days_per_week"], opening.reindex(pairs["site"]).to_numpy(float)))
        columns = ["vehicle", "site", "drive_minutes", "drive_days", "rooms", "most_days"]
        return pairs.loc[pairs["drive_days"] < 1, columns].reset_index(drop=True)

    @cached_property
    def rooms(self) -> pd.Series:
        """Rooms by site; at a mobile stop those of the largest mobile unit that can visit it."""
        rooms = self.sites.set_index("site")["rooms"].astype(float)
        on_board = self.vehicle_stops.groupby("site")["rooms"].max()
        rooms[self.stops] = on_board.reindex(self.stops).fillna(0.0).to_numpy(float)
        return rooms

    @cached_property
    def service_rooms(self) -> pd.DataFrame:
        """Rooms a service may take: services (rows) x sites (columns); only those of its type where the site tells types apart."""
        rooms = pd.DataFrame(dict.fromkeys(self.services["service"], self.rooms)).T.astype(float)
        typed = self.room_types.groupby(["room_type", "site"])["rooms"].sum()
        for row in self.services[self.services["room_type"] != ""].itertuples():
            for site in self.room_types["site"].unique():
                rooms.at[row.service, site] = min(rooms.at[row.service, site], float(typed.get((row.room_type, site), 0.0)))
        return rooms

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
