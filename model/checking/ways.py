"""Checks of the ways of being there: schools and their pupils, mobile units and their stops, evenings, types of room."""

from __future__ import annotations

from collections.abc import Iterator

from model.premises import SETTINGS, TIERS, plan_tiers, setting_of
from model.reading.places import Finding
from model.reading.words import did_you_mean, few

PUPIL_BANDS = ("age_3_6", "age_7_12", "age_13_15", "age_16_17")
WORDS = {"own": "campuses, stations and local stations", "school": "schools", "mobile": "stops of mobile units"}
ROUNDING = 1e-6


def mixed_tiers(inputs) -> Iterator[Finding]:
    """School premises and stops of mobile units are sites of their own."""
    table = inputs["sites"]
    for row in table.rows("tiers").itertuples():
        if len({SETTINGS.get(tier, "own") for tier in row.tiers}) > 1:
            yield table.finding(row.Index, "tiers", "tiers of one kind", "Write a row for each kind: one place may have several.",
                                f"the site may be {' or '.join(row.tiers)}, but school premises and mobile stops are sites of "
                                "their own")


def mode_of_other_setting(inputs) -> Iterator[Finding]:
    """The tiers of a mode are of its setting."""
    table = inputs["modes"]
    for row in table.rows("mode", "setting", "tiers").itertuples():
        wrong = [tier for tier in row.tiers if SETTINGS.get(tier, "own") != row.setting]
        if wrong:
            yield table.finding(row.Index, "tiers", " or ".join(tier for tier in TIERS if SETTINGS.get(tier, "own") == row.setting),
                                "Take them out, empty the cell, or look at setting.",
                                f"{row.mode} is for {WORDS[row.setting]} (setting {row.setting}), but its tiers name {few(wrong)}")


def mode_without_tier(inputs) -> Iterator[Finding]:
    """Each mode of a service has a tier of the service it is for, and each tier a mode."""
    table, modes = inputs["services"], inputs["modes"].frame.set_index("mode")
    setting, tiers_of = modes["setting"].to_dict(), {mode: set(tiers or TIERS) for mode, tiers in modes["tiers"].items()}
    for row in table.rows("service", "tiers", "modes").itertuples():
        of_modes, of_tiers = {setting[mode] for mode in row.modes}, {SETTINGS.get(tier, "own") for tier in row.tiers}
        for missing in sorted(of_tiers - of_modes):
            yield table.finding(row.Index, "modes", f"a mode for {WORDS[missing]}", "Add a mode, or take the tier out.",
                                f"{row.service} may be at {WORDS[missing]}, but none of its modes is for them "
                                f"(setting {missing} in modes.csv)")
        for missing in sorted(of_modes - of_tiers):
            modes = few([mode for mode in row.modes if setting[mode] == missing])
            yield table.finding(row.Index, "modes", f"modes for {' or '.join(WORDS[kind] for kind in sorted(of_tiers))}",
                                "Take the mode out, or add the tier.",
                                f"{modes} of {row.service} is for {WORDS[missing]}, where the service may not be")
        for tier in row.tiers:
            here = [mode for mode in row.modes if setting[mode] == SETTINGS.get(tier, "own")]
            if here and not any(tier in tiers_of[mode] for mode in here):
                yield table.finding(row.Index, "modes", f"a mode for the tier {tier}", "Add a mode, or take the tier out.",
                                    f"{row.service} may be at a {tier}, but none of its modes may be used there (tiers in modes.csv)")
        for mode in row.modes:
            if setting[mode] in of_tiers and not tiers_of[mode] & set(row.tiers):
                yield table.finding(row.Index, "modes", f"modes for a {' or '.join(row.tiers)}", "Take the mode out, or add the tier.",
                                    f"{mode} of {row.service} is for a {' or '.join(sorted(tiers_of[mode]))} (tiers in modes.csv), where "
                                    "the service may not be")


