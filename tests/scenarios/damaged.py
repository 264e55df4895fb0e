"""Damages of scenario files: a scenario with one thing wrong in it, and the one problem that must come of it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Damage:
    """The text of scenarios/one.yaml from line 3 on, and where the problem `code` must stand in it. head: replaces lines 1 and 2;
    below: further scenario files."""

    code: str
    line: int
    column: str
    text: str
    name: str = ""
    head: str = ""
    below: dict[str, str] = field(default_factory=dict)
    file: str = "scenarios/one.yaml"

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


ROOMS = """
changes:
  - table: sites
    where: {site: S1}
    set: {rooms: 3}
"""


def change(code: str, column: str, *lines: str, line: int = 4, name: str = "") -> Damage:
    """A scenario of one change, whose lines are given from `- ` on (the first is line 4 of the file)."""
    first, *rest = lines
    return Damage(code, line, column, "\n".join(["changes:", f"  - {first}", *(f"    {text}" for text in rest), ""]), name)


SCENARIOS = [
    Damage("unknown_scenario", 3, "builds_on", "builds_on: tow\n" + ROOMS, "below", below={"two": "settings: {budget_keur: 500}"}),
    Damage("scenario_cycle", 3, "builds_on", "builds_on: one\n" + ROOMS, "itself"),
    Damage("scenario_cycle", 3, "builds_on", "builds_on: two\n" + ROOMS, "through another", below={"two": "builds_on: [one]\n"},
           file="scenarios/two.yaml"),
    Damage("scenario_name", 1, "name", ROOMS, "other than the file", head="name: ones\nwhy: x"),
    Damage("missing_scenario_key", 0, "why", ROOMS, "no why", head="name: one\n"),
    Damage("missing_scenario_key", 2, "why", ROOMS, "empty why", head='name: one\nwhy: " "'),
    Damage("missing_scenario_key", 0, "name", ROOMS, "no name", head="why: x\n"),
    Damage("missing_scenario_key", 0, "changes", "", "nothing at all"),
    change("missing_scenario_key", "table", "where: {site: S1}", "set: {rooms: 3}", name="no table"),
    change("missing_scenario_key", "where", "table: sites", "set: {rooms: 3}", name="no where"),
    change("missing_scenario_key", "changes", "table: sites", "where: {site: S1}", name="no action"),
    Damage("unknown_scenario_key", 2, "wy", ROOMS, "of a scenario", head="name: one\nwy: x"),
    Damage("unknown_scenario_key", 3, "setings", "setings: {budget_keur: 500}\n", "the only other key"),
    change("unknown_scenario_key", "changes.sett", "table: sites", "where: {site: S1}", "sett: {rooms: 3}", line=6, name="of a change"),
    change("unknown_scenario_key", "changes.tabel", "tabel: sites", "where: {site: S1}", "set: {rooms: 3}", name="instead of table"),
    Damage("scenario_shape", 0, "", "", "a list", head="- name: one"),
    Damage("scenario_shape", 2, "why", ROOMS, "why as a list", head="name: one\nwhy: [x]"),
    Damage("scenario_shape", 3, "changes", "changes: {table: sites}\n", "changes as a group"),
    Damage("scenario_shape", 4, "changes", "changes:\n  - sites\n", "a change as a word"),
    Damage("scenario_shape", 3, "settings", "settings: 500\n", "settings as a number"),
    Damage("scenario_shape", 4, "settings.objective", "settings:\n  objective:\n", "an empty group of settings"),
    Damage("scenario_shape", 3, "builds_on", "builds_on: {two: yes}\n", "builds_on as a group"),
    change("scenario_shape", "changes", "table: sites", "where: {site: S1}", "set: {rooms: 3}", "remove: yes", name="two actions"),
    change("scenario_shape", "where", "table: sites", "where: S1", "set: {rooms: 3}", line=5, name="where as a word"),
    change("scenario_shape", "where.site", "table: sites", "where: {site: {S1: x}}", "set: {rooms: 3}", line=5, name="a group in where"),
    change("scenario_shape", "where.site", "table: sites", "where: {site: []}", "set: {rooms: 3}", line=5, name="an empty list in where"),
    change("scenario_shape", "where", "table: counts", "where: {tier: any}", "add: [{tier: any, maximum: 2, reason: x}]", line=5,
           name="where beside add"),
    change("scenario_shape", "set", "table: sites", "where: {site: S1}", "set: 3", line=6, name="set as a number"),
    change("scenario_shape", "set.tiers", "table: sites", "where: {site: S1}", "set: {tiers: [campus, station]}", line=6,
           name="a list in set"),
    change("scenario_shape", "add", "table: counts", "add: {tier: any, maximum: 2, reason: x}", line=5, name="a row that is no list"),
    change("scenario_shape", "remove", "table: staff_today", "where: {site: S1}", "remove: perhaps", line=6, name="remove"),
    change("unknown_changed_table", "table", "table: site", "where: {site: S1}", "set: {rooms: 3}"),
    change("unknown_changed_column", "set.room", "table: sites", "where: {site: S1}", "set: {room: 3}", line=6, name="in set"),
    change("unknown_changed_column", "where.sites", "table: sites", "where: {sites: S1}", "set: {rooms: 3}", line=5, name="in where"),
    change("unknown_changed_column", "add.max", "table: counts", "add:", "  - {tier: any, maximum: 2, max: 2, reason: x}", line=6,
           name="in add"),
    change("where_matches_nothing", "where.site", "table: sites", "where: {site: [S1, S9]}", "set: {rooms: 3}", line=5, name="one of two"),
    change("where_matches_nothing", "where", "table: hosting", "where: {site: S2, service: therapy}", "set: {mode: weekly}",
           name="together"),
    Damage("changed_twice", 3, "settings.budget_keur", "settings: {budget_keur: 500}\nbuilds_on: two\n", "a setting",
           below={"two": "settings: {budget_keur: 600}\n"}),
    Damage("changed_twice", 9, "multiply.rooms", ROOMS.lstrip() + "  - table: sites\n    where: all\n    multiply: {rooms: 2}\n",
           "a cell, in one layer"),
    Damage("changed_twice", 7, "set.rooms", "builds_on: two\n" + ROOMS.lstrip(), "a cell, in two layers", below={"two": ROOMS}),
    Damage("changed_twice", 10, "set.maximum", """changes:
  - table: counts
    add:
      - {tier: any, maximum: 2, reason: x}
  - table: counts
    where: {tier: any}
    set:
      maximum: 1
