"""Damages of files and of single cells."""

from __future__ import annotations

from pathlib import Path

from tests.checking.damage import Damage, cell, content, extra, setting, text


def _rename(folder: Path) -> None:
    (folder / "staff_today.csv").rename(folder / "staff_tday.csv")


def _windows_1252(folder: Path) -> None:
    page = (folder / "sites.csv").read_text(encoding="utf-8").replace("Two", "Kihniö")
    (folder / "sites.csv").write_bytes(page.encode("cp1252"))


def _utf_16(folder: Path) -> None:
    (folder / "modes.csv").write_bytes((folder / "modes.csv").read_text(encoding="utf-8").encode("utf-16"))


def _zero(folder: Path) -> None:
    (folder / "modes.csv").write_bytes((folder / "modes.csv").read_bytes().replace(b"Namn", b"Na\x00n", 1))


READING = [
    Damage("no_case_folder", "nowhere", 0, edit=lambda folder: None),
    content("missing_file", "case.yaml", None, name="settings"),
    content("missing_file", "staffing.csv", None, name="table"),
    Damage("unknown_table", "staff_tday.csv", 0, edit=_rename),
    content("unknown_file", "plan.docx", b"x"),
    Damage("file_not_utf8", "sites.csv", 3, edit=_windows_1252, name="Windows-1252"),
    Damage("file_not_utf8", "modes.csv", 1, edit=_utf_16, name="UTF-16"),
    Damage("stray_character", "modes.csv", 2, edit=_zero),
    content("empty_file", "staff_today.csv", b"", name="table"),
    content("empty_file", "case.yaml", b"# nothing\n", name="settings"),
    Damage("empty_table", "hosting.csv", 0, changes={"hosting": [], "staff_today": []}),
    content("tab_separated", "counts.csv", b"tier\tminimum\treason\ncampus\t1\tx\n", 1),
    text("quote_out_of_place", "modes.csv", "weekly,Nimi", 'weekly,Ni"mi', 3, name="inside a cell"),
    text("quote_out_of_place", "modes.csv", "weekly,Nimi", 'weekly,"Nimi', 3, name="never closed"),
    text("quote_out_of_place", "modes.csv", "weekly,Nimi", 'weekly,"Ni"mi', 3, name="text behind it"),
    text("ragged_row", "modes.csv", "weekly,Nimi", "weekly,Nimi,", 3, name="too many"),
    text("ragged_row", "demand.csv", "0.5,", "0,5,", 3, name="decimal comma"),
    text("ragged_row", "demand.csv", ",test", "", 2, name="too few"),
    text("unknown_column", "sites.csv", "tier_today", "tier_tody", 1, "tier_tody"),
    text("missing_column", "staff_today.csv", "staff_fte", "source", 1, "staff_fte"),
    text("duplicate_column", "modes.csv", "source", "name_fi", 1, "name_fi"),
    text("not_yaml", "case.yaml", "county: Tiny", "county:\n\t- Tiny", 3, name="tab"),
    text("not_yaml", "case.yaml", "county: Tiny", "county: [Tiny", 3, name="open bracket"),
    text("yaml_feature", "case.yaml", "county: Tiny", "county: &c Tiny", 2),
    text("duplicate_setting", "case.yaml", "year: 2024", "year: 2024\nyear: 2025", 4, "year"),
    setting("unknown_setting", "budgetkeur", 5),
    setting("missing_setting", "year", None, 0),
    setting("wrong_shape", "budget_keur", [1]),
    setting("wrong_shape", "objective", 3),
    setting("wrong_shape", "objective.levels", [{"weights": {"cost_keur": 1}}], 8),
]
CELLS = [
    cell("empty_required_cell", "sites/S1/rooms", ""),
    cell("not_a_number", "sites/S2/rooms", "two", 3),
    cell("not_a_number", "areas/A1/age_16_17", "12 %", name="per cent"),
    setting("not_a_number", "budget_keur", "2,5"),
    setting("not_a_number", "objective.levels", [{"terms": {"cost_keur": "much"}}], 9),
    cell("thousand_separator", "areas/A1/population", "1 000", name="blank"),
    cell("thousand_separator", "areas/A1/population", "1\u202f000", name="narrow no-break blank"),
    cell("thousand_separator", "areas/A1/population", "1,000", name="comma"),
    cell("thousand_separator", "areas/A1/population", "1.000,0", name="German"),
    cell("not_an_integer", "services/clinic/floor", 1.5),
    cell("number_out_of_range", "services/clinic/home_visit_share", 40),
    cell("number_out_of_range", "sites/S1/lat", 23.7, name="swapped"),
    setting("number_out_of_range", "weeks_per_year", 54, 4),
    setting("number_out_of_range", "objective.levels", [{"terms": {"cost_keur": 1}, "tolerance": -1}], 10),
    cell("unknown_word", "sites/S2/tier_today", "statoin", 3),
    cell("unknown_word", "services/clinic/tiers", "campus;station"),
    setting("unknown_word", "lone_worker_rule", "firm", 5),
    setting("unknown_word", "objective.levels", [{"terms": {"cost": 1}}], 9),
    cell("not_yes_or_no", "services/clinic/headline", "kyllä"),
    setting("not_yes_or_no", "allow_unmet", "perhaps"),
    extra("not_a_date", "guarantees", "date", "31.3.2024"),
    cell("not_a_list", "services/clinic/tiers", "campus||station"),
    cell("not_a_list", "services/clinic/tiers", "campus|campus", name="repeat"),
    Damage("id_with_separator", "professions.csv", 4, "profession", {"add": {"professions": [
        {"profession": "a|b", "name_fi": "x", "name_sv": "x", "name_en": "x", "fte_available": 1, "productive_hours": 1000,
         "cost_keur_per_fte": 50}]}}),
    text("stray_blanks", "sites.csv", "S1,One,Alku", 'S1,One,"Alku "', 2, "municipality"),
    cell("spreadsheet_error", "modes/weekly/name_fi", "#REF!", 3),
]
