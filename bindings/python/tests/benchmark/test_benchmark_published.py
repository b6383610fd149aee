"""Tables A, B and C of the benchmark's report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from das.benchmark._errors import BenchmarkError
from das.benchmark._published import TABLE_A, TABLE_B, published_folder, read_published
from das.benchmark._results import Results
from das.benchmark._store import Result, Run
from das.benchmark._table_c import table_c
from das.benchmark._table_published import published_tables
from das.benchmark._time import time_and_quality

AREAS = {"Wilt": 0.5, "musk": 0.25, "Hepatitis": 0.75, "pima": 0.5}


def results_of(split: str, metric: str = "auc_pr") -> Results:
    """f of pca is .1 on every dataset; F is as above with seeds that differ by .2."""
    found = []
    for dataset, value in AREAS.items():
        for seed, change in enumerate((-0.1, 0.1)):
            for variant, score in (("f", 0.1), ("F", value + change)):
                run = Run(dataset, split, "pca", variant, seed)
                found.append(Result(run, score, score, 1.5, 9, 2, 9, 3))
    return Results(found, split, metric, {})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two methods: one of .4 everywhere, one that is better on one dataset of each table."""
    path = tmp_path / "published"
    path.mkdir()
    (path / TABLE_A.files["auc_pr"]).write_text(
        ",even,uneven\nwilt,40,60\nmusk,40,0\nhepatitis,99,99\nglass,99,99\n"
    )
    (path / TABLE_B.files["auc_pr"]).write_text(
        "dataset,even,uneven\nHepatitis,0.4,0.9\npima,0.4,0.5\nlympho,1,1\n"
    )
    return path


def cells(lines: list[str], title: str) -> dict[str, list[str]]:
    """The lines of one table by method."""
    text = "\n".join(lines).split(f"#### {title}\n")[1].split("####")[0]
    rows = [row.strip("| ").split(" | ") for row in text.splitlines() if row.startswith("| ")]
    return {row[0].strip("*"): row[1:] for row in rows[2:]}


def test_f_is_ranked_among_published_methods(folder: Path, tmp_path: Path) -> None:
    lines = published_tables(results_of("first-half"), folder, tmp_path)
    assert cells(lines, "Table A, AUC-PR") == {
        "even": [".4000", "2.0", "1.0", ".8333"],
        "F pca": [".3750", "2.0", "0.0", ".7292"],
        "uneven": [".3000", "2.0", "1.0", ".5000"],
    }
    assert cells(lines, "Table B, AUC-PR") == {
        "uneven": [".7000", "1.2", "2.0", "1.0000"],
        "F pca": [".6250", "1.8", "1.0", ".9167"],
        "even": [".4000", "3.0", "0.0", ".6222"],
    }
    assert cells(lines, "Table B, AUC-PR, without Hepatitis")["even"] == [
        ".4000",
        "3.0",
        "0.0",
        ".8000",
    ]
    assert "Wins over even, which has the highest published mean: F pca 1 of 2." in lines
    assert len(list(tmp_path.glob("table-*.svg"))) == 3


def test_other_splits_and_metrics_have_no_published_results(folder: Path, tmp_path: Path) -> None:
    assert published_tables(results_of("random"), folder, tmp_path) == []
    (missing,) = (
        line
        for line in published_tables(results_of("first-half", "auc_roc"), folder, tmp_path)
        if "left out" in line
    )
    assert missing.startswith("Table A is left out: ")


def test_without_a_folder_the_report_says_how_to_name_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DAS_PUBLISHED", raising=False)
    assert published_folder(None) is None
    text = " ".join(published_tables(results_of("first-half"), None, tmp_path))
    assert "--published" in text and "DAS_PUBLISHED" in text
    monkeypatch.setenv("DAS_PUBLISHED", str(tmp_path))
    assert published_folder(None) == tmp_path
    with pytest.raises(BenchmarkError, match="there is no folder nowhere"):
        published_folder("nowhere")


def test_damaged_published_results_are_named(folder: Path) -> None:
    path = folder / TABLE_B.files["auc_pr"]
    for text in ("", "dataset,even\npima,high\n", "dataset,even\npima\n"):
        path.write_text(text)
        with pytest.raises(BenchmarkError, match=r"ofa_tad_first_half_auc_pr.csv cannot be read"):
            read_published(path, TABLE_B)


def test_table_c_counts_wins_and_losses(tmp_path: Path) -> None:
    lines = table_c(results_of("fixed"), tmp_path)
    # Differences .4, .15, .65 and .4: their mean is .4, the standard error .1021.
    assert any(
        re.match(r"\| pca \| .1000 \| .5000 \| \+.4000 \| .1021 \| ", line) for line in lines
    )
    assert any(line.endswith("| .1250 | 4 | 0 |") for line in lines)
    assert (tmp_path / "table-c-auc-pr.svg").exists()


def test_the_time_of_f_counts_for_both(tmp_path: Path) -> None:
    lines = time_and_quality(results_of("fixed"), tmp_path)
    assert "| f pca | 1.500 | .1000 |" in lines and "| F pca | 3.000 | .5000 |" in lines
    assert (tmp_path / "time-fixed.svg").exists()
