"""The CSV reader: what it reads gives the same cells and the right lines, what it refuses it refuses with the line."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.reading.csv_file import read_cells

# Any text a cell may hold; a lone carriage return is none that a spreadsheet writes outside quotes.
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12) | st.sampled_from(
    ['"', '""', "a;b", "a,b", "two\nlines", "dos\r\nlines", " blank ", '"quoted"', "\n", "1,5", "00100", "\r"])
TABLES = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(TEXTS, min_size=width, max_size=width), max_size=6))


def written(header, rows, delimiter, line_end):
    """CSV by Python's own writer, every cell quoted where blanks would else be lost, and the line each row starts on."""
    text, lines = io.StringIO(), []
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerow(header)
    for row in rows:
        lines.append(text.getvalue().count("\n") + 1)
        writer.writerow(row)
    return text.getvalue(), lines


@given(rows=TABLES, delimiter=st.sampled_from(",;"), line_end=st.sampled_from(["\n", "\r\n"]))
def test_quoted_cells_come_back_with_their_lines(rows, delimiter, line_end):
    header = [f"column_{number}" for number in range(len(rows[0]) if rows else 2)]
    text, lines = written(header, rows, delimiter, line_end)
    cells = read_cells(text, "sites.csv")
    kept = [(row, line) for row, line in zip(rows, lines) if any(row)]  # an empty row says nothing
    assert cells.findings == []
    assert cells.header == header
    assert list(zip(cells.rows, cells.lines)) == kept


PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=("C",), exclude_characters='",;\u2028\u2029 '), max_size=8)


@given(rows=st.lists(st.lists(PLAIN, min_size=3, max_size=3), max_size=6), delimiter=st.sampled_from(",;"),
       blanks=st.sampled_from(["", " ", "  "]))
def test_plain_cells_come_back_without_the_blanks_around_them(rows, delimiter, blanks):
    text = "\n".join((blanks + delimiter).join(row) for row in [["a", "b", "c"], *rows])
    cells = read_cells(text, "sites.csv")
    assert cells.findings == []
    assert cells.rows == [row for row in rows if any(row)]


@given(st.text(max_size=200))
def test_no_text_makes_the_reader_fail(text):
    cells = read_cells(text, "sites.csv")
    assert len(cells.rows) == len(cells.lines)
    assert all(len(row) == len(cells.header) for row in cells.rows)
    assert all(1 <= line <= text.count("\n") + 1 for line in cells.lines)


def test_header_decides_on_the_separator():
    assert read_cells("site;name\nS1;Pirkkala, health\n", "sites.csv").rows == [["S1", "Pirkkala, health"]]
    assert read_cells("site,name\nS1,Pirkkala; health\n", "sites.csv").rows == [["S1", "Pirkkala; health"]]
    assert read_cells("sep=;\nsite;name\nS1;x\n", "sites.csv").lines == [3]


def test_a_table_of_one_column():
    assert read_cells("site\nS1\n\nS2\n", "sites.csv").lines == [2, 4]


def test_empty_rows_and_empty_cells_behind_the_last_column_say_nothing():
    cells = read_cells("a,b\n1,2,,\n,,,\n\n3,4\n", "sites.csv")
    assert (cells.rows, cells.lines, cells.findings) == ([["1", "2"], ["3", "4"]], [2, 5], [])


@pytest.mark.parametrize(("text", "code", "line", "words"), [
    ("", "empty_file", 0, "empty"),
    ("\n\n", "empty_file", 0, "empty"),
    ("a\tb\n1\t2\n", "tab_separated", 1, "tabs"),
    ("a,b\n1,2\n1,2,3\n", "ragged_row", 3, "3 cells, the header 2"),
    ("a,b\n1,2\n1\n", "ragged_row", 3, "1 cells, the header 2"),
    ("a,b\n1;2\n", "ragged_row", 2, "1 cells"),
    ('a,b\n1,"2\n3,4\n', "quote_out_of_place", 2, "never closed"),
    ('a,b\n1,2"\n', "quote_out_of_place", 2, "inside an unquoted cell"),
    ('a,b\n1,"2"x\n', "quote_out_of_place", 2, "follows a closing quote"),
    ('"a,b\n1,2\n', "quote_out_of_place", 1, "never closed"),
    ("a,b\r1,2\r", "quote_out_of_place", 1, "carriage return"),
])
def test_refused_with_the_line(text, code, line, words):
    finding = read_cells(text, "sites.csv").findings[0]
    assert (finding.code, finding.place.line) == (code, line)
    assert words in finding.found


def test_rows_after_a_damaged_one_are_still_read():
    cells = read_cells('a,b\n1,"2\n3,4\n5,"6\n6"\n7,8,9\n10,11\n', "sites.csv")
    whole = [cells.rows[row] for row in range(len(cells.rows)) if row not in cells.broken]
    assert whole == [["3", "4"], ["5", "6\n6"], ["10", "11"]]
    assert [cells.lines[row] for row in sorted(cells.broken)] == [2, 6]


def test_ragged_row_says_what_may_be_meant():
    def repair(text):
        return read_cells(text, "sites.csv").findings[0].repair

    assert "decimal comma" in repair("a,b\n1,5,2\n")
    assert "by ; ." not in repair("a,b\n1;2\n") and "perhaps by ;" in repair("a,b\n1;2\n")
    assert "semicolon" in repair("a;b\n1;5;2\n")
    assert "also the empty ones" in repair("a;b\n1\n")
