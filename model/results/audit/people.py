"""Audit of staff areas, the staff bank and supervision: the people of an area, of the bank and recruits are there, and counted once."""

from __future__ import annotations

import numpy as np

from model.results.audit.comparison import Comparison, rule, same


def _pools(given) -> tuple[np.ndarray, np.ndarray]:
    """Places (staff area, profession) of the rows of pools."""
    return (np.array([given.staff_areas.index(area) for area in given.column("pools", "staff_area")], dtype=int),
            np.array([given.professions.index(p) for p in given.column("pools", "profession")], dtype=int))


def _names(given) -> list[str]:
    return [f"{row['staff_area']}, {row['profession']}" for row in given.records("pools")]


def _staff(given, decided) -> np.ndarray:
    """(staff area, p) staff at the sites of the area."""
    return given.site_in_staff_area @ decided.staff.sum(axis=0).T


@rule
def staff_fits_staff_area(given, decided):
    """Staff at the sites of a staff area is there, recruited there or sent by the staff bank."""
    a, p = _pools(given)
    bank = decided.bank[a, p] * (1 - given.bank("travel_share")[p])
    people = given.number("pools", "fte_available") + decided.area_recruit[a, p] + bank
    return Comparison(_staff(given, decided)[a, p], people, (_names(given),), "FTE")


@rule
def area_recruits_add_up(given, decided):
    """Recruits of a profession with pools are recruited in its staff areas."""
    pooled = np.isin(given.professions, given.column("pools", "profession"))
    return Comparison(decided.recruit, decided.area_recruit.sum(axis=0), (given.professions,), "FTE", equal=True, over=pooled)


@rule
def area_recruits_can_be_found(given, decided):
    """No more people are recruited in a staff area than can be found there."""
    a, p = _pools(given)
    return Comparison(decided.area_recruit[a, p], given.number("pools", "recruitable_fte"), (_names(given),), "FTE")


@rule
def bank_people_are_there(given, decided):
    """The staff bank sends no more people than it has."""
    return Comparison(decided.bank.sum(axis=0), given.bank("fte"), (given.professions,), "FTE")


@rule
def pools_agree(given, decided):
    """The table of pools has every staff area's people and agrees with the staff at its sites."""
    frame, (a, p), names = decided.tables["pools"], _pools(given), _names(given)
    stated = list(frame["staff_area"] + ", " + frame["profession"])
    found = [Comparison(np.array([name not in stated for name in names], dtype=float), 0.0, (names,), "rows")]
    row = np.array([names.index(name) if name in names else -1 for name in stated], dtype=int)
    found.append(Comparison((row < 0).astype(float), 0.0, (stated,), "rows"))
    frame, row = frame[row >= 0], row[row >= 0]
    used, recruit, sent = (values[a, p][row] for values in (_staff(given, decided), decided.area_recruit, decided.bank))
    available, road = given.number("pools", "fte_available")[row], given.bank("travel_share")[p][row]
    price = given.number("pools", "recruit_keur_per_fte")[row]
    per_sent = road * given.number("professions", "cost_keur_per_fte")[p][row] + given.bank("bank_keur_per_fte")[p][row]
    expected = {"fte_available": available, "staff_fte": used, "spare_fte": available + recruit + sent * (1 - road) - used,
                "cost_keur": recruit * price + sent * per_sent}
    labels = frame["staff_area"] + ", " + frame["profession"]
    return [*found, *(same("pools", frame, column, values, labels) for column, values in expected.items())]


@rule
def supervisors_are_enough(given, decided):
    """Supervisors are enough for the people they lead: each profession led takes its staff divided by the span."""
    needed = np.zeros(len(given.professions))
    for row in given.records("supervision"):
        led = given.professions.index(row["supervised"])
        needed[given.professions.index(row["supervisor"])] += decided.profession_fte[led] / row["span"]
    leads = np.isin(given.professions, given.column("supervision", "supervisor"))
    return [Comparison(needed, decided.supervisors, (given.professions,), "FTE", over=leads),
            Comparison(decided.supervisors, 0.0, (given.professions,), "FTE", over=~leads)]


@rule
def supervision_agrees(given, decided):
    """The table of supervision has every pair of professions and agrees with the staff led."""
    frame, records = decided.tables["supervision"], given.records("supervision")
    names = [f"{row['supervised']} by {row['supervisor']}" for row in records]
    stated = list(frame["supervised"] + " by " + frame["supervisor"])
    every = sorted({*names, *stated})
    differs = np.array([(name in names) != (name in stated) for name in every], dtype=float)
    known = np.array([name in names for name in stated], dtype=bool)
    frame, rows = frame[known], [records[names.index(name)] for name in stated if name in names]
    led = decided.profession_fte[np.array([given.professions.index(row["supervised"]) for row in rows], dtype=int)]
    span = np.array([row["span"] for row in rows], dtype=float)
    expected = {"span": span, "supervised_fte": led, "needed_fte": led / span}
    labels = [name for name in stated if name in names]
    return [Comparison(differs, 0.0, (every,), "rows"), *(same("supervision", frame, c, v, labels) for c, v in expected.items())]
