"""Checks of staff areas, their pools, the staff bank, deadlines, norms by staff area, supervision."""

from __future__ import annotations

from collections.abc import Iterator

from model.reading.places import Finding, Place
from model.reading.words import amount, did_you_mean, few

ROUNDING_FTE = 0.01  # figures of a table are rounded


def unknown_staff_area(inputs) -> Iterator[Finding]:
    """Staff areas of other tables are those the sites name."""
    known = set(inputs["sites"].frame["staff_area"]) - {""}
    for name in ("areas", "pools", "deadlines"):
        table = inputs[name]
        for row in table.rows("staff_area").itertuples():
            if row.staff_area and row.staff_area not in known:
                yield table.finding(row.Index, "staff_area", "a staff area of sites.csv",
                                    did_you_mean(row.staff_area, known) or f"Known are {few(sorted(known)) or 'none'}.")


def pool_missing(inputs) -> Iterator[Finding]:
    """A profession with people by staff area has a row for each staff area that has sites."""
    pools = inputs["pools"].frame
    areas = dict.fromkeys(area for area in inputs["sites"].frame["staff_area"] if area)
    there = set(zip(pools["staff_area"], pools["profession"]))
    for profession in dict.fromkeys(pools["profession"]):
        missing = [area for area in areas if (area, profession) not in there]
        if missing:
            yield Finding(Place("pools.csv", 0, "staff_area"), profession, "a row for every staff area of sites.csv",
                          "Add the rows (fte_available 0 if there is nobody).",
                          f"{profession} has people by staff area but no row for {few(missing)}")


def pools_do_not_add_up(inputs) -> Iterator[Finding]:
    """The people of all staff areas and of the staff bank are the county's."""
    table, pools = inputs["professions"], inputs["pools"].frame
    bank = inputs["staff_bank"].frame.groupby("profession")["fte"].sum()
    by_profession = pools.groupby("profession")["fte_available"].sum()
    for row in table.rows("profession", "fte_available").itertuples():
        if row.profession in by_profession:
            parts = by_profession[row.profession] + bank.get(row.profession, 0.0)
            if abs(parts - row.fte_available) > ROUNDING_FTE:
                yield table.finding(row.Index, "fte_available", f"the {amount(parts)} FTE of pools.csv and staff_bank.csv",
                                    "Everybody is in one staff area or in the bank: make the figures agree.",
                                    f"there are {amount(row.fte_available)} FTE of {row.profession}, but the staff areas and "
                                    f"the bank have {amount(parts)}")


def bank_without_pools(inputs) -> Iterator[Finding]:
    """A staff bank sends people to staff areas, so its profession has people by staff area."""
    table, pooled = inputs["staff_bank"], set(inputs["pools"].frame["profession"])
    for row in table.rows("profession").itertuples():
        if row.profession not in pooled:
            yield table.finding(row.Index, "profession", "a profession with rows in pools.csv",
                                "Add its staff areas to pools.csv, or delete the row.",
                                f"{row.profession} has a staff bank but no people by staff area, so nobody can be sent")


def fewer_recruits_in_areas(inputs) -> Iterator[Finding]:
    """People who could be recruited in the county can be found in its staff areas."""
    table, by_profession = inputs["professions"], inputs["pools"].frame.groupby("profession")["recruitable_fte"].sum()
    for row in table.rows("profession", "recruitable_fte").itertuples():
        if row.recruitable_fte > by_profession.get(row.profession, row.recruitable_fte) + ROUNDING_FTE:
            most = amount(by_profession[row.profession])
            yield table.finding(row.Index, "recruitable_fte", f"at most {most}, what can be found in the staff areas",
                                "Fill in recruitable_fte in pools.csv, or lower it here.",
                                f"{amount(row.recruitable_fte)} FTE of {row.profession} could be recruited, but only {most} "
                                "in its staff areas")


def deadline_without_staffing(inputs) -> Iterator[Finding]:
    """The profession of a deadline works in each of its services."""
    table, staffing = inputs["deadlines"], inputs["staffing"].frame
    works = set(zip(staffing["service"], staffing["profession"]))
    for row in table.rows("services", "profession").itertuples():
        idle = [service for service in row.services if (service, row.profession) not in works]
        if idle:
            yield table.finding(row.Index, "profession", f"a profession of {few(idle)} in staffing.csv",
                                "Add the row to staffing.csv, or leave the service out.",
                                f"{row.profession} does not work in {few(idle)}, so its people cannot handle the cases")


def deadline_out_of_reach(inputs) -> Iterator[Finding]:
    """Some number of people brings the target share of the cases within the deadline."""
    from model.teams import queue

    table = inputs["deadlines"]
    for row in table.rows().itertuples():
        try:
            queue(inputs.case, row.Index, 1.0)
        except ValueError as error:
            yield table.finding(row.Index, "target_share", "a share below 1 that people can reach",
                                "Lower the target, or give more days or fewer hours a case.",
                                f"no number of people meets the deadline: {error}")


def mode_rarer_than_deadline(inputs) -> Iterator[Finding]:
    """Modes of a service with a deadline come often enough for it."""
    from model.teams import WORKING_DAYS

    table, days = inputs["deadlines"], inputs["modes"].frame.set_index("mode")["days_per_week"]
    modes_of = dict(zip(inputs["services"].frame["service"], inputs["services"].frame["modes"]))
    for row in table.rows("services", "deadline_days", "first_contact_remote").itertuples():
        if row.first_contact_remote:
            continue
        rare = dict.fromkeys(mode for service in row.services for mode in modes_of[service]
                             if WORKING_DAYS / days[mode] > row.deadline_days * (1 + 1e-9))
        if rare:
            yield table.finding(row.Index, "deadline_days", f"at least {WORKING_DAYS / min(days[mode] for mode in rare):g}",
                                "Fill in first_contact_remote if the first contact is remote.",
                                f"{few(rare)} come{'s' if len(rare) == 1 else ''} more rarely than every {row.deadline_days:g} working "
                                f"days, so {few(row.services)} cannot use {'it' if len(rare) == 1 else 'them'}")


def area_without_staff_area(inputs) -> Iterator[Finding]:
    """Where a norm holds by staff area, every area belongs to one."""
    table, staffing = inputs["areas"], inputs["staffing"].frame
    if not ((staffing["norm_scope"] == "staff_area") & staffing["norm_people_per_fte"].notna()).any():
        return
    for row in table.rows("area", "staff_area").itertuples():
        if not row.staff_area:
            yield table.finding(row.Index, "staff_area", "filled in", "Fill in the staff area, or choose norm_scope county.",
                                f"a norm of staffing.csv holds in each staff area, but {row.area} belongs to none")


def supervises_itself(inputs) -> Iterator[Finding]:
    """Supervisors lead another profession."""
    table = inputs["supervision"]
    for row in table.rows("supervisor", "supervised").itertuples():
        if row.supervisor == row.supervised:
            yield table.finding(row.Index, "supervised", "another profession", "Give the supervisors a profession of their own.",
                                f"{row.supervisor} supervises itself")


def unknown_team(inputs) -> Iterator[Finding]:
    """Teams that are not integrated somewhere are integrated elsewhere."""
    table, known = inputs["separate_teams"], set(inputs["staffing"].frame["team"]) - {""}
    for row in table.rows("team").itertuples():
        if row.team not in known:
            yield table.finding(row.Index, "team", "a team of staffing.csv",
                                did_you_mean(row.team, known) or f"Known are {few(sorted(known)) or 'none'}.")
