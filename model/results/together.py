"""Together in the tables: where bundles are whole, and which visits are received beside the services and partners wanted there."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd

from model.results.figures import Figures
from model.sharing import rules_of, sites_of

BUNDLE_COLUMNS = ["together", "name", "site", "services_there", "missing", "complete"]
COMPANION_COLUMNS = ["together", "service", "companion", "visits", "apart_visits", "weight"]


def bundles(figures: Figures) -> pd.DataFrame:
    """The table bundles: the sites of each bundle where some service of it is."""
    hosted = figures.plan.hosting.groupby("site")["service"].agg(set)
    rows = []
    for row in rules_of(figures.case.together, "bundle"):
        for site in sites_of(figures.case.sites, row):
            there = hosted.get(site, set()) & set(row.services)
            if there:
                missing = [k for k in row.services if k not in there]
                missing += [partner for partner in row.partners if partner not in figures.sites.at[site, "partners"]]
                rows.append((row.together, row.name, site, float(len(there)), "|".join(missing), not missing))
    return pd.DataFrame(rows, columns=BUNDLE_COLUMNS)


def companions(figures: Figures) -> pd.DataFrame:
    """The table companions: for each wish, service and companion the visits received and those received apart from it."""
    volume = _received(figures)
    present = set(zip(figures.plan.hosting["service"], figures.plan.hosting["site"]))
    present |= {(partner, site) for site, partners in figures.sites["partners"].items() for partner in partners}
    rows = []
    for row in rules_of(figures.case.together, "should_share"):
        sites = sites_of(figures.case.sites, row)
        pairs = [*permutations(row.services, 2), *((k, partner) for k in row.services for partner in row.partners)]
        for service, companion in pairs:
            visits = {site: volume.get((service, site), 0.0) for site in sites}
            apart = sum(count for site, count in visits.items() if (companion, site) not in present)
            rows.append((row.together, service, companion, sum(visits.values()), apart, row.weight))
    return pd.DataFrame(rows, columns=COMPANION_COLUMNS).astype(dict.fromkeys(COMPANION_COLUMNS[3:], float))


def apart_visits(figures: Figures) -> float:
    """Visits a year received apart from what is wanted beside them, by the weights of the wishes."""
    table = companions(figures)
    return float((table["apart_visits"] * table["weight"]).sum())


def _received(figures: Figures) -> dict[tuple[str, str], float]:
    """Visits a year received at a site (home visits not counted), by service and site."""
    received = figures.received["visits"]
    home = figures.services["home_visit_share"].reindex(received.index.get_level_values("service")).to_numpy(float)
    return (received * (1 - home)).to_dict()


def visits_beside_partners(figures: Figures) -> tuple[np.ndarray, np.ndarray]:
    """(service, site): visits received, and those of them where some partner is in the building."""
    visits = np.zeros((len(figures.services), len(figures.sites)))
    for (service, site), count in _received(figures).items():
        visits[figures.services.index.get_loc(service), figures.sites.index.get_loc(site)] = count
    return visits, visits * np.array([len(partners) > 0 for partners in figures.sites["partners"]], dtype=bool)