def pupils_of_no_school(inputs) -> Iterator[Finding]:
    """Pupils are of a site that is a school."""
    table, schools = inputs["pupils"], _schools(inputs)
    for row in table.rows("site").itertuples():
        if row.site not in schools:
            yield table.finding(row.Index, "site", "a site whose tier is school", "Look at tiers in sites.csv.",
                                f"{row.site} is no school")


def school_without_pupils(inputs) -> Iterator[Finding]:
    """A school has pupils, or nobody can be served there."""
    table = inputs["sites"]
    with_pupils, schools = set(inputs["pupils"].frame["site"]), _schools(inputs)
    for row in table.rows("site", "tiers", "tier_today").itertuples():
        if row.site in schools - with_pupils:
            yield table.finding(row.Index, "site", "a site of pupils.csv", "Add the school's pupils, or delete the site.",
                                f"{row.site} is a school without pupils, so nobody can be served there")


def pupils_beyond_area(inputs) -> Iterator[Finding]:
    """No area sends more than all of its children of an age band to schools, and none to the same school twice."""
    table = inputs["pupils"]
    sent: dict[tuple, float] = {}
    schools: dict[tuple, set[str]] = {}
    for row in table.rows("site", "area", "groups", "share").itertuples():
        for band in row.groups:
            place = (row.area, band)
            sent[place] = sent.get(place, 0.0) + row.share
            if row.site in schools.setdefault(place, set()):
                yield table.finding(row.Index, "groups", "age bands given once", "Keep one of the two.",
                                    f"{row.site} has the {band} of {row.area} in two rows")
            elif sent[place] > 1 + ROUNDING:
                yield table.finding(row.Index, "share", f"at most {max(1 - sent[place] + row.share, 0):g}", "Lower the shares.",
                                    f"{sent[place]:.0%} of the {band} of {row.area} go to schools")
            schools[place].add(row.site)


def school_service_without_pupils(inputs) -> Iterator[Finding]:
    """A service that schools may host is used by some age band that goes to school."""
    table, demand = inputs["services"], inputs["demand"].frame
    for row in table.rows("service", "tiers").itertuples():
        groups = {group for cell in demand.loc[demand["service"] == row.service, "groups"] for group in cell}
        if "school" in row.tiers and groups and not groups & set(PUPIL_BANDS):
            yield table.finding(row.Index, "tiers", "tiers other than school",
                                "Give its demand by age band, or take the tier out.",
                                f"{row.service} may be at schools, but its demand is of {few(sorted(groups))}: none of its visits "
                                "would be a pupil's")


def stop_out_of_reach(inputs) -> Iterator[Finding]:
    """Some mobile unit can drive to a stop and back within its day."""
    table, case = inputs["sites"], inputs.case
    for row in case.sites.itertuples():
        if row.site in case.stops and row.site not in set(case.vehicle_stops["site"]):
            yield table.finding(row.Index, "tiers", "a stop of some mobile unit", "Add a mobile unit to vehicles.csv, or delete the site.",
                                f"{row.site} is a stop, but no mobile unit can drive there and back within its day")


def unit_without_stops(inputs) -> Iterator[Finding]:
    """A mobile unit has a stop to visit."""
    table, case = inputs["vehicles"], inputs.case
    for row in case.vehicles.itertuples():
        if row.vehicle not in set(case.vehicle_stops["vehicle"]):
            yield table.finding(row.Index, "vehicle", "a unit with a stop within its day's drive",
                                "Add sites of tier mobile_stop, or delete the unit.", f"{row.vehicle} has no stop it could visit")


def crew_travels_for_nothing(inputs) -> Iterator[Finding]:
    """The people on board of a mobile unit drive in working time."""
    table = inputs["modes"]
    for row in table.rows("mode", "setting", "visiting").itertuples():
        if row.setting == "mobile" and not row.visiting:
            yield table.finding(row.Index, "visiting", "yes", "Write yes.",
                                f"{row.mode} is for mobile units, but its people's drive takes none of their working time")


