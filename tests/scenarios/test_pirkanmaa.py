"""Pirkanmaa's scenarios: each checks, says who raises it, and changes what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.checking.network import Network
from model.scenarios.read import list_scenarios

FOLDER = Path(__file__).parents[2] / "inputs" / "pirkanmaa"
NEUVOLA = ("maternity_clinic", "child_health_clinic")
SOURCES = ("Pirkanmaa, conclusions from the feedback", "Keski-Suomi, family services of early support")


@pytest.fixture(scope="module")
def scenarios():
    return {checked.scenario.name: checked for checked in list_scenarios(FOLDER)}


def hosts(case, service: str) -> set[str]:
    """Sites that may host a service."""
    network = Network(case)
    return {site for site, may in zip(network.sites, network.hostable[network.service_at[service]]) if may}


def test_each_checks_and_says_who_raises_it(scenarios):
    for name, checked in scenarios.items():
        assert not checked.errors, (name, [problem.sentence() for problem in checked.errors])
        assert any(source in checked.scenario.why for source in SOURCES), name
        assert len(checked.scenario.changes) > 0


@pytest.mark.parametrize("site", ["juupajoki", "kihnio", "punkalaidun", "ruovesi", "vesilahti"])
def test_a_closed_neuvola_is_nowhere_in_its_municipality(scenarios, site):
    """Each of the five has one site besides schools and a stop of the mobile unit; nothing but the neuvola changes there."""
    case = scenarios[f"close_neuvola_{site}"].case
    town = case.sites.set_index("site").at[site, "municipality"]
    of_town = case.sites.loc[case.sites["municipality"] == town, "site"]
    assert [name for name in of_town if case.settings_of_sites[name] == "own"] == [site]
    assert site not in hosts(case, "maternity_clinic") | hosts(case, "child_health_clinic") and site in hosts(case, "home_service")
    promised = set(zip(case.guarantees["municipality"], case.guarantees["service"]))
    assert not promised & {(town, service) for service in NEUVOLA} and len(promised) == (2 if site == "punkalaidun" else 3)
    assert site not in hosts(scenarios["close_neuvola_all_five"].case, "maternity_clinic")


def test_concentration(scenarios):
    first, milder = (scenarios[f"concentration_{name}"].case.services.set_index("service") for name in ("original", "milder"))
    campuses = {site for site in scenarios["concentration_original"].case.sites["site"] if site.endswith("_campus")}
    for service in ("youth_mental_health", "child_welfare_open_care"):
        assert hosts(scenarios["concentration_original"].case, service) == campuses and first.at[service, "promise_minutes"] == 45
        assert {"campus", "station"} <= set(milder.at[service, "tiers"]) <= {"campus", "station", "school"}
        assert milder.at[service, "critical_mass_rule"] == "hard"
        assert milder.at[service, "critical_mass_fte"] > 0


def test_births_nurses_and_remote_visits(scenarios):
    base = scenarios["keep_kihnio"].case
    births = scenarios["births_minus_15_per_cent"].case
    assert births.areas["age_0_2"].sum() == pytest.approx(0.85 * base.areas["age_0_2"].sum(), rel=1e-9)
    assert births.visits["maternity_clinic"].sum() == pytest.approx(0.85 * base.visits["maternity_clinic"].sum(), rel=1e-9)
    nurses = scenarios["one_nurse_in_ten_missing"].case
    people = [case.professions.set_index("profession").at["public_health_nurse", "fte_available"] for case in (nurses, base)]
    assert people[0] == pytest.approx(0.9 * people[1]) and nurses.settings.allow_unmet is True
    remote = scenarios["remote_40_per_cent"].case.services.set_index("service")["remote_share_max"]
    before = base.services.set_index("service")["remote_share_max"]
    assert set(remote[remote != before]) == {0.4} and remote["family_law"] == 0.4
    assert set(before[remote != before].index) == {service for service in before.index if 0.2 <= before[service] < 0.4}


def test_sites(scenarios):
    sites = {name: checked.case.sites.set_index("site") for name, checked in scenarios.items()}
    assert sites["campus_kauppi_unusable"].at["kauppi_campus", "status"] == "unusable"
    assert sites["keep_kihnio"].at["kihnio", "status"] == "must_keep"
    assert set(scenarios["keep_kihnio"].case.locks["lock"]) == {"must_host"}
    assert (sites["keep_stations_north"].loc[["mantta", "parkano", "virrat"], "status"] == "must_keep").all()
    moved, base = sites["move_station_mantta"], sites["keep_kihnio"]
    assert moved.at["mantta", "status"] == "must_close" and "station" in moved.at["vilppula", "tiers"]
    for column in ("rooms", "cost_station_keur", "cost_local_station_keur", "partner_staff_per_day"):
        assert moved.at["vilppula", column] == base.at["mantta", column]
