"""Names: what ids are called in the report's language: services, modes, professions, sites, municipalities, tiers."""

from __future__ import annotations

import pandas as pd

from model.publish.run_folder import Run
from model.report.atlas.borders import Borders
from model.report.words import Words


class Names:
    """Names of one run in one language; an id the run does not name is shown as it is."""

    def __init__(self, run: Run, words: Words, borders: Borders):
        table = run.tables["names"]
        self._named = dict(zip(zip(table["kind"], table["id"]), table[f"name_{words.language}"]))
        self._sites = dict(zip(run.tables["sites"]["site"], run.tables["sites"]["name"]))
        self._areas = dict(zip(run.tables["areas"]["area"], run.tables["areas"]["name"]))
        self._words, self._borders = words, borders

    def service(self, service: str) -> str:
        return self._named.get(("service", service), service)

    def mode(self, mode: str) -> str:
        return self._named.get(("mode", mode), mode)

    def profession(self, profession: str) -> str:
        return self._named.get(("profession", profession), profession)

    def vehicle(self, vehicle: str) -> str:
        return self._named.get(("vehicle", vehicle), vehicle)

    def client_group(self, group: str) -> str:
        return self._named.get(("client_group", group), group)

    def site(self, site: str) -> str:
        return self._sites.get(site, site)

    def area(self, area: str) -> str:
        return self._areas.get(area, area)

    def municipality(self, municipality: str) -> str:
        return self._borders.name(municipality, self._words.language)

    def tier(self, tier: str) -> str:
        return self._words.say(f"tier.{tier}") if f"tier.{tier}" in self._words else tier

    def municipalities(self, run: Run) -> list[str]:
        """Municipalities of areas and sites, in the order of their names."""
        found = pd.concat([run.tables[table]["municipality"] for table in ("areas", "sites")]).unique()
        return self._words.sorted(found, key=self.municipality)
