"""Tables: a plan as the tidy tables of the dictionary (model/schema/results.yaml), beside today's network."""

from __future__ import annotations

import pandas as pd

from model.case import Case
from model.results import pathways, places, residential, terms, together, use, ways
from model.results.background import background
from model.results.changes import changes, trips_of_areas, worst_hit_areas
from model.results.deadlines import deadlines
from model.results.figures import Figures
from model.results.indicators import indicators
from model.results.moves import moves
from model.results.people import pools, supervision
from model.results.plan import SMALLEST_SHARE, Plan
from model.results.typed import typed
from model.schema.dictionary import result_tables

OF_THE_AUDIT = ("audit", "broken_rules")
OF_THE_SCENARIO = ("scenario_changes",)
OF_EXPLAINING = ("suggestions", "conflicts")


def tables(case: Case, plan: Plan, today: Plan) -> dict[str, pd.DataFrame]:
    """Every table of results.yaml that describes a plan (not those of audit, scenario and explaining), typed, rows in the order of
    the input files."""
    figures = Figures(case, plan)
    figures_today = figures if plan is today else Figures(case, today)
    trips_by_area = trips_of_areas(figures, figures_today)
    frames = {
        "open_sites": open_sites(figures),
        "hosted_services": hosted_services(figures),
        "assignments": figures.trips,
        "bypasses": terms.bypasses(figures),
        "staff": figures.staff,
        "professions": professions(figures),
        "pools": pools(figures),
        "supervision": supervision(figures),
        "evening_work": ways.evening_work(figures),
        "vehicles": ways.vehicles(figures),
        "stop_days": figures.stop_days,
        "deadlines": deadlines(figures),
        "norms": figures.norms.assign(today_fte=figures_today.norms["staff_fte"]),
        "rooms": rooms(figures),
        "joint_visits": pathways.joint_visits(figures),
        "pathways": pathways.pathways(figures, figures_today),
        "bundles": together.bundles(figures),
        "companions": together.companions(figures),
        "costs": terms.costs(figures),
        "terms": terms.terms(figures),
        "indicators": indicators(figures, figures_today),
        "changes": changes(figures, figures_today),
        "moves": moves(figures, figures_today),
        "residential_care": residential.residential_care(case),
        "residential_years": residential.residential_years(case),
        "worst_hit_areas": worst_hit_areas(trips_by_area),
        "areas": places.areas(case, trips_by_area),
        "sites": places.sites(figures),
        "names": places.names(case),
        "visits": use.visits(figures),
        **background(case, figures_today),
    }
    return {name: _of_dictionary(name, frames[name]) for name in result_tables()
            if name not in (*OF_THE_AUDIT, *OF_THE_SCENARIO, *OF_EXPLAINING)}


def _of_dictionary(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The dictionary's columns of a frame that may hold more. A column it lacks is our fault: KeyError."""
    return typed(name, frame[list(result_tables()[name].columns)])


def open_sites(figures: Figures) -> pd.DataFrame:
    """The open sites with what they host, who works there and what they cost."""
    table = figures.open_sites
    of_site = figures.sites.reindex(table["site"])[["name", "municipality", "tier_today"]].reset_index(drop=True)
    at_site = figures.hosted.groupby("site")
    staff = figures.plan.staff.groupby("site")["staff_fte"].sum()

    def by_site(values):
        return values.reindex(table["site"]).fillna(0).to_numpy(float)

    return pd.concat([table, of_site], axis=1).assign(
        services=by_site(at_site.size()), longest_presence_days=by_site(at_site["days_per_week"].max()),
        staff_fte=by_site(staff), cost_keur=terms.premises_keur(figures))


def hosted_services(figures: Figures) -> pd.DataFrame:
    """The hosting with the staff by profession as text, such as `nurse 2.50, doctor 0.20`."""
    staff = figures.staff[(figures.staff["site"] != "") & (figures.staff["staff_fte"] > SMALLEST_SHARE)]
    words = staff["profession"] + " " + staff["staff_fte"].map("{:.2f}".format)
    text = words.groupby([staff["service"], staff["site"]]).agg(", ".join)
    pairs = pd.MultiIndex.from_frame(figures.hosted[["service", "site"]])
    return figures.hosted.assign(staff=text.reindex(pairs).fillna("").to_numpy())


def professions(figures: Figures) -> pd.DataFrame:
    people = terms.professions(figures)
    return people.assign(cost_keur=people["staff_keur"] + people["recruiting_keur"] + people["bank_keur"])


def rooms(figures: Figures) -> pd.DataFrame:
    """Rooms of every site that is open or hosts something; a site that is not open has no room days."""
    used = figures.hosted.groupby("site")["room_days"].sum()
    is_open = figures.sites.index.isin(figures.open_sites["site"])
    table = figures.sites[is_open | figures.sites.index.isin(used.index)].reset_index(drop=True)
    used = used.reindex(table["site"]).fillna(0).to_numpy(float)
    available = figures.open_sites.set_index("site")["room_days_available"].reindex(table["site"]).fillna(0.0).to_numpy(float)
    rooms = figures.case.rooms.reindex(table["site"]).to_numpy(float)
    return table[["site"]].assign(rooms=rooms, room_days_used=used, room_days_available=available,
                                           excess_room_days=(used - available).clip(min=0))
