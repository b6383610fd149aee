"""Properties of every estimator on tables with categories and gaps."""

from __future__ import annotations

import pickle
import warnings
from pathlib import Path
from typing import Any

import das
import numpy as np
import pytest
from das._core.tables.choice import GAPS_IN_NUMBERS
from support.mixed_tables import SHADES, SIZES, fitted, frame, renamed, scores

pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
pyarrow = pytest.importorskip("pyarrow")
pytestmark = pytest.mark.filterwarnings("ignore::das.FitWarning")

needs_gaps = pytest.mark.skipif(not GAPS_IN_NUMBERS, reason="not every stage takes gaps yet")

DETECTORS: list[Any] = [
    das.IForest(20, random_state=0),
    das.PCA(),
    das.ECOD(),
    das.OCSVM(),
    das.KNN(),
    das.LOF(),
    das.DRL(2, epochs=5, random_state=0),
    das.Consensus(random_state=0),
]
BOOSTERS: list[Any] = [
    das.RandomForest(10, random_state=0),
    das.ExtraTrees(10, random_state=0),
    das.DecisionTree(random_state=0),
    das.MLP(epochs=2, random_state=0),
    das.Voting(10, mlp_epochs=2, random_state=0),
]
MODELS: list[Any] = [
    das.LLMDAS(detector, booster=das.ExtraTrees(20), n_samples=200, random_state=0)
    for detector in DETECTORS
]
EVERY = [*DETECTORS, *BOOSTERS, *MODELS]
NAMES = ["mass", "shade", "size", "north", "length"]
TABLE, NEW = frame(), frame(60, seed=1)


def names(kinds: list[Any]) -> Any:
    def name(kind: Any) -> str:
        inner = getattr(kind, "detector", None)
        return type(kind).__name__ + (f" of {type(inner).__name__}" if inner else "")

    return pytest.mark.parametrize("kind", kinds, ids=name)


def as_polars(table: Any) -> Any:
    plain = table.assign(size=table["size"].astype(object))
    return polars.from_pandas(plain).with_columns(polars.col("size").cast(polars.Enum(SIZES)))


@names(EVERY)
def test_frames_of_every_library_give_the_same_bits(kind: Any) -> None:
    expected = scores(fitted(kind, TABLE), NEW)
    assert np.isfinite(expected).all()
    readers: list[Any] = [as_polars, pyarrow.Table.from_pandas, lambda t: t.convert_dtypes()]
    for reader in readers:
        assert np.array_equal(scores(fitted(kind, reader(TABLE)), reader(NEW)), expected)


@names(EVERY)
def test_names_of_categories_change_no_score(kind: Any) -> None:
    expected = scores(fitted(kind, TABLE), NEW)
    assert np.array_equal(scores(fitted(kind, renamed(TABLE)), renamed(NEW)), expected)


@names(EVERY)
def test_a_score_depends_on_its_row_alone(kind: Any) -> None:
    """Also where the row's categories come in another order than at the fit."""
    model = fitted(kind, TABLE)
    expected, order = scores(model, NEW), np.random.default_rng(0).permutation(len(NEW))
    mixed = NEW.iloc[order].assign(size=lambda t: t["size"].cat.set_categories(SIZES[::-1]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.array_equal(scores(model, mixed), expected[order])
        assert scores(model, NEW[:1]).tolist() == expected[:1].tolist()


@names(EVERY)
def test_listed_columns_score_as_those_of_the_dtypes(kind: Any) -> None:
    expected = scores(fitted(kind, TABLE), NEW)
    for choice in (["size", "shade"], [1, 2], np.array([0, 1, 1, 0, 0], bool)):
        assert np.array_equal(
            scores(fitted(kind, TABLE, categorical_features=choice), NEW), expected
        )


@names(EVERY)
def test_categories_and_names_are_attributes(kind: Any) -> None:
    model = fitted(kind, TABLE)
    assert list(model.feature_names_in_) == NAMES
    known = [one if one is None else one.tolist() for one in model.categories_]
    assert known == [None, sorted(SHADES), SIZES, None, None]
    numbers = fitted(kind, TABLE[["length"]].assign(mass=1.0 * TABLE["north"]))
    assert numbers.categories_ == [None, None]


@names(EVERY)
def test_arrays_of_codes_score_as_the_frame(kind: Any) -> None:
    model = fitted(kind, TABLE)
    codes = NEW.assign(
        shade=NEW["shade"].map(dict(zip(sorted(SHADES), range(3)))),
        size=NEW["size"].cat.codes,
    ).to_numpy(dtype=float)
    with pytest.warns(UserWarning, match="does not have valid feature names"):
        assert np.array_equal(scores(model, codes), scores(model, NEW))


@names(EVERY)
@pytest.mark.parametrize("way", ["file", "pickle"])
def test_a_saved_model_reads_frames(kind: Any, way: str, tmp_path: Path) -> None:
    table, new = (t.assign(code=np.arange(len(t)) % 7 * 10) for t in (TABLE, NEW))
    model = fitted(kind, table, categorical_features=["shade", "size", "north", "code"])
    if way == "file":
        model.save(tmp_path / "model.das")
        again = das.load(tmp_path / "model.das")
    else:
        again = pickle.loads(pickle.dumps(model))
    assert np.array_equal(scores(again, new), scores(model, new))
    for one, other in zip(again.categories_, model.categories_):
        assert (one is None and other is None) or (one.tolist() == other.tolist())
        assert one is None or one.dtype == other.dtype
    assert again.missing == model.missing
    assert again.categorical_features == model.categorical_features
    for part in ("detector_", "booster_"):
        if hasattr(again, part):
            assert len(getattr(again, part).categories_) == 6
            assert np.isfinite(scores(getattr(again, part), new)).all()


@names(EVERY)
def test_unseen_categories_are_scored_with_a_warning(kind: Any) -> None:
    model = fitted(kind, TABLE)
    odd = NEW.assign(shade="violet")
    with pytest.warns(UserWarning, match="column 'shade' of X has 'violet'"):
        unseen = scores(model, odd)
    with pytest.warns(UserWarning, match="has 'pink'"):
        assert np.array_equal(scores(model, NEW.assign(shade="pink")), unseen)
    assert np.isfinite(unseen).all()


@names(EVERY)
def test_gaps_are_scored_where_the_fit_saw_none(kind: Any) -> None:
    model = fitted(kind, TABLE)
    assert np.isfinite(scores(model, NEW.assign(length=np.nan, north=None))).all()
    assert np.isfinite(scores(model, NEW.assign(**dict.fromkeys(NAMES)))).all()


@names(EVERY)
@needs_gaps
def test_numbers_with_gaps_are_fitted_unless_refused(kind: Any) -> None:
    table = TABLE[["mass", "length"]]
    model = fitted(kind, table)
    assert np.isfinite(scores(model, NEW[["mass", "length"]])).all()
    with pytest.raises(das.InvalidDataError, match=r"X\[\d+, 0\] \(column 'mass'\).*'allow'"):
        fitted(kind, table, missing="refuse")


@names(EVERY)
def test_numbers_without_gaps_refuse_them_later(kind: Any) -> None:
    table = TABLE[["length"]].assign(other=np.arange(len(TABLE)) % 13.0)
    gap = table[:5].assign(length=[1, np.nan, 1, 1, 1])
    with pytest.raises(das.InvalidDataError, match=r"X\[1, 0\] \(column 'length'\).*'allow'"):
        scores(fitted(kind, table), gap)
    assert np.isfinite(scores(fitted(kind, table, missing="allow"), gap)).all()
