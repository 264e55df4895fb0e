"""Numbers in cells: read rightly or refused with what was probably meant."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.reading.cells import Wrong, read_cell
from model.reading.numbers import NotANumber, read_number
from model.schema.dictionary import Column, input_tables

PEOPLE = Column("population", "number", "People.", min=0)


@pytest.mark.parametrize(("text", "value"), [
    ("5", 5), ("0.5", 0.5), ("0,5", 0.5), ("-2,25", -2.25), ("+3", 3), (".5", 0.5), ("5.", 5), ("1e3", 1000), ("1,5E-2", 0.015),
    ("00100", 100), ("61.498", 61.498), ("61,498", 61.498),
])
def test_read(text, value):
    assert read_number(text) == value


@pytest.mark.parametrize(("text", "code", "suggestion"), [
    ("1 234", "thousand_separator", "1234"), ("1\u00a0234", "thousand_separator", "1234"),
    ("12\u202f345,5", "thousand_separator", "12345.5"), ("1'234", "thousand_separator", "1234"),
    ("1.234,5", "thousand_separator", "1234.5"), ("1,234.5", "thousand_separator", "1234.5"),
    ("1.234.567", "thousand_separator", "1234567"), ("-1,234,567", "thousand_separator", "-1234567"),
    ("\u22125", "not_a_number", "-5"), ("12 %", "not_a_number", "0.12"), ("12,5%", "not_a_number", "0.125"),
    ("5 min", "not_a_number", "5"), ("2,5 h", "not_a_number", "2.5"), ("15€", "not_a_number", "15"),
    ("about 5", "not_a_number", ""), ("nan", "not_a_number", ""), ("inf", "not_a_number", ""), ("1_000", "not_a_number", ""),
    ("0x10", "not_a_number", "0"), ("5-6", "not_a_number", ""), ("1:30", "not_a_number", ""), ("-", "not_a_number", ""),
    ("\u0661\u0662", "not_a_number", ""), ("1,2,3", "not_a_number", ""),
])
def test_refused(text, code, suggestion):
    with pytest.raises(NotANumber) as refused:
        read_number(text)
    assert refused.value.code == code
    if suggestion != "0":
        assert refused.value.suggestion == suggestion


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_python_writes_is_read(value):
    assert read_number(repr(value)) == value
    assert read_number(repr(value).replace(".", ",")) == value


@given(st.text(max_size=12))
def test_any_text_is_a_finite_number_or_refused(text):
    try:
        value = read_number(text)
    except NotANumber:
        return
    assert not math.isnan(value)


def test_a_quoted_comma_that_may_part_thousands_is_refused_where_commas_separate_cells():
    with pytest.raises(Wrong) as refused:
        read_cell("1,234", PEOPLE, comma_separated=True)
    assert refused.value.repair == "Write 1234 or 1.234."
    assert read_cell("1,234", PEOPLE) == 1.234  # semicolons separate: a decimal comma
    assert read_cell("1,5", PEOPLE, comma_separated=True) == 1.5
    assert read_cell("0,125", PEOPLE, comma_separated=True) == 0.125
    lat = input_tables()["sites"].columns["lat"]
    assert read_cell("61,498", lat, comma_separated=True) == 61.498  # 61498 is no latitude


def test_a_number_too_large_for_a_float_is_out_of_range():
    with pytest.raises(Wrong) as refused:
        read_cell("1e999", PEOPLE)
    assert refused.value.code == "number_out_of_range"