""", "a row added"),
    Damage("changed_twice", 7, "remove", """changes:
  - table: staff_today
    where: {service: therapy}
    set: {staff_fte: 2}
  - {table: staff_today, where: {service: therapy}, remove: yes}
""", "a row removed"),
    change("cannot_be_multiplied", "multiply.name", "table: sites", "where: {site: S1}", "multiply: {name: 2}", line=6, name="a text"),
    change("cannot_be_multiplied", "multiply.rooms", "table: sites", "where: {site: S1}", "multiply: {rooms: half}", line=6,
           name="by a word"),
    change("cannot_be_multiplied", "multiply.rooms", "table: sites", "where: {site: S1}", 'multiply: {rooms: "2"}', line=6,
           name="by a number in quotes"),
    change("cannot_be_multiplied", "multiply.partner_staff_per_day", "table: sites", "where: all",
           "multiply: {partner_staff_per_day: 2}", line=6, name="an empty cell"),
    change("added_row_exists", "add", "table: staff_today", "add:", "  - {service: clinic, site: S2, profession: nurse, staff_fte: 2}",
           line=6, name="in the table"),
    change("added_row_exists", "add", "table: counts", "add:", "  - {tier: any, maximum: 2, reason: x}",
           "  - {tier: any, maximum: 1, reason: y}", line=7, name="added before"),
    change("change_without_effect", "changes", "table: sites", "where: {site: S1}", "set: {rooms: 2.0, opening_days: 5}"),
    Damage("change_without_effect", 3, "settings.year", "settings: {year: 2024}\n", "a setting"),
]
