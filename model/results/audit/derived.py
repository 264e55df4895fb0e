"""Audit of the columns that follow from decisions: every one is worked out again and must agree with its table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.results.audit.comparison import Comparison, rule, same
from model.results.audit.staffing import needed_fte, norm_staff

UNITS = {"staff_fte": "FTE", "workload_hours": "hours a year"}


def _places(ids: list[str], values: pd.Series) -> np.ndarray:
    """Positions of ids; an id that does not exist takes the first and is reported by `ids_exist`."""
    return np.maximum(pd.Index(ids).get_indexer(values), 0)


@rule
def open_sites_agree(given, decided):
    """The table of open sites agrees with the decisions: services, people, rooms, cost."""
    frame, sites = decided.tables["open_sites"], given.tables["sites"]
    j = _places(given.sites, frame["site"])
    cost = [np.nan_to_num(given.number("sites", f"cost_{tier}_keur")[place]) if tier in given.tiers else np.nan
            for place, tier in zip(j, frame["tier"])]
    expected = {
        "name": sites["name"].to_numpy()[j], "municipality": sites["municipality"].to_numpy()[j],
        "tier_today": sites["tier_today"].to_numpy()[j], "services": decided.host.sum(axis=0)[j],
        "longest_presence_days": decided.days.max(axis=0, initial=0.0)[j], "staff_fte": decided.staff.sum(axis=(0, 1))[j],
        "room_days_used": decided.room_days.sum(axis=0)[j], "room_days_available": decided.room_days_there[j],
        "cost_keur": np.array(cost, dtype=float)}
    return [same("open_sites", frame, column, values, frame["site"]) for column, values in expected.items()]


@rule
def hosted_services_agree(given, decided):
    """The table of hosted services agrees with the decisions: days, visits, people, in numbers and as text."""
    frame = decided.tables["hosted_services"]
    k, j = _places(given.services, frame["service"]), _places(given.sites, frame["site"])
    days = given.number("modes", "days_per_week")[_places(given.modes, frame["mode"])]
    labels = frame["service"] + " at " + frame["site"]
    expected = {"days_per_week": days, "visits": decided.visits_at[k, j], "staff_fte": decided.staff.sum(axis=1)[k, j],
                "staff": _staff_text(given, decided, k, j)}
    return [same("hosted_services", frame, column, values, labels) for column, values in expected.items()]


def _staff_text(given, decided, k, j) -> np.ndarray:
    """`profession FTE, ...` of each hosted service, FTE to two decimals."""
    teams = [zip(given.professions, decided.staff[service, :, site]) for service, site in zip(k, j)]
    return np.array([", ".join(f"{p} {fte:.2f}" for p, fte in team if fte > 1e-9) for team in teams], dtype=object)


@rule
def visits_are_counted(given, decided):
    """Visits at a host are those assigned to it."""
    frame = decided.tables["hosted_services"]
    k, j = _places(given.services, frame["service"]), _places(given.sites, frame["site"])
    return same("hosted_services", frame, "visits", decided.visits_at[k, j], frame["service"] + " at " + frame["site"])


@rule
def home_driving_is_counted(given, decided):
    """Driving to home visits follows the assigned areas."""
    table = decided.tables["staff"]
    frame = table[table["site"] != ""]
    k, p, j = (_places(ids, frame[c]) for ids, c in ((given.services, "service"), (given.professions, "profession"),
                                                     (given.sites, "site")))
    labels = frame["service"] + ", " + frame["profession"] + ", " + frame["site"]
    return same("staff", frame, "home_travel_hours", decided.home_travel_hours[k, p, j], labels)


@rule
def assignments_agree(given, decided):
    """The table of assignments agrees with demand, minutes and travel limits."""
    frame = decided.tables["assignments"]
    i, k, j = (_places(ids, frame[c]) for ids, c in ((given.areas, "area"), (given.services, "service"), (given.sites, "site")))
    at_site, bought = (frame["channel"].to_numpy() == channel for channel in ("site", "purchased"))
    minutes = np.where(at_site, given.minutes[i, j],
                       np.where(bought, given.number("services", "purchase_minutes")[k], np.nan))
    limit = given.number("services", "travel_limit_minutes")[k]
    labels = frame["area"] + ", " + frame["service"] + ", " + frame["site"]
    expected = {"visits": given.visits[i, k] * frame["share"].to_numpy(float), "travel_minutes": minutes,
                "beyond_limit": at_site & (minutes > limit)}
    return [same("assignments", frame, column, values, labels) for column, values in expected.items()]


@rule
def bypasses_agree(given, decided):
    """The table of bypasses agrees with demand."""
    frame = decided.tables["bypasses"]
    i, k = _places(given.areas, frame["area"]), _places(given.services, frame["service"])
    expected = given.visits[i, k] * frame["share"].to_numpy(float)
    return same("bypasses", frame, "visits", expected, frame["area"])


@rule
def staff_agrees(given, decided):
    """The table of staff agrees with the work that visits and teams take, and holds the staff of remote work."""
    table, result = decided.tables["staff"], []
    at_site = {"workload_hours": decided.workload_hours, "home_travel_hours": decided.home_travel_hours,
               "base_travel_hours": decided.base_travel_hours}
    frame = table[table["site"] != ""]
    k, p, j = (_places(ids, frame[c]) for ids, c in ((given.services, "service"), (given.professions, "profession"),
                                                     (given.sites, "site")))
    labels = frame["service"] + ", " + frame["profession"] + ", " + frame["site"]
    result += [same("staff", frame, column, values[k, p, j], labels) for column, values in at_site.items()]
    frame = table[table["site"] == ""]
    for column, expected in (("staff_fte", decided.remote_fte), ("workload_hours", decided.remote_hours)):
        found = frame.groupby(["service", "profession"])[column].sum().unstack()
        found = found.reindex(index=given.services, columns=given.professions).fillna(0).to_numpy(float)
        result.append(Comparison(found, expected, (given.services, given.professions), UNITS[column], equal=True))
    nothing = np.zeros(len(frame))
    return [*result, *(same("staff", frame, column, nothing, frame["service"] + " remote")
                       for column in ("home_travel_hours", "base_travel_hours"))]


@rule
def professions_agree(given, decided):
    """The table of professions agrees with the pools and the staff used."""
    frame = decided.tables["professions"]
    p = _places(given.professions, frame["profession"])
    used, leading = decided.profession_fte[p], decided.supervisors[p]
    available = given.number("professions", "fte_available")[p]
    cost = (decided.costs["staff"] + decided.costs["recruiting"] + decided.costs["staff_bank"])[p]
    road = (decided.bank.sum(axis=0) * given.bank("travel_share"))[p]
    spare = available + decided.recruit[p] - used - leading - road
    expected = {"fte_available": available, "staff_fte": used, "supervisor_fte": leading,
                "bank_travel_fte": road, "spare_fte": spare, "cost_keur": cost}
    return [same("professions", frame, column, values, frame["profession"]) for column, values in expected.items()]


@rule
def norms_agree(given, decided):
    """The table of norms agrees with the people they count and the staff there is."""
    frame, staffing = decided.tables["norms"], given.tables["staffing"].set_index(["service", "profession"], drop=False)
    rows = staffing.reindex(pd.MultiIndex.from_frame(frame[["service", "profession"]]))
    known = rows["service"].notna().to_numpy() & frame["staff_area"].isin(["", *given.areas_of_staff_areas]).to_numpy()
    frame, rows, areas = frame[known], rows[known], list(frame["staff_area"][known])
    k, p = _places(given.services, frame["service"]), _places(given.professions, frame["profession"])
    staff = np.array([norm_staff(given, decided, *place) for place in zip(k, p, areas)], dtype=float)
    needed = np.array([needed_fte(given, row, area) for row, area in zip(rows.itertuples(), areas)], dtype=float)
    per_fte = rows["norm_people_per_fte"].to_numpy(float)
    soft = (rows["norm_rule"] == "soft").to_numpy()
    missing = np.where(soft, frame["shortfall_fte"].to_numpy(float), np.maximum(needed - staff, 0))
    expected = {"norm_rule": rows["norm_rule"].to_numpy(), "people": needed * per_fte, "norm_people_per_fte": per_fte,
                "needed_fte": needed, "staff_fte": staff, "shortfall_fte": missing}
    labels = frame["service"] + ", " + frame["profession"] + ", " + frame["staff_area"]
    found = [same("norms", frame, column, values, labels) for column, values in expected.items()]
    if len(given.tables["staff_today"]):
        county = (frame["staff_area"] == "").to_numpy()
        found.append(same("norms", frame[county], "today_fte", _staff_today(given)[k, p][county], labels[county]))
    return found


def _staff_today(given) -> np.ndarray:
    """(k, p) today's staff at sites and of today's remote visits."""
    remote_visits = given.visits.sum(axis=0) * given.number("services", "remote_share_today")
    staff = given.work("hours_per_visit") * remote_visits[:, None] / given.number("professions", "productive_hours")[None]
    for row in given.records("staff_today"):
        staff[given.services.index(row["service"]), given.professions.index(row["profession"])] += row["staff_fte"]
    return staff


@rule
def rooms_agree(given, decided):
    """The table of rooms has every site in use and agrees with what is taken there."""
    frame = decided.tables["rooms"]
    j = _places(given.sites, frame["site"])
    used, available = decided.room_days.sum(axis=0), decided.room_days_there
    expected = {"rooms": given.rooms[j], "room_days_used": used[j], "room_days_available": available[j],
                "excess_room_days": np.maximum(used - available, 0)[j]}
    in_use = (decided.is_open > 0) | (used > 0)
    missing = Comparison(in_use.astype(float), np.isin(given.sites, list(frame["site"])), (given.sites,), "rows")
    return [missing, *(same("rooms", frame, column, values, frame["site"]) for column, values in expected.items())]
