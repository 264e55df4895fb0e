"""The column guide: what a case folder holds, as the page inputs/README.md. Everything on it comes from the dictionary."""

from __future__ import annotations

from collections.abc import Iterator

from model.schema.dictionary import Column, Table, input_tables, settings

TYPE_WORDS = {"id": "id", "text": "text", "number": "number", "integer": "whole number", "share": "share (0 to 1)",
              "choice": "one of", "choices": "one or several of", "yes_no": "yes or no", "date": "date (2024-03-31)",
              "reference": "id in", "references": "ids in", "levels": "list of levels"}

OPENING = """# Column guide

What the planner's files hold. This page is written from `model/schema/tables.yaml` and `settings.yaml`: change those, never
this page.

## A case folder

`inputs/<case>/` holds `case.yaml` (settings) and one CSV file for each table below. `perheverkko check <case>` reads it and
names everything wrong in it, with file, line, column and a likely repair. A `README`, a `NOTICE`, `*.md` and `*.geojson`
files and a folder `scenarios/` may lie beside the tables; any other CSV or YAML file is named as a problem, lest a mistyped
name hide a table.

- CSV in UTF-8, with or without byte-order mark; cells separated by commas or semicolons (the header decides).
- Numbers with a decimal point, or a decimal comma (in quotes if commas separate the cells); no thousand separators, no units.
- Everything is read as text first: `00100` stays `00100`. Nothing is mended silently.
- Several values in one cell are separated by `|`: `campus|station`.
- Columns may stand in any order. A column that is not required may be left out; an empty cell means the default.
- Every table may carry `source` (a figure of our own says `assumption` there, or `assumption for COLUMN, COLUMN` where only those
  columns are; a run counts such figures) and `note`.

| type | is written |
|---|---|
| id | a short name of your own, the same wherever it is referred to; no `\\|` in it |
| share | between 0 and 1: 0.4 is 40 % |
| yes or no | `yes`, `no` |
| date | year-month-day: `2024-03-31` |
"""

WORKBOOKS = """## A case as one workbook

A case may also be one Excel workbook, `<case>.xlsx`, in place of the folder. `perheverkko export <case> --xlsx <case>.xlsx` writes
one from a folder, `perheverkko export <case>.xlsx --csv <folder>` a folder from a workbook; reading either back gives the same case.

- A sheet for each table, named as the table without `.csv`: `areas`, `services`. The first row holds the column names.
- The sheet `case` holds the settings of `case.yaml` in the columns `setting` and `value` (`source` and `note` if wanted): one setting a
  row, by its dotted name, as `travel_estimate.detour_factor`. The levels of the objective are numbered:
  `objective.levels.1.terms.travel_burden_hours`, `objective.levels.1.tolerance`, `objective.levels.2.tolerance`.
- Sheets whose names begin with `README`, `NOTICE` or `LICENSE` hold text and are kept; any other sheet is named as a problem.
- What `perheverkko check` finds is named by workbook, sheet, row and column. Numbers and texts follow the rules above; a formula counts
  by the value Excel last saved. Ids such as `00100` are formatted as text, or they lose their zeros in Excel.
- Scenarios of a workbook lie beside it, in the folder `<case>/scenarios/`; call such a case by its file, `<case>.xlsx`.
"""

SCENARIOS = """## scenarios/*.yaml

A scenario is a small file of changes to the case; the case itself stays as it is. `perheverkko scenarios <case>` lists and checks
all of them; `check`, `solve`, `evaluate` and `model` take `--scenario <name>` (or the path of such a file).

```yaml
name: keep_kihnio                    # as the file, keep_kihnio.yaml
why: What does it cost to keep Kihniö?
builds_on: [fewer_rooms]             # other scenarios, applied first and in this order; a name or a list
settings:                            # as in case.yaml
  travel_estimate:
    detour_factor: 1.3
changes:
  - table: sites
    where: {site: kihnio}
    set: {status: must_keep, status_reason: the council asks}
  - table: areas
    where: all
    multiply: {age_0_2: 0.85}
  - table: locks
    add:
      - {service: maternity_clinic, site: kihnio, lock: must_host, reason: the council asks}
  - table: guarantees
    where: {municipality: Punkalaidun, service: [child_health_clinic, maternity_clinic]}
    remove: yes
```

| key | holds |
|---|---|
| `name` | **required**; the name of the file without `.yaml` (not `base`, which is the case as it is) |
| `why` | **required**; the question the scenario answers, and who raises it |
| `builds_on` | scenarios of the same folder whose changes come first |
| `settings` | settings, written as in `case.yaml`; an empty one means what it means if left out there |
| `changes` | a list; each has a `table`, says which rows, and does exactly one thing to them |

| key of a change | holds |
|---|---|
| `table` | a table of the case, without `.csv` |
| `where` | column: value, or a list of values of which a row holds one; `where: all` means every row; not with `add` |
| `set` | column: new value |
| `multiply` | column: factor, of numbers that are filled in |
| `add` | a list of rows, each {column: value, ...} |
| `remove` | `yes` |

Changes are made one after the other, and what a scenario builds on comes before its own. A row must fit every column that
`where` names; an empty cell counts as its default there, and a cell of several values is compared as a whole. A `where` that
matches no row, and a value in it that no row holds, is an error. No cell or setting may be changed twice, by two changes or by two
scenarios that are combined: what holds then would depend on their order. The changed case goes through every check of a case;
a problem in a changed cell is named at the line of the scenario file. A run keeps before and after of every changed cell in
`tables/scenario_changes.csv`.
"""


