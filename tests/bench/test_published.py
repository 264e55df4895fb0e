"""Published instances, solved through the model to their published optimum. Skipped where their folder is absent."""

from __future__ import annotations

import numpy as np
import pytest

from model.bench.published import (
    FAST,
    KINDS,
    NOT_READ,
    NOT_REPRESENTED,
    VARIABLE,
    benchmarks_folder,
    instance_case,
    published_index,
    published_instance,
    published_table,
    read_orlib_cap,
    read_orlib_pmed,
)
from model.bench.refusal import Refusal

FOLDER = benchmarks_folder()
SAME = 1e-6  # published values are rounded or cut

needs_folder = pytest.mark.skipif(FOLDER is None, reason=f"no published instances: set {VARIABLE} to the folder of index.csv")
SLOW = ("orlib_pmed/pmed6/p-median", "orlib_pmed/pmed10/p-median", "orlib_pmed/pmed15/p-median", "ufllib/M_MO1/uflp",
        "orlib_pmedcap/pmedcap01/capacitated-p-median", "holmberg/p25/sscflp")


@pytest.mark.published
@needs_folder
@pytest.mark.parametrize("name", [*FAST, *(pytest.param(name, marks=pytest.mark.slow) for name in SLOW)])
def test_published_optimum(name):
    row = published_table([name], FOLDER, seconds=120.0).iloc[0]
    assert row["status"] == "optimal"
    assert row["ours"] == pytest.approx(row["published"], rel=SAME)


@pytest.mark.published
@needs_folder
def test_every_representable_instance_can_be_read():
    """Sizes and p of the index, demand within capacity, no negative figure."""
    index = published_index(FOLDER)
    known = index[index["kind"].isin(KINDS) & (index["format"] != "tsplib-euc2d") & (index["customers"] <= 300)]
    for name, row in known.iterrows():
        instance = published_instance(FOLDER, row)
        assert instance.cost.shape == (row["customers"], row["sites"]), name
        assert len(instance.fixed) == row["sites"] and (instance.cost >= 0).all() and np.isfinite(instance.cost).all(), name
        assert row["kind"] not in ("p-median", "capacitated-p-median") or instance.p == row["p"], name
        assert instance.capacity is None or instance.capacity.sum() >= instance.demand.sum() > 0, name


@pytest.mark.published
@needs_folder
@pytest.mark.parametrize("kind", [*NOT_REPRESENTED, *NOT_READ])
def test_kinds_that_are_not_solved(kind):
    """They are refused with the reason; a kind of the index is either solved or in the list."""
    index = published_index(FOLDER)
    assert set(index["kind"]) == {*KINDS, *NOT_REPRESENTED, *NOT_READ}
    with pytest.raises(Refusal, match="not solved"):
        published_instance(FOLDER, index[index["kind"] == kind].iloc[0])
    pytest.skip(f"{kind}: {(NOT_REPRESENTED | NOT_READ)[kind]}")


# ---- without the folder


def test_cap_format():
    """Two sites, three customers; a cost is for the whole demand, the word capacity stands for the number given."""
    text = "2 3\n capacity 100.\n capacity 200\n 10\n 5 6\n 20 7.5\n 8 30 9 1"
    instance = read_orlib_cap("small", text, "sscflp", None, {"capacity": "40"})
    assert instance.cost.tolist() == [[5, 6], [7.5, 8], [9, 1]]
    assert instance.demand.tolist() == [10, 20, 30]
    assert instance.capacity.tolist() == [40, 40] and instance.fixed.tolist() == [100, 200] and instance.single_source


def test_pmed_format():
    """The last of two lengths of a pair counts, also the longer one and also turned round: 1 to 3 is 5 + 2, not 1 + 2."""
    instance = read_orlib_pmed("small", "3 3 1\n1 2 1\n2 3 2\n2 1 5", "p-median", None, {})
    assert instance.cost.tolist() == [[0, 5, 7], [5, 0, 2], [7, 2, 0]]
    assert instance.p == 1


def test_case_keeps_the_instances_unit():
    """Demands 10 and 20 cost 6 and 60, so a visit costs 0.6 and 3: the dearest takes 60 minutes, the other 12."""
    text = "1 2\n 100 50\n 10 6\n 20 60"
    case = instance_case(read_orlib_cap("small", text, "cflp", None, {}))
    assert case.minutes.to_numpy().ravel() == pytest.approx([12, 60])
    assert case.visits.to_numpy().ravel().tolist() == [10, 20]
    unit = case.settings.objective.levels[0]["terms"]["travel_burden_hours"]
    hours = (10 * 12 + 20 * 60) * 2 / 60
    assert unit * hours == pytest.approx(66)


def test_unknown_name_is_named(tmp_path):
    (tmp_path / "index.csv").write_text("family,name,file,format,p,kind,optimum,params\n")
    with pytest.raises(KeyError, match="orlib_cap/cap0/uflp"):
        published_table(["orlib_cap/cap0/uflp"], tmp_path)
