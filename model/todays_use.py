"""Today's use of sites: which part of an area's visits to a service goes where today, and how far.

Families go to the nearest host of today, the first in file order among equals, also beyond the travel limit; pupils go to their
own school where it hosts the service, and only they. What is remote today goes to no site.
"""

from __future__ import annotations

import numpy as np
import pandas as pd


def hosts_today(case, service: str) -> list[str]:
    """Sites that host a service today, in file order."""
    hosts = set(case.hosting.loc[case.hosting["service"] == service, "site"])
    return [site for site in case.sites["site"] if site in hosts]


def todays_use(case) -> pd.DataFrame:
    """Columns area, service, site, share (of the area's visits to the service): pupils' shares first, service by service."""
    remote = case.services.set_index("service")["remote_share_today"]
    needs, parts = case.visits.to_numpy() > 0, []
    for column, service in enumerate(case.services["service"]):
        areas, hosts = case.visits.index[needs[:, column]], hosts_today(case, service)
        at_site = 1 - float(remote[service])
        at_school = _at_school(case, service, areas, hosts, at_site)
        parts.append(at_school)
        others = [site for site in hosts if site not in case.schools]
        if others:
            left = at_site - at_school.groupby("area")["share"].sum().reindex(areas).fillna(0.0).to_numpy(float)
            nearest = case.minutes.loc[areas, others].to_numpy().argmin(axis=1)
            sites = np.array(others, dtype=object)[nearest]
            parts.append(pd.DataFrame({"area": areas, "service": service, "site": sites, "share": left}))
    columns = ["area", "service", "site", "share"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def todays_minutes(case) -> pd.DataFrame:
    """Minutes to the nearest site that hosts the service today, schools apart: areas x services, NaN where none does."""
    found = {}
    for service in case.services["service"]:
        others = [site for site in hosts_today(case, service) if site not in case.schools]
        found[service] = case.minutes[others].min(axis=1) if others else pd.Series(np.nan, index=case.minutes.index)
    return pd.DataFrame(found, index=case.minutes.index, dtype=float)


def _at_school(case, service: str, areas: pd.Index, hosts: list[str], at_site: float) -> pd.DataFrame:
    """Visits of pupils of the schools that host the service, of the part that goes to sites."""
    shares = case.pupil_shares
    mine = shares[(shares["service"] == service) & shares["site"].isin(hosts) & shares["area"].isin(areas)]
    return mine.drop(columns="pupil_share").assign(share=mine["pupil_share"] * at_site)
