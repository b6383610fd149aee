"""`das benchmark` from end to end, on small datasets."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path

import das
import numpy as np
import pytest
from das._base.metrics import auc_pr
from das.benchmark import main
from das.benchmark._datasets import load
from das.benchmark._figure4 import Figure, figure_4
from das.benchmark._results import Results
from das.benchmark._store import ResultFile, Run, read_results
from support.running import python

pytestmark = pytest.mark.slow

QUICK = ["--detectors", "pca", "ecod", "--seeds", "2", "--jobs", "1", "--no-knn"]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three datasets; the anomalies of each lie off the line of the normal rows."""
    folder = tmp_path_factory.mktemp("data")
    for seed, name in enumerate(["apples", "pears", "plums, dried"]):
        rng = np.random.default_rng(seed)
        X = rng.normal(size=(60, 1)) + rng.normal(size=(60, 3)) * 0.2
        X[50:] = rng.normal(size=(10, 3)) * 1.5
        np.savez(folder / f"{name}.npz", X=X.astype(np.float32), y=np.repeat([0, 1], [50, 10]))
    return folder


@pytest.fixture(scope="module")
def finished(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of results with everything in it."""
    folder = tmp_path_factory.mktemp("results")
    assert main([str(data), *QUICK, "--output", str(folder)]) == 0
    return folder


Refused = Callable[..., str]


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Refused:
    """Runs a command that ends with status 2, and gives what it says."""

    def run(*arguments: str | Path) -> str:
        assert main([str(argument) for argument in arguments]) == 2
        return capsys.readouterr().err

    return run


def copy_of(folder: Path, target: Path) -> Path:
    target.mkdir()
    for name in ("results.csv", "settings.json"):
        (target / name).write_bytes((folder / name).read_bytes())
    return target


def rows_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "results.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def without_times(folder: Path) -> set[tuple[str, ...]]:
    return {
        tuple(value for key, value in row.items() if key != "seconds") for row in rows_of(folder)
    }


def test_every_run_has_its_row(finished: Path) -> None:
    rows = rows_of(finished)
    keys = ("dataset", "split", "detector", "variant", "seed")
    runs = {tuple(row[key] for key in keys) for row in rows}
    assert len(runs) == len(rows) == 3 * 2 * 2 * 3 * 2
    assert {row["variant"] for row in rows} == {"f", "booster", "F"}
    assert {row["dataset"] for row in rows} == {"apples", "pears", "plums, dried"}
    assert all(0 < float(row["auc_pr"]) <= 1 for row in rows)
    assert all(
        (row["train_rows"], row["test_rows"], row["anomalies"]) == ("25", "35", "10")
        for row in rows
    )


def test_rows_are_what_the_public_interface_gives(finished: Path, data: Path) -> None:
    X, y, _ = load(data / "pears.npz")
    f = das.PCA(random_state=1).fit(X[:25])
    F = das.LLMDAS(f, contamination="clean", random_state=1).fit(X[:25])
    from sklearn.metrics import average_precision_score

    found = read_results(finished / "results.csv")
    for variant, model in (("f", f), ("F", F)):
        row = found[Run("pears", "first-half", "pca", variant, 1)]
        scores = model.decision_function(X[25:])
        assert row.auc_pr == pytest.approx(average_precision_score(y[25:], scores), abs=1e-8)


def test_each_protocol_is_what_the_public_interface_gives(data: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    X, y, _ = load(data / "pears.npz")
    np.savez(own / "figs.npz", train=X[:30], test=X[30:], test_labels=y[30:])
    command = [str(data), str(own), *QUICK, "--datasets", "pears", "figs", "--detectors", "pca"]
    splits = ["--splits", "contaminated", "unsupervised", "fixed", "--fractions", "0.1"]
    assert main([*command, *splits, "--output", str(tmp_path / "out")]) == 0
    found = read_results(tmp_path / "out" / "results.csv")
    assert {run[:2] for run in found} == {
        ("pears", "contaminated-0.1"),
        ("pears", "unsupervised"),
        ("figs", "fixed"),
    }
    model = das.LLMDAS("pca", random_state=1).fit(X)
    f = das.PCA(random_state=1).fit(X)
    for variant, scores in (("f", f.decision_scores_), ("F", model.decision_scores_)):
        row = found[Run("pears", "unsupervised", "pca", variant, 1)]
        assert row.auc_pr == pytest.approx(auc_pr(y, scores), abs=1e-8)
    F = das.LLMDAS("pca", contamination="clean", random_state=1).fit(X[:30])
    scores = F.decision_function(X[30:])
    row = found[Run("figs", "fixed", "pca", "F", 1)]
    assert row.auc_pr == pytest.approx(auc_pr(y[30:], scores), abs=1e-8)
    assert "### Table C, AUC-ROC" in (tmp_path / "out" / "report.md").read_text()


def test_models_can_know_the_fraction_of_anomalies(data: Path, tmp_path: Path) -> None:
    command = [str(data), *QUICK, "--datasets", "pears", "--detectors", "pca", "--seeds", "1"]
    command += ["--splits", "unsupervised", "--contamination", "known"]
    assert main([*command, "--output", str(tmp_path)]) == 0
    X, y, _ = load(data / "pears.npz")
    model = das.LLMDAS("pca", contamination=float(y.mean()), random_state=0).fit(X)
    row = read_results(tmp_path / "results.csv")[Run("pears", "unsupervised", "pca", "F", 0)]
    assert row.auc_pr == pytest.approx(auc_pr(y, model.decision_scores_), abs=1e-8)
    assert "contamination: known" in (tmp_path / "report.md").read_text()


def test_splits_that_no_dataset_allows_are_refused(
    data: Path, tmp_path: Path, refused: Refused
) -> None:
    message = refused(data, *QUICK, "--splits", "fixed", "--output", tmp_path)
    assert "no dataset allows the splits fixed" in message


def test_killed_benchmark_resumes(
    finished: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copy_of(finished, tmp_path / "killed")
    table = folder / "results.csv"
    kept = table.read_bytes()[: table.stat().st_size * 3 // 5]
    table.write_bytes(kept)
    assert main([str(data), *QUICK, "--output", str(folder)]) == 0
    assert table.read_bytes().startswith(kept.rpartition(b"\n")[0])
    assert without_times(folder) == without_times(finished)
    assert len(rows_of(folder)) == len(rows_of(finished))
    again = table.read_bytes()
    assert main([str(data), *QUICK, "--output", str(folder)]) == 0
    assert "0 runs were done" in capsys.readouterr().out
    assert table.read_bytes() == again


@pytest.mark.parametrize(
    "change, message",
    [
        (["--preset", "paper"], "of another preset: default there, paper now"),
        (["--max-rows", "9"], "of another max_rows: all there, 9 now"),
        (["--contamination", "known"], "of another contamination: auto there, known now"),
        (["--set", "pca.weighted=0"], "another setting of pca: defaults there, weighted=0 now"),
    ],
)
def test_other_settings_are_not_mixed(
    change: list[str], message: str, finished: Path, data: Path, refused: Refused
) -> None:
    assert message in refused(data, *QUICK, *change, "--output", finished)


@pytest.mark.parametrize(
    "setting, message",
    [
        ("pca.weighted", "is not of the form DETECTOR.NAME=VALUE"),
        ("lda.weighted=1", "where the detector is one of iforest, pca"),
        ("pca.heavy=1", "pca has no setting 'heavy'; it has method, n_components"),
        ("pca.weighted=2", "--set: pca setting 'weighted' is 2; it takes an integer in 0 ... 1"),
        ("ocsvm.kernel=round", "--set: ocsvm setting 'kernel' is 'round'"),
    ],
)
def test_settings_are_checked_before_the_runs(
    setting: str, message: str, data: Path, tmp_path: Path, refused: Refused
) -> None:
    assert message in refused(data, *QUICK, "--set", setting, "--output", tmp_path)


def test_settings_reach_the_detector(data: Path, tmp_path: Path) -> None:
    arguments = [str(data), *QUICK, "--tables", "--seeds", "1", "--output", str(tmp_path)]
    assert main([*arguments, "--set", "pca.weighted=0", "pca.standardization=0"]) == 0
    X, y, _ = load(data / "pears.npz")
    f = das.PCA(weighted=False, standardization=False).fit(X[:25])
    row = read_results(tmp_path / "results.csv")[Run("pears", "first-half", "pca", "f", 0)]
    assert row.auc_pr == pytest.approx(auc_pr(y[25:], f.decision_function(X[25:])), abs=1e-8)
    report = (tmp_path / "report.md").read_text()
    assert "* detectors: defaults, but pca (standardization=0, weighted=0)" in report


def test_another_library_or_dataset_is_not_mixed(
    finished: Path, data: Path, tmp_path: Path, refused: Refused
) -> None:
    folder = copy_of(finished, tmp_path / "other")
    command = (data, *QUICK, "--output", folder)
    settings = json.loads((folder / "settings.json").read_text())
    settings["library"] = "0.9.0, build 0"
    (folder / "settings.json").write_text(json.dumps(settings))
    assert "another library: 0.9.0, build 0 there" in refused(*command)
    (folder / "settings.json").unlink()
    assert "has no settings.json beside it" in refused(*command)
    settings["library"] = json.loads((finished / "settings.json").read_text())["library"]
    settings["dataset"]["pears"] = "another"
    (folder / "settings.json").write_text(json.dumps(settings))
    assert "another dataset pears" in refused(*command)


def test_concurrent_writers_are_refused(finished: Path, data: Path, refused: Refused) -> None:
    with ResultFile(finished / "results.csv"):
        assert "another process writes to" in refused(data, *QUICK, "--output", finished)


def test_bad_dataset_is_named_and_skipped(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "good.npz").write_bytes((data / "pears.npz").read_bytes())
    (folder / "torn.npz").write_bytes((data / "pears.npz").read_bytes()[:200])
    np.savez(folder / "unlabelled.npz", X=np.zeros((5, 2)))
    arguments = [str(folder), "--detectors", "ecod", "--seeds", "1", "--jobs", "1"]
    assert main([*arguments, "--output", str(tmp_path / "out")]) == 1
    output = capsys.readouterr().err
    assert "torn: not a dataset: it cannot be read" in output
    assert "unlabelled: not a dataset: it has no array y, only X" in output
    rows = rows_of(tmp_path / "out")
    assert {row["dataset"] for row in rows} == {"good"}
    assert {row["detector"] for row in rows} == {"ecod", "knn5"}
    report = (tmp_path / "out" / "report.md").read_text()
    assert "## Failures" in report and "* torn: " in report


def test_the_report_has_the_tables(finished: Path) -> None:
    report = (finished / "report.md").read_text()
    assert "## Split: first-half" in report and "## Split: random" in report
    assert report.count("### Table 1, AUC-PR") == report.count("### Table 1, AUC-ROC") == 2
    assert f"* library: {das.__version__}, build " in report
    assert "`das benchmark " in report
    means = [
        np.mean(
            [
                float(row["auc_pr"])
                for row in rows_of(finished)
                if row["split"] == "random" and row["detector"] == "pca" and row["variant"] == name
            ]
        )
        for name in ("f", "F")
    ]
    cells = " | ".join(f"{mean:.4f}"[1:] for mean in means)
    assert f"| pca | {cells} | " in report
    assert "| plums, dried | 25 | 35 | 10 | 3 | " in report


def test_a_reference_is_compared_with(finished: Path, tmp_path: Path, refused: Refused) -> None:
    path = tmp_path / "known.csv"
    lines = [
        f"random,{name},pca,source,3,{value},.5"
        for name, value in (("apples", 0), ("apples", 0.02), ("pears", 0.02), ("unknown", 0.9))
    ]
    path.write_text("\n".join(["split,dataset,detector,variant,seeds,auc_pr,auc_roc", *lines, ""]))
    command = ("report", str(finished), "--reference", str(path))
    assert main([*command]) == 0
    report = (finished / "report.md").read_text()
    table = report.split("### Against `source` of known.csv, AUC-PR")[1]
    assert table.count("2 of 2") == 1 and "| pca | .0150 | " in table
    assert "has no variant 'x'" in refused(*command, "--reference-variant", "x")


EVERYTHING = ["--tables", "table1", "table2", "fig4a", "fig4b", "--boosters", "random_forest"]


@pytest.fixture(scope="module")
def compared(finished: Path, data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same folder after the other tables were added to it, with one seed."""
    folder = copy_of(finished, tmp_path_factory.mktemp("compared") / "results")
    arguments = [str(data), *QUICK, *EVERYTHING, "--seeds", "1", "--output", str(folder)]
    assert main(arguments) == 0
    return folder


def test_tables_can_be_added_to_a_folder(finished: Path, compared: Path) -> None:
    assert without_times(finished) < without_times(compared)
    added = without_times(compared) - without_times(finished)
    assert {row[4] for row in added} == {"0"}
    assert "Incomplete" not in (compared / "report.md").read_text()


def test_the_report_compares_programs(compared: Path) -> None:
    report = (compared / "report.md").read_text()
    assert report.count("### Table 2, AUC-PR") == report.count("### Figure 4b, AUC-PR") == 2
    assert "| pca F@random_forest | " in report
    assert "| pca F:ecod | " not in report
    for name in ("fig4a-random", "fig4a-first-half", "fig4b-random", "fig4b-first-half"):
        assert f"]({name}.svg)" in report
        assert (compared / f"{name}.svg").read_text().startswith("<?xml")


def test_tables_pair_the_seeds_that_all_columns_have(compared: Path) -> None:
    found = read_results(compared / "results.csv").values()
    by_hand = {
        name: np.mean(
            [result.auc_pr for result in found if result.run[1:] == ("random", "pca", name, 0)]
        )
        for name in ("F", "F:ecod")
    }
    report = (compared / "report.md").read_text().split("## Split: random")[1]
    table = report.split("### Table 2, AUC-PR")[1].split("###")[0]
    cells = [f"{by_hand[name]:.4f}"[1:] for name in ("F", "F:ecod")]
    assert f"| pca | **{cells[0]}** | {cells[1]} (" in table


def test_identical_programs_are_reported(compared: Path) -> None:
    settings = json.loads((compared / "settings.json").read_text())
    assert settings["same"]["pca"]["F:pca"] == "F"
    settings["same"]["pca"]["F:copy"] = "F"
    results = Results(
        read_results(compared / "results.csv").values(), "random", "auc_pr", settings["same"]
    )
    assert results.means(("pca", "F:copy")) == results.means(("pca", "F"))
    figure = Figure("x", "Figure x", "A copy.", {"F:smote": "SMOTE", "F:copy": "copy", "F": "ours"})
    text = "\n".join(figure_4(results, figure, compared))
    assert "| same as ours |" in text


def test_figure_with_one_program_is_omitted(compared: Path) -> None:
    found = read_results(compared / "results.csv").values()
    results = Results(found, "random", "auc_pr", {"pca": {"F:copy": "F"}})
    figure = Figure("x", "Figure x", "A copy.", {"F:copy": "copy", "F": "ours"})
    assert figure_4(results, figure, compared) == []


def test_missing_runs_are_counted(compared: Path, tmp_path: Path) -> None:
    folder = copy_of(compared, tmp_path / "missing")
    table = folder / "results.csv"
    lines = table.read_text().splitlines(keepends=True)
    lost = [line for line in lines if line.startswith("pears,random,pca,F,")]
    table.write_text("".join(line for line in lines if line not in lost))
    assert main(["report", str(folder)]) == 0
    assert "Incomplete, runs are missing: pears (2)." in (folder / "report.md").read_text()


def test_a_report_without_scipy_and_matplotlib(
    compared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copy_of(compared, tmp_path / "bare")
    for name in ("scipy", "matplotlib"):
        monkeypatch.setitem(sys.modules, name, None)
    assert main(["report", str(folder)]) == 0
    report = (folder / "report.md").read_text()
    assert "need SciPy (`pip install scipy`)" in report
    assert "need matplotlib" in report
    assert "### Figure 4a" in report and ".svg" not in report


def test_data_folder_is_argument_or_variable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, refused: Refused
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DAS_DATA", raising=False)
    assert "which datasets?" in refused()
    monkeypatch.setenv("DAS_DATA", str(tmp_path / "nowhere"))
    assert "nowhere (from the variable DAS_DATA)" in refused()
    assert "the reference none.csv cannot be read" in refused(tmp_path, "--reference", "none.csv")
    (tmp_path / "file").touch()
    assert "das benchmark: " in refused("report", tmp_path / "file" / "in")
    assert "holds no .npz file" in refused(tmp_path)
    assert "holds no results.csv" in refused("report", tmp_path)


def test_the_commands(tmp_path: Path) -> None:
    def run(*command: str) -> str:
        result = python("-m", *command, cwd=tmp_path)
        assert result.returncode == 0, result.stderr
        return result.stdout

    assert "das benchmark --help" in " ".join(run("das", "--help").split())
    assert run("das", "benchmark", "--help") == run("das.benchmark", "--help")
    assert run("das", "--version").strip() == f"libdas {das.__version__}"
