"""The catalogue: every check there is, in one list. A check is a code, its meaning, its severity and a function.

Checks without a function are found while reading, typing and linking; their findings carry the code. The others are given the
Inputs and yield findings. They never repair and never raise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from model.checking import (
    fairness,
    people,
    references,
    screens_demand,
    screens_rules,
    screens_staff,
    screens_teams,
    services,
    sites,
    today,
    together,
    ways,
)
from model.checking.inputs import Inputs
from model.reading.places import Finding

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Check:
    """One check.

    needs: columns (table -> names) and settings ("case" -> paths) that must be whole, or the check waits until they are.
    after: codes that must have found nothing, for the same reason.
    unless: a yes_no setting that makes an error a warning.
    """

    code: str
    severity: str
    meaning: str
    function: Callable[[Inputs], Iterable[Finding]] | None = None
    needs: Mapping[str, str] = field(default_factory=dict)
    after: tuple[str, ...] = ()
    unless: str = ""

    def findings(self, inputs: Inputs) -> list[Finding]:
        return inputs.found.get(self.code, []) if self.function is None else list(self.function(inputs))

    def severity_in(self, inputs: Inputs) -> str:
        return WARNING if self.unless and inputs.settings[self.unless] is True else self.severity


def _together(*parts: Mapping[str, str]) -> dict[str, str]:
    names = dict.fromkeys(table for part in parts for table in part)
    return {table: " ".join(dict.fromkeys(" ".join(part.get(table, "") for part in parts).split())) for table in names}


GROUPS = "population age_0_2 age_3_6 age_7_12 age_13_15 age_16_17 families_with_children"
NETWORK = {"services": "service tiers modes room_type min_rooms visit_minutes requires_services", "locks": "service site lock",
           "sites": "site lat lon tier_today tiers status unusable_from unusable_until rooms opening_days base_site base_minutes "
                    "partner_staff_per_day staff_area municipality partners",
           "vehicles": "vehicle base_site days_per_week hours_per_day rooms", "room_types": "site room_type rooms",
           "deadlines": "services staff_area deadline_days first_contact_remote",
           "modes": "mode days_per_week hours_per_day setting tiers loss_share", "staffing": "service present_per_open_day",
           "together": "rule services partners municipality only_in_bundle minimum",
           "case": "weeks_per_year lone_worker_rule"}
DEMAND = {"areas": f"area municipality {GROUPS} digital_exclusion_share",
          "demand": "service groups municipality visits_per_person visits_per_year",
          "services": "service remote_share_today remote_share_max purchase_share_max home_visit_share", "case": "allow_unmet"}
PUPILS = "site area groups share"
CURVE = " ".join(f"travel_estimate.{name}" for name in ("detour_factor", "start_minutes", "minutes_per_km", "exponent"))
TRIPS = {"areas": "area lat lon", "sites": "site lat lon", "travel": "area site travel_minutes",
         "services": "travel_limit_minutes", "pupils": PUPILS, "case": CURVE}
PEOPLE = {"professions": "profession fte_available recruitable_fte productive_hours", "areas": GROUPS,
          "pools": "profession recruitable_fte",
          "staffing": "service profession hours_per_visit norm_groups norm_share norm_people_per_fte norm_rule"}
STAFF_AREAS = {"pools": "staff_area profession fte_available recruitable_fte", "staff_bank": "profession fte travel_share",
               "sites": "staff_area", "areas": "staff_area", "staffing": "norm_scope"}
MONEY = {"professions": "cost_keur_per_fte recruit_keur_per_fte", "case": "budget_keur",
         "sites": "tier_today tiers status cost_campus_keur cost_station_keur cost_local_station_keur"}
UNITS = {"sites": "site lat lon tiers tier_today opening_days base_site base_minutes",
         "vehicles": "vehicle base_site days_per_week hours_per_day rooms", "case": CURVE}
VISITS = _together(NETWORK, DEMAND)
REACH = _together(VISITS, TRIPS)
GROWTH = {"hosting": "service site", "case": "change_limits.trip_growth_minutes"}
STEEPNESS = {"services": "purchase_minutes", "case": "objective.levels objective.kolm_pollak_per_minute"}
PROMISES = {"guarantees": "municipality service days_per_week", "sites": "municipality", "services": "minimum_visits"}
COUNTED = ("rate_or_count", "count_without_people", "unknown_municipality")
DEADLINE = "profession deadline_days until target_share hours_per_case weeks_per_year"
REACHED = (*COUNTED, "travel_pairs_missing")
POOLED = (*REACHED, "half_a_norm", "unknown_staff_area", "pool_missing")

READING = (
    Check("no_case_folder", ERROR, "The folder of the case exists."),
    Check("missing_file", ERROR, "case.yaml and every required table are there and can be read."),
    Check("unknown_table", ERROR, "Every CSV or YAML file in the folder is one the case knows."),
    Check("unknown_file", WARNING, "Nothing else lies in the folder that no one will read."),
    Check("file_not_utf8", ERROR, "Files are text in UTF-8."),
    Check("stray_character", ERROR, "Files hold no zero bytes or other control characters."),
    Check("empty_file", ERROR, "Files hold something."),
    Check("empty_table", ERROR, "Required tables have rows."),
    Check("tab_separated", ERROR, "Cells are separated by commas or semicolons."),
    Check("quote_out_of_place", ERROR, "Quotes enclose whole cells."),
    Check("ragged_row", ERROR, "Every row has as many cells as the header."),
    Check("unknown_column", ERROR, "Every column is in the dictionary."),
    Check("missing_column", ERROR, "Required columns are there."),
    Check("duplicate_column", ERROR, "A column is there once."),
    Check("not_yaml", ERROR, "case.yaml is YAML."),
    Check("yaml_feature", ERROR, "case.yaml is plain: no anchors, aliases, tags or second document."),
    Check("duplicate_setting", ERROR, "A setting is given once."),
    Check("unknown_setting", ERROR, "Every setting is in the dictionary."),
    Check("missing_setting", ERROR, "Required settings are there."),
    Check("wrong_shape", ERROR, "A setting is a single value, a group or a list, as the dictionary says."),
)
CELLS = (
    Check("empty_required_cell", ERROR, "Cells of required columns are filled in."),
    Check("not_a_number", ERROR, "Numbers are numbers."),
    Check("thousand_separator", ERROR, "Numbers have no thousand separators."),
    Check("not_an_integer", ERROR, "Whole numbers are whole."),
    Check("number_out_of_range", ERROR, "Numbers are within their range."),
    Check("unknown_word", ERROR, "Words are among those the column knows."),
    Check("not_yes_or_no", ERROR, "Yes-or-no cells say yes or no."),
    Check("not_a_date", ERROR, "Dates are year-month-day and exist."),
    Check("not_a_list", ERROR, "Several values in a cell are separated by | and do not repeat."),
    Check("id_with_separator", ERROR, "Ids hold no | and no line break."),
    Check("stray_blanks", ERROR, "Cells in quotes have no blanks around their text."),
    Check("spreadsheet_error", ERROR, "Cells hold no spreadsheet error such as #N/A."),
)
REFERENCES = (
    Check("unknown_id", ERROR, "Ids exist in the table they refer to."),
    Check("repeated_key", ERROR, "No two rows have the same key."),
    Check("unknown_municipality", ERROR, "Municipalities that tables name have areas or sites.",
          references.municipality_unknown, {"areas": "municipality", "sites": "municipality"}),
    Check("site_municipality_without_area", WARNING, "Sites are in municipalities of the case.",
          references.site_municipality_without_area, {"areas": "municipality"}),
)
CONSISTENCY = (
    Check("status_without_reason", ERROR, "must_keep, must_close and unusable say why.", sites.status_without_reason),
    Check("tier_without_cost", ERROR, "Each tier a site may have has its cost.", sites.tier_without_cost),
    Check("today_tier_without_cost", WARNING, "Today's tier has its cost, even of a site that closes.",
          sites.today_tier_without_cost),
    Check("kept_site_without_tier", ERROR, "A must_keep site has a tier to be open in.", sites.kept_site_without_tier),
    Check("site_without_tier", WARNING, "A usable site has a tier today or possible tiers.", sites.site_without_tier),
    Check("status_against_today", WARNING, "Candidates are not in use today, other sites are.", sites.status_against_today),
    Check("mixed_tiers", ERROR, "School premises and stops of mobile units are sites of their own.", ways.mixed_tiers),
    Check("mode_of_other_setting", ERROR, "The tiers of a mode are of its setting.", ways.mode_of_other_setting),
    Check("mode_without_tier", WARNING, "Each mode of a service is for a tier of the service, and each tier has a mode.",
          ways.mode_without_tier, {"modes": "mode setting tiers"}, ("mode_of_other_setting",)),
    Check("pupils_of_no_school", ERROR, "Pupils are of a site that is a school.", ways.pupils_of_no_school,
          {"sites": "site tiers tier_today"}),
    Check("school_without_pupils", WARNING, "A school has pupils.", ways.school_without_pupils, {"pupils": "site"}),
    Check("pupils_beyond_area", ERROR, "No area sends more than all of its children to schools, and none to a school twice.",
          ways.pupils_beyond_area),
    Check("school_service_without_pupils", WARNING, "A service that schools may host is used by children who go to school.",
          ways.school_service_without_pupils, {"demand": "service groups"}),
    Check("stop_out_of_reach", WARNING, "Some mobile unit can drive to a stop and back within its day.", ways.stop_out_of_reach, UNITS),
    Check("unit_without_stops", WARNING, "A mobile unit has a stop to visit.", ways.unit_without_stops, UNITS),
    Check("crew_travels_for_nothing", WARNING, "The people of a mobile unit drive in working time.", ways.crew_travels_for_nothing),
    Check("evening_beyond_day", ERROR, "Evening hours are some of the open hours.", ways.evening_beyond_day),
    Check("evening_without_volunteers", WARNING, "Every profession that would work evenings has volunteers.",
          ways.evening_without_volunteers,
          {"modes": "mode evening_hours_per_day", "services": "modes", "professions": "profession volunteer_share",
           "staffing": "service profession hours_per_visit present_per_open_day"}),
    Check("unusable_upside_down", ERROR, "The first unusable day is not after the last.", ways.unusable_upside_down),
    Check("dates_without_unusable", WARNING, "Dates of being unusable go with that status.", ways.dates_without_unusable),
    Check("typed_rooms_beyond_site", ERROR, "The rooms of a site's types are no more than its rooms.", ways.typed_rooms_beyond_site,
          {"sites": "site rooms"}),
    Check("room_type_nowhere", WARNING, "The type of room a service needs is somewhere.", ways.room_type_nowhere,
          {"room_types": "room_type"}),
    Check("base_is_itself", WARNING, "A site's base is another site.", sites.base_is_itself),
    Check("site_far_from_areas", WARNING, "Sites lie at most 30 km outside the areas.", sites.site_far_from_areas,
          {"areas": "lat lon"}),
    Check("same_place", WARNING, "No two sites, and no two areas, have the same coordinates.", sites.same_place),
    Check("more_young_than_people", WARNING, "Age bands add up to no more than the population.", sites.more_young_than_people),
    Check("remote_today_beyond_max", ERROR, "Today's remote share is within the most allowed.",
          services.remote_today_beyond_max),
    Check("service_may_vanish", WARNING, "Remote and purchased visits leave something for the sites.",
          services.service_may_vanish),
    Check("purchase_without_price", WARNING, "Visits that may be purchased have a price.", services.purchase_without_price),
    Check("half_a_promise", WARNING, "A travel promise has minutes and share.", services.half_a_promise),
    Check("requires_itself", ERROR, "A service does not require itself.", services.requires_itself),
    Check("home_visits_without_traveller", WARNING, "Somebody travels to home visits.", services.home_visits_without_traveller,
          {"staffing": "service travellers_per_home_visit"}),
    Check("service_without_demand", WARNING, "Services have rows in demand.csv.", services.service_without_demand,
          {"demand": "service"}),
    Check("service_without_staffing", WARNING, "Services have rows in staffing.csv.", services.service_without_staffing,
          {"staffing": "service"}),
    Check("profession_without_staffing", WARNING, "Professions have rows in staffing.csv.",
          services.profession_without_staffing,
          {"staffing": "profession", "supervision": "supervisor"}),
    Check("rate_or_count", ERROR, "Demand is a use rate or a count.", services.rate_or_count),
    Check("count_without_people", ERROR, "A count has people to be shared out over.", services.count_without_people,
          {"areas": f"municipality {GROUPS}"}, after=("unknown_municipality",)),
    Check("half_a_norm", ERROR, "A norm has its people and its figure.", services.half_a_norm),
    Check("rule_without_norm", ERROR, "A hard or soft norm has figures.", services.rule_without_norm),
    Check("team_of_one", WARNING, "A team joins several services.", services.team_of_one, {"staffing": "profession team"}),
    Check("unknown_staff_area", ERROR, "Staff areas are those the sites name.", people.unknown_staff_area, {"sites": "staff_area"}),
    Check("pool_missing", ERROR, "A profession with people by staff area has a row for each staff area.", people.pool_missing,
          {"sites": "staff_area", "pools": "staff_area profession"}, ("unknown_staff_area",)),
    Check("pools_do_not_add_up", ERROR, "The people of the staff areas and the staff bank are the county's.",
          people.pools_do_not_add_up,
          {"pools": "staff_area profession fte_available", "staff_bank": "profession fte"}, ("unknown_staff_area", "pool_missing")),
    Check("bank_without_pools", ERROR, "The profession of a staff bank has people by staff area.", people.bank_without_pools,
          {"pools": "profession"}),
    Check("fewer_recruits_in_areas", WARNING, "People who could be recruited can be found in the staff areas.",
          people.fewer_recruits_in_areas, {"pools": "profession recruitable_fte"}, ("unknown_staff_area", "pool_missing")),
    Check("deadline_without_staffing", ERROR, "The profession of a deadline works in its services.",
          people.deadline_without_staffing, {"staffing": "service profession"}),
    Check("deadline_out_of_reach", ERROR, "Some number of people meets a deadline.", people.deadline_out_of_reach,
          {"professions": "profession productive_hours", "deadlines": DEADLINE, "case": "weeks_per_year"}),
    Check("mode_rarer_than_deadline", WARNING, "Modes of a service with a deadline come often enough for it.",
          people.mode_rarer_than_deadline, {"services": "service modes", "modes": "mode days_per_week"}),
    Check("area_without_staff_area", ERROR, "Every area belongs to a staff area where a norm holds by staff area.",
          people.area_without_staff_area, {"staffing": "norm_scope norm_people_per_fte"}),
    Check("supervises_itself", ERROR, "Supervisors lead another profession.", people.supervises_itself),
    Check("unknown_team", ERROR, "Teams that are separate somewhere are teams of staffing.csv.", people.unknown_team,
          {"staffing": "team"}),
    Check("unlisted_partner", ERROR, "Partners that are named are in partners.csv.", together.unlisted_partner, {"partners": "partner"}),
    Check("rule_for_nobody", ERROR, "A rule of together.csv joins services, or services and partners.", together.rule_for_nobody),
    Check("bundle_without_limit", ERROR, "A bundle asks for something, and only bundles do.", together.bundle_without_limit),
    Check("outsider_in_bundle", ERROR, "Services kept for a bundle belong to it.", together.outsider_in_bundle),
    Check("shared_and_apart", ERROR, "No services must and must not share a site.", together.shared_and_apart),
    Check("pathway_without_group", ERROR, "Pathways belong to client groups of pathways.csv.", together.pathway_without_group,
          {"pathways": "client_group"}),
    Check("pathway_too_short", ERROR, "A pathway has at least two services.", together.pathway_too_short,
          {"pathway_services": "client_group service"}),
    Check("placeholder_on_pathway", ERROR, "Services of pathways are headline services.", together.placeholder_on_pathway,
          {"services": "service headline"}),
    Check("joint_visits_beyond_visits", ERROR, "No more visits are joint than a client makes.", together.joint_visits_beyond_visits,
          {"pathway_services": "client_group service visits_per_client"}),
    Check("clients_beyond_demand", ERROR, "Clients' visits are part of the visits of demand.csv.", together.clients_beyond_demand,
          _together(DEMAND, {"pathways": "client_group groups clients_per_100", "pathway_services":
                             "client_group service visits_per_client"}), (*COUNTED, "pathway_without_group")),
    Check("hosting_in_other_mode", WARNING, "Today's mode is one of the service's.", today.hosting_in_other_mode),
    Check("hosting_in_other_tier", WARNING, "Today's tier permits the services hosted.", today.hosting_in_other_tier),
    Check("hosting_mode_in_other_tier", WARNING, "Today's tier permits today's mode.", today.hosting_mode_in_other_tier),
    Check("hosting_beyond_opening_days", WARNING, "Today's mode fits the opening days.", today.hosting_beyond_opening_days),
    Check("staff_without_hosting", ERROR, "Today's staff work where the service is hosted.", today.staff_without_hosting,
          {"hosting": "service site"}),
    Check("staff_without_staffing", ERROR, "Today's staff are of a profession of the service.", today.staff_without_staffing,
          {"staffing": "service profession"}),
    Check("travel_pairs_missing", ERROR, "A travel table holds every pair of area and site.", today.travel_pairs_missing,
          {"areas": "area", "sites": "site"}),
    Check("count_upside_down", ERROR, "The minimum of a count is at most its maximum.", today.count_upside_down),
    Check("count_without_limit", ERROR, "A count has a minimum or a maximum.", today.count_without_limit),
    Check("uncovered_without_promise", WARNING, "Visits beyond a promise are weighed where something is promised.",
          fairness.uncovered_without_promise, {"services": "headline promise_minutes", "case": "objective.levels"}),
    Check("no_public_transport", WARNING, "Trips by public transport are given where families have no car.",
          fairness.no_public_transport, {"areas": "no_car_share"}),
    Check("fte_limit_without_staff_today", ERROR, "A limit on staff that moves has today's staff beside it.",
          fairness.fte_limit_without_staff_today, {"case": "change_limits.fte_moved"}),
    Check("closures_beyond_limit", ERROR, "Sites that must close are no more than may close.", fairness.closures_beyond_limit,
          {"sites": "site status unusable_from unusable_until tier_today", "case": "change_limits.sites_closed year"}),
    Check("trip_grows_anyway", WARNING, "Every area has a possible site as near as the limit on growing trips allows.",
          fairness.trip_grows_anyway, _together(REACH, GROWTH), REACHED),
    Check("kolm_pollak_too_steep", ERROR, "Long trips weigh no more in kolm_pollak than can be computed.",
          fairness.kolm_pollak_too_steep, _together(REACH, STEEPNESS), REACHED),
    Check("slack_without_price", WARNING, "What may be missed at a price has a weight in the objective.",
          today.slack_without_price,
          {"case": "objective.levels allow_unmet assignment_policy"}),
)
SCREENS = (
    Check("service_without_site", ERROR, "A service that needs a site has one that can host it.",
          screens_demand.service_without_site, VISITS, COUNTED, unless="allow_unmet"),
    Check("service_remote_only", WARNING, "A service that no site can host is remote or purchased altogether.",
          screens_demand.service_remote_only, VISITS, COUNTED),
    Check("required_service_elsewhere", ERROR, "Some site can host a service together with those it requires.",
          screens_demand.required_service_elsewhere, VISITS, COUNTED, unless="allow_unmet"),
    Check("demand_beyond_rooms", ERROR, "A service's visits fit the rooms of all sites that could host it.",
          screens_demand.demand_beyond_rooms, VISITS, COUNTED, unless="allow_unmet"),
    Check("all_demand_beyond_rooms", ERROR, "All services' visits together fit all rooms.",
          screens_demand.all_demand_beyond_rooms, VISITS, (*COUNTED, "demand_beyond_rooms"), unless="allow_unmet"),
    Check("only_site_too_small", ERROR, "A site that is the only one for some areas has room for them.",
          screens_demand.only_site_too_small, REACH, REACHED, unless="allow_unmet"),
    Check("pupils_without_other_site", ERROR, "A service that only schools can host is used by their pupils only.",
          screens_demand.pupils_without_other_site, _together(VISITS, {"pupils": PUPILS}), COUNTED, unless="allow_unmet"),
    Check("areas_beyond_limit", WARNING, "Areas have a possible site within the travel limit.",
          screens_demand.areas_beyond_limit, REACH, REACHED),
    Check("minimum_visits_beyond_demand", ERROR, "There are visits enough for the least number of hosts.",
          screens_demand.minimum_visits_beyond_demand, _together(VISITS, PROMISES), COUNTED),
    Check("work_beyond_pool", ERROR, "The least work of a profession fits its people.",
          screens_staff.work_beyond_pool, _together(VISITS, PEOPLE), (*COUNTED, "half_a_norm")),
    Check("norms_beyond_pool", ERROR, "Hard norms of a profession fit its people.",
          screens_staff.norms_beyond_pool, _together(VISITS, PEOPLE), (*COUNTED, "half_a_norm")),
    Check("soft_norms_beyond_pool", WARNING, "Soft norms of a profession fit its people.",
          screens_staff.soft_norms_beyond_pool, _together(VISITS, PEOPLE), (*COUNTED, "half_a_norm")),
    Check("area_work_beyond_pool", ERROR, "What only the sites of a staff area can do fits the people there.",
          screens_teams.area_work_beyond_pool, _together(REACH, PEOPLE, STAFF_AREAS), POOLED),
    Check("supervisors_beyond_pool", ERROR, "Those who lead the people needed at least can be found.",
          screens_teams.supervisors_beyond_pool,
          _together(VISITS, PEOPLE, {"supervision": "supervisor supervised span"}), (*COUNTED, "half_a_norm", "supervises_itself")),
    Check("deadline_beyond_pool", ERROR, "A deadline's team can have the people its cases need.",
          screens_teams.deadline_beyond_pool,
          _together(REACH, PEOPLE, STAFF_AREAS, {"deadlines": f"{DEADLINE} cases_per_visit"}),
          (*POOLED, "deadline_without_staffing", "deadline_out_of_reach")),
    Check("budget_too_small", ERROR, "The budget pays for the least work and the premises that must stay.",
          screens_staff.budget_too_small, _together(VISITS, PEOPLE, MONEY), (*COUNTED, "half_a_norm", "tier_without_cost")),
    Check("guarantee_impossible", ERROR, "The sites of a municipality can give the days it was promised.",
          screens_rules.guarantee_impossible, _together(NETWORK, PROMISES), ("unknown_municipality",)),
    Check("lock_impossible", ERROR, "A service that must be at a site can be there.",
          screens_rules.lock_impossible, _together(REACH, PROMISES), REACHED),
    Check("locks_beyond_rooms", ERROR, "Services that must be at a site fit its rooms together.",
          screens_rules.locks_beyond_rooms, NETWORK),
    Check("bundle_impossible", ERROR, "A bundle can be whole at as many sites as it asks for.", together.bundle_impossible,
          _together(VISITS, {"together": "name"}), ("unknown_municipality", "unlisted_partner", "outsider_in_bundle")),
    Check("count_impossible", ERROR, "A count allows what must be open and asks for no more than can be.",
          screens_rules.count_impossible,
          _together(NETWORK, {"counts": "tier municipality minimum maximum", "sites": "municipality"}),
          ("unknown_municipality", "count_upside_down")),
    Check("counts_beyond_county", ERROR, "Counts of municipalities fit the county's.",
          screens_rules.counts_beyond_county, {"counts": "tier municipality minimum maximum"}, ("unknown_municipality",)),
)
SCENARIOS = (
    Check("unknown_scenario", ERROR, "A scenario that is asked for, or built on, exists."),
    Check("scenario_cycle", ERROR, "No scenario builds on itself."),
    Check("scenario_name", ERROR, "A scenario has the name of its file, which ends in .yaml."),
    Check("missing_scenario_key", ERROR, "A scenario says its name and why; a change says its table, its rows and what it does."),
    Check("unknown_scenario_key", ERROR, "Every key of a scenario file is known."),
    Check("scenario_shape", ERROR, "A key of a scenario file holds a single value, a group or a list, as the guide says."),
    Check("unknown_changed_table", ERROR, "Changes are made in tables of the case."),
    Check("unknown_changed_column", ERROR, "Changes name columns of their table."),
    Check("where_matches_nothing", ERROR, "The rows a change is meant for exist, and every value it names."),
    Check("changed_twice", ERROR, "No two changes, of one layer or of two, change the same cell or setting."),
    Check("cannot_be_multiplied", ERROR, "Numbers, and only numbers, are multiplied, by a number."),
    Check("added_row_exists", ERROR, "Rows that are added are not there yet."),
    Check("change_without_effect", WARNING, "A change changes something."),
)
CATALOGUE = (*READING, *CELLS, *REFERENCES, *CONSISTENCY, *SCREENS, *SCENARIOS)