def evening_beyond_day(inputs) -> Iterator[Finding]:
    """Evening hours are some of the open hours."""
    table = inputs["modes"]
    for row in table.rows("hours_per_day", "evening_hours_per_day").itertuples():
        if row.evening_hours_per_day > row.hours_per_day:
            yield table.finding(row.Index, "evening_hours_per_day", f"at most {row.hours_per_day:g}", "Look at hours_per_day.",
                                f"{row.evening_hours_per_day:g} of {row.hours_per_day:g} open hours are in the evening")


def evening_without_volunteers(inputs) -> Iterator[Finding]:
    """Every profession that would work evenings has volunteers."""
    table, case = inputs["services"], inputs.case
    late = set(case.modes.loc[case.modes["evening_hours_per_day"] > 0, "mode"])
    willing = set(case.professions.loc[case.professions["volunteer_share"] > 0, "profession"])
    works = case.staffing[(case.staffing["hours_per_visit"] > 0) | (case.staffing["present_per_open_day"] > 0)]
    for row in case.services.itertuples():
        unwilling = sorted(set(works.loc[works["service"] == row.service, "profession"]) - willing)
        if late & set(row.modes) and unwilling:
            yield table.finding(row.Index, "modes", "modes without evening hours, or volunteers",
                                "Fill in volunteer_share in professions.csv, or take the mode out.",
                                f"{few(sorted(late & set(row.modes)))} of {row.service} is open in the evening, but nobody among "
                                f"{few(unwilling)} volunteers")


def unusable_upside_down(inputs) -> Iterator[Finding]:
    """The first unusable day is not after the last."""
    table = inputs["sites"]
    for row in table.rows("unusable_from", "unusable_until").itertuples():
        if row.unusable_from and row.unusable_until and row.unusable_from > row.unusable_until:
            yield table.finding(row.Index, "unusable_from", f"at most {row.unusable_until}", "Are the two swapped?",
                                f"the site is unusable from {row.unusable_from} until {row.unusable_until}")


def dates_without_unusable(inputs) -> Iterator[Finding]:
    """Dates of being unusable go with the status unusable."""
    table = inputs["sites"]
    for row in table.rows("status", "unusable_from", "unusable_until").itertuples():
        for column in ("unusable_from", "unusable_until"):
            if getattr(row, column) and row.status != "unusable":
                yield table.finding(row.Index, column, "empty, or the status unusable", "Write unusable, or empty the date.",
                                    f"a date is given but the status is {row.status}, so it says nothing")


def typed_rooms_beyond_site(inputs) -> Iterator[Finding]:
    """The rooms of a site's types are no more than its rooms; a stop of mobile units has none of its own."""
    table, sites = inputs["room_types"], inputs["sites"].frame
    rooms, counted = dict(zip(sites["site"], sites["rooms"])), {}
    for row in table.rows("site", "rooms").itertuples():
        counted[row.site] = counted.get(row.site, 0.0) + row.rooms
        if counted[row.site] > rooms.get(row.site, counted[row.site]) + ROUNDING:
            yield table.finding(row.Index, "rooms", f"at most {rooms[row.site] - counted[row.site] + row.rooms:g}",
                                "Look at rooms in sites.csv.",
                                f"{row.site} has {rooms[row.site]:g} rooms, but {counted[row.site]:g} by type")


def room_type_nowhere(inputs) -> Iterator[Finding]:
    """The type of room a service needs is at some site, where sites tell their rooms apart."""
    table, types = inputs["services"], inputs["room_types"].frame
    for row in table.rows("room_type").itertuples():
        if row.room_type and row.room_type not in set(types["room_type"]):
            yield table.finding(row.Index, "room_type", "a type of room_types.csv", did_you_mean(row.room_type, set(types["room_type"]))
                                or "Add the rooms, or leave it empty for any room.", f"no site has a room of type {row.room_type}")


def _schools(inputs) -> set[str]:
    return {row.site for row in inputs["sites"].frame.itertuples() if setting_of(plan_tiers(row)) == "school"}