def column_guide() -> str:
    """The whole guide, markdown."""
    tables = (line for table in input_tables().values() for line in _table(table))
    return "\n".join([OPENING, WORKBOOKS, *_contents(), *tables, *_settings(), SCENARIOS])


def _contents() -> Iterator[str]:
    yield from ("## Tables", "", "| file | one row is | required |", "|---|---|---|")
    for table in input_tables().values():
        yield f"| [`{table.file}`](#{table.file.replace('.', '')}) | {table.row} | {'yes' if table.required else 'no'} |"
    yield ""


def _table(table: Table) -> Iterator[str]:
    required = "Required." if table.required else "May be left out."
    key = " + ".join(table.key)
    yield from (f"## {table.file}", "", f"One row is {table.row}. {required} No two rows have the same {key}.", "",
                "| column | type | unit | range | if empty | meaning |", "|---|---|---|---|---|---|")
    yield from map(_row, table.columns.values())
    yield ""


def _row(column: Column) -> str:
    return f"| `{column.name}` | {_type(column)} | {column.unit} | {_range(column)} | {_if_empty(column)} | {column.meaning} |"


def _settings() -> Iterator[str]:
    yield from ("## case.yaml", "", "Settings, one a line (`name: value`); a dotted name stands in a group, as in", "",
                "```yaml", "travel_estimate:", "  detour_factor: 1.27", "```", "",
                "Texts, numbers and words are read by the type given here, never guessed: `NO` stays a text, `00100` too.",
                "Decimal points only; no anchors, tags or repeated names. `perheverkko schema` prints the JSON Schema of this",
                "file for editors.", "",
                "| setting | type | unit | range | if left out | meaning |", "|---|---|---|---|---|---|")
    yield from map(_row, settings().values())
    for setting in settings().values():
        if setting.type == "levels":
            yield from _levels(setting)


def _levels(setting: Column) -> Iterator[str]:
    terms = ", ".join(f"`{term}`" for term in setting.terms)
    yield from ("", f"`{setting.name}` may weigh the terms {terms}. If it is left out, it is", "")
    yield from ("```yaml", *_nested(setting.name))
    for level in setting.default:
        weights = ", ".join(f"{term}: {weight}" for term, weight in level["terms"].items())
        yield f"    - {{terms: {{{weights}}}, tolerance: {level['tolerance']}}}"
    yield from ("```", "")


def _nested(path: str) -> Iterator[str]:
    for depth, name in enumerate(path.split(".")):
        yield f"{'  ' * depth}{name}:"


def _type(column: Column) -> str:
    words = TYPE_WORDS[column.type]
    if column.choices:
        return f"{words} {', '.join(f'`{choice}`' for choice in column.choices)}"
    return f"{words} `{input_tables()[column.of].file}`" if column.of else words


def _range(column: Column) -> str:
    if column.type == "share" or (column.min is None and column.max is None):
        return ""
    if column.max is None:
        return f"at least {column.min:g}"
    return f"at most {column.max:g}" if column.min is None else f"{column.min:g} to {column.max:g}"


def _if_empty(column: Column) -> str:
    if column.required:
        return "**required**"
    if column.type == "levels":
        return "see below"
    if column.default is None:
        return "no" if column.type == "yes_no" else ""
    if column.type == "yes_no":
        return "yes" if column.default else "no"
    return f"{column.default:g}" if column.is_number else f"{column.default}"
