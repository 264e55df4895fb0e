"""The dictionary: read strictly, and true to itself."""

import pytest

from model.reading.strict_yaml import read_yaml
from model.schema import dictionary
from model.schema.defaults import default_settings, empty_table
from model.schema.dictionary import Column, DictionaryError, input_tables, result_tables, setting_groups, settings


def test_every_table_is_loaded_with_the_common_columns_last():
    for name, table in input_tables().items():
        assert table.file == f"{name}.csv"
        assert list(table.columns)[-2:] == ["source", "note"]
        assert set(table.key) <= set(table.columns)
        assert all(column.meaning and column.name == key for key, column in table.columns.items())


def test_a_share_is_between_nothing_and_all():
    share = input_tables()["services"].columns["remote_share_max"]
    assert (share.min, share.max, share.default) == (0, 1, 0)


def test_numbers_with_a_default_are_within_their_range():
    for column in [*(c for t in input_tables().values() for c in t.columns.values()), *settings().values()]:
        if column.is_number and column.default is not None:
            assert column.min is None or column.min <= column.default
            assert column.max is None or column.default <= column.max


def test_result_tables_are_loaded_too():
    assert result_tables()["open_sites"].columns["tier"].decided
    assert "source" not in result_tables()["open_sites"].columns


def test_settings_are_known_by_their_dotted_path():
    assert settings()["travel_estimate.detour_factor"].default == 1.27
    assert set(setting_groups()) == {"travel_estimate", "objective", "change_limits"}


ONE_COLUMN = "common: {}\ntables: {t: {file: t.csv, row: x, columns: {a: {type: choice, meaning: x%s}}}}"


@pytest.mark.parametrize(("page", "trouble"), [
    ("common: {}\ntables: {t: {file: t.csv, row: x, key: [a], columns: {a: {typo: id, meaning: x}}}}", "unknown keys"),
    ("common: {}\ntables: {t: {file: t.csv, row: x, key: [a], columns: {a: {type: idd, meaning: x}}}}", "unknown type"),
    ("common: {}\ntables: {t: {file: t.csv, row: x, key: [b], columns: {a: {type: id, meaning: x}}}}", "key of t"),
    ("common: {}\ntables: {t: {file: t.csv, row: x, keys: [a], columns: {a: {type: id, meaning: x}}}}", "unknown keys"),
    ("common: {}\ntables: {t: {file: t.csv, row: x, columns: {a: {type: reference, of: u, meaning: x}}}}", "unknown table"),
    (ONE_COLUMN % "", "no choices"), (ONE_COLUMN % ", choices: [b], default: c", "default"),
    ("tables: {}", "holds"),
])
def test_a_mistake_in_the_dictionary_is_refused(tmp_path, monkeypatch, page, trouble):
    (tmp_path / "tables.yaml").write_text(page, encoding="utf-8")
    monkeypatch.setattr(dictionary, "FOLDER", tmp_path)
    with pytest.raises(DictionaryError, match=trouble):
        input_tables.__wrapped__()


@pytest.mark.parametrize("file", ["tables.yaml", "settings.yaml", "results.yaml"])
def test_the_dictionary_is_strict_yaml(file):
    _, findings = read_yaml((dictionary.FOLDER / file).read_text(encoding="utf-8"), file)
    assert findings == []  # no key twice, above all


def test_tables_and_settings_made_in_code_have_the_defaults():
    services = empty_table("services", 2)
    assert list(services) == list(input_tables()["services"].columns)
    assert services["within_minutes"].tolist() == [3, 3] and services["headline"].tolist() == [True, True]
    assert services["tiers"].tolist() == [(), ()] and services["policy"].tolist() == ["nearest_within"] * 2
    assert empty_table("travel").empty
    assert default_settings()["objective"]["mode_change_weight"] == 0.25
    default_settings()["objective"]["levels"].clear()
    assert len(default_settings()["objective"]["levels"]) == 3  # every caller has its own


def test_columns_are_frozen():
    with pytest.raises(AttributeError):
        Column("a", "id", "x").name = "b"
