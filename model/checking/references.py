"""Ids and names that must exist elsewhere, and keys that must not repeat. Cells found wrong are marked in their table."""

from __future__ import annotations

from collections.abc import Iterator

from model.reading.places import Finding
from model.reading.typed import TypedTable
from model.reading.words import did_you_mean, few

MOST_REPAIRS = 100  # of one column; a whole column of wrong ids needs no suggestion for each


def mark_unknown_ids(tables: dict[str, TypedTable]) -> list[Finding]:
    """References to ids that their table does not hold; nothing is said when that table has no ids that can be read."""
    findings = []
    for table in tables.values():
        for name, column in table.table.columns.items():
            if column.of:
                target = tables[column.of]
                known = set(target.texts[target.table.key[0]]) - {""}
                if target.sound and known:
                    findings += _unknown_in(table, name, known, target.table.file)
    return findings


def _unknown_in(table: TypedTable, name: str, known: set[str], file: str) -> Iterator[Finding]:
    wrong, repairs, examples = table.wrong[name], {}, f"Known are {few(sorted(known))}."
    is_list = table.table.columns[name].is_list
    for row, value in enumerate(table.frame[name].tolist()):
        words = value if is_list else (value,) if value else ()
        unknown = [word for word in words if word not in known]
        if not unknown or wrong[row]:
            continue
        wrong[row] = True
        for word in unknown:
            if word not in repairs:
                repairs[word] = (did_you_mean(word, known) if len(repairs) < MOST_REPAIRS else "") or examples
            yield Finding(table.place(row, name), word, f"an id of {file}",
                          repairs[word], code="unknown_id")


def mark_repeated_keys(tables: dict[str, TypedTable]) -> list[Finding]:
    """Rows whose key another row already has."""
    return [finding for table in tables.values() for finding in _repeated_in(table)]


def _repeated_in(table: TypedTable) -> Iterator[Finding]:
    key = list(table.table.key)
    rows = table.rows(*key)
    if rows.empty:
        return
    # a|b and b|a are the same group
    parts = [[tuple(sorted(words)) for words in rows[name]] if table.table.columns[name].is_list else rows[name].tolist()
             for name in key]
    first: dict[tuple, int] = {}
    for row, values in zip(rows.index, zip(*parts)):
        if first.setdefault(values, row) == row:
            continue
        words = ", ".join(text for text in (table.texts[name][row] for name in key) if text)
        yield Finding(table.place(row, key[0]), words, "a row given once", "Keep one of the two.",
                      f"{words} is already in line {table.lines[first[values]]}", "repeated_key")
        for name in key:
            table.wrong[name][row] = True


def municipality_unknown(inputs) -> Iterator[Finding]:
    """Municipalities named in demand, guarantees, counts and rules that no area (or site) has."""
    areas, sites = (set(inputs[table].texts["municipality"]) - {""} for table in ("areas", "sites"))
    for name, known, where in (("demand", areas, "of an area"), ("guarantees", areas | sites, "of an area or a site"),
                               ("counts", areas | sites, "of an area or a site"),
                               ("separate_teams", areas | sites, "of an area or a site"), ("together", sites, "of a site")):
        table = inputs[name]
        for row in table.rows("municipality").itertuples():
            if row.municipality and row.municipality not in known:
                yield table.finding(row.Index, "municipality", f"the municipality {where}",
                                    did_you_mean(row.municipality, known))


def site_municipality_without_area(inputs) -> Iterator[Finding]:
    """Sites in a municipality no area belongs to: outside the county, or mistyped."""
    known = set(inputs["areas"].texts["municipality"]) - {""}
    for row in inputs["sites"].rows("municipality").itertuples():
        if row.municipality not in known:
            yield Finding(inputs["sites"].place(row.Index, "municipality"), row.municipality, "the municipality of an area",
                          did_you_mean(row.municipality, known))
