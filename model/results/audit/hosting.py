"""Audit of what the sites host, in which mode, and of the rooms that takes."""

from __future__ import annotations

import numpy as np

from model.results.audit.comparison import Comparison, rule


@rule
def service_may_be_hosted(given, decided):
    """A service is only where some tier and mode permit it and no lock forbids it."""
    return Comparison(decided.host, given.hostable, (given.services, given.sites), "services", over=decided.host > 0)


@rule
def mode_fits_site(given, decided):
    """A mode is one of the service's, may be at some tier of the site, and has no more days than the site is open."""
    labels = (given.services, given.sites, given.modes)
    return Comparison(decided.mode, given.host_modes, labels, "modes", over=decided.mode > 0)


@rule
def service_needs_permitting_tier(given, decided):
    """A service is hosted only at a site open in a tier that permits it."""
    return Comparison(decided.host, given.permits @ decided.tier.T, (given.services, given.sites), "services")


@rule
def mode_needs_permitting_tier(given, decided):
    """A mode with tiers of its own is used only at a site open in one of them."""
    permitted = (given.mode_tiers.astype(int) @ decided.tier.T).T[None]
    stated = np.array([bool(tiers) for tiers in given.column("modes", "tiers")], dtype=bool)[None, None]
    return Comparison(decided.mode, permitted, (given.services, given.sites, given.modes), "modes", over=stated & (decided.mode > 0))


@rule
def service_needs_required_service(given, decided):
    """A service that requires another is only where the other is."""
    pairs = [(k, given.services.index(other)) for k, required in enumerate(given.column("services", "requires_services"))
             for other in required]
    names = [f"{given.services[k]} without {given.services[other]}" for k, other in pairs]
    needing, needed = (np.array([pair[side] for pair in pairs], dtype=int) for side in (0, 1))
    return Comparison(decided.host[needing], decided.host[needed], (names, given.sites), "services")


@rule
def locked_service_is_hosted(given, decided):
    """A service that must be at a site is there."""
    must = given.locked("must_host")
    return Comparison(decided.host, 1, (given.services, given.sites), "services", equal=True, over=must)


@rule
def hosted_service_has_one_mode(given, decided):
    """A hosted service has exactly one mode."""
    return Comparison(decided.mode.sum(axis=2), decided.host, (given.services, given.sites), "modes", equal=True)


@rule
def volume_is_worthwhile(given, decided):
    """A hosted service gets at least its minimum number of visits."""
    minimum = given.number("services", "minimum_visits")[:, None]
    labels = (given.services, given.sites)
    return Comparison(minimum * decided.host, decided.visits_at, labels, "visits a year", over=minimum > 0)


@rule
def municipality_keeps_service(given, decided):
    """A municipality has at least the promised open days of a service, over its sites."""
    municipality, rows = given.column("sites", "municipality"), given.tables["guarantees"]
    days = [decided.days[given.services.index(row.service), municipality == row.municipality].sum()
            for row in rows.itertuples()]
    names = [f"{row.municipality}, {row.service}" for row in rows.itertuples()]
    return Comparison(rows["days_per_week"].to_numpy(float), np.array(days, dtype=float), (names,), "days a week")


@rule
def volume_splits_by_mode(given, decided):
    """Visits received at a site are the assigned visits that are not made at home."""
    at_site = (1 - given.number("services", "home_visit_share"))[:, None] * decided.visits_at
    return Comparison(decided.volume.sum(axis=2), at_site, (given.services, given.sites), "visits a year", equal=True)


@rule
def volume_fits_rooms(given, decided):
    """The rooms taken are enough for the visits received in the mode."""
    room_visits = given.room_visits[:, None, :]
    labels = (given.services, given.sites, given.modes)
    return Comparison(decided.volume, room_visits * decided.rooms_used, labels, "visits a year", size=room_visits)


@rule
def rooms_need_mode(given, decided):
    """A service takes no more rooms than the site has of its type, in its mode only."""
    rooms = given.service_rooms[:, :, None]
    labels = (given.services, given.sites, given.modes)
    return Comparison(decided.rooms_used, rooms * np.minimum(decided.mode, 1), labels, "rooms", size=rooms)


@rule
def mode_takes_its_rooms(given, decided):
    """A hosted service takes at least its minimum of rooms."""
    minimum = given.number("services", "min_rooms")[:, None, None]
    labels = (given.services, given.sites, given.modes)
    return Comparison(minimum * np.minimum(decided.mode, 1), decided.rooms_used, labels, "rooms")


@rule
def rooms_fit_site(given, decided):
    """Rooms times days taken at a site are within its rooms times opening days, at a stop those on board of the mobile units."""
    there, size = decided.room_days_there, given.rooms * given.number("sites", "opening_days")
    return Comparison(decided.room_days.sum(axis=0), there, (given.sites,), "room days a week", size=size)


@rule
def room_types_fit_site(given, decided):
    """Rooms of a type times days taken are within those the site has, where it tells its rooms apart."""
    types = list(dict.fromkeys(kind for kind in given.column("services", "room_type") if kind))
    opening = given.number("sites", "opening_days") * decided.is_open
    over = given.tells_types_apart & (given.setting != "mobile")
    return [Comparison(decided.room_days[given.column("services", "room_type") == kind].sum(axis=0), given.typed_rooms(kind) * opening,
                       ([f"{kind} at {site}" for site in given.sites],), "room days a week", over=over) for kind in types]
