"""The program store: plain files, approvals by hash, nothing outside of its folder."""

from __future__ import annotations

import json
import math
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import das
import numpy as np
import pytest
from das._cli.main import main
from support.answers import SOURCE, steps
from support.data import Matrix
from support.running import on_threads

OTHER = SOURCE.replace("0.7", "0.8")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> das.ProgramStore:
    """The user's store, in a folder of the test, with no approval left from another."""
    monkeypatch.setattr("das._programs.approvals.in_process", set())
    monkeypatch.setenv("LIBDAS_PROGRAMS", str(tmp_path / "programs"))
    return das.ProgramStore()


def written() -> Any:
    return das.write_program("ecod", llm=lambda prompt: steps(name="mine"))


def python(source: str = SOURCE, **options: Any) -> das.PythonProgram:
    return das.PythonProgram(source, name="mixed", **options)


def test_stored_programs_are_unchanged(store: das.ProgramStore) -> None:
    step_program = written()
    source_program = python(detector="knn", policy="ö\n", explanation="\x1b[2K")
    assert store.save(step_program) == "mine"
    assert store.save(source_program) == "mixed"
    assert store.save(das.Program("pca"), "other") == "other"
    assert store.load("mine") == step_program
    assert store.load("mine").provenance == step_program.provenance
    assert store.load("mixed") == source_program
    assert store.load("mixed").provenance is None
    assert store.load("other") == das.Program("pca")
    lines = {line.name: line for line in store.list()}
    assert list(lines) == ["mine", "mixed", "other"]
    assert lines["mine"][1:3] == ("json", "ecod")
    assert lines["mixed"][1:] == ("python", "knn", source_program.sha256, False, "")
    assert lines["mine"].approved
    assert lines["mine"].date == step_program.provenance.date


def test_files_are_plain_text(store: das.ProgramStore) -> None:
    program = written()
    store.save(program)
    store.save(python())
    folder = Path(store.path)
    assert (folder / "mixed" / "program.py").read_text() == SOURCE
    assert json.loads((folder / "mine" / "program.json").read_text())["name"] == "mine"
    assert (folder / "mine" / "prompt-2.txt").read_text() == program.provenance.prompts[1]
    assert (folder / "mine" / "answer-1.txt").read_text() == steps(name="mine")
    kept = json.loads((folder / "mine" / "provenance.json").read_text())
    assert kept["sha256"] == program.sha256
    assert not [name for _, _, names in os.walk(folder) for name in names if name[0] == "."]


def test_approval_is_of_the_exact_text(store: das.ProgramStore) -> None:
    program = python()
    assert not program.approved
    store.save(program)
    assert not store.is_approved("mixed")
    assert store.approve("mixed") == program.sha256
    assert store.approve("mixed") == program.sha256
    lines = (Path(store.path) / "approvals.txt").read_text().splitlines()
    assert len(lines) == 2
    assert lines[1].split()[0] == program.sha256
    assert lines[1].endswith(" mixed")
    assert store.load("mixed").approved
    with open(Path(store.path) / "mixed" / "program.py", "a") as file:
        file.write("# changed\n")
    assert not store.is_approved("mixed")
    assert not store.load("mixed").approved
    assert store.is_approved(program)
    store.save(python(OTHER), overwrite=True)
    assert not store.is_approved("mixed")
    store.save(program, overwrite=True)
    store.remove("mixed")
    assert not store.is_approved(program)
    assert not program.approved


def test_approvals_apply_to_programs_of_their_store(
    store: das.ProgramStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared_store = das.ProgramStore(tmp_path / "team")
    shared_store.save(python())
    shared_store.approve("mixed")
    monkeypatch.setattr("das._programs.approvals.in_process", set())
    assert len(shared_store.list()) == 1
    assert not python().approved, "looking at a store approves nothing"
    loaded = shared_store.load("mixed")
    assert loaded.approved and pickle.loads(pickle.dumps(loaded)).approved
    assert loaded == python()
    (tmp_path / "team" / "approvals.txt").unlink()
    assert not loaded.approved


def test_an_approval_for_this_process(store: das.ProgramStore, X: Matrix) -> None:
    program = python()
    other = python(OTHER)
    assert program.approve() is program
    assert program.approved
    assert pickle.loads(pickle.dumps(program)).approved
    assert not other.approved
    assert not store.is_approved(program)
    assert program(7, das.ECOD().fit(X), X).shape == (7, 4)
    with pytest.raises(das.UnapprovedProgramError, match="0[.]8"):
        other(7, das.ECOD().fit(X), X)
    assert isinstance(das.UnapprovedProgramError(), PermissionError)


def test_objects_of_other_libraries_are_scored(store: das.ProgramStore, X: Matrix) -> None:
    ensemble = pytest.importorskip("sklearn.ensemble")
    forest = ensemble.IsolationForest(random_state=0).fit(X)
    rows = python().approve()(20, forest, X, random_state=1)
    assert np.array_equal(rows, das.generate_hard_anomalies(20, forest, X, python(), 1))


def test_without_isolation_it_makes_the_same_rows(store: das.ProgramStore, X: Matrix) -> None:
    f = das.ECOD().fit(X)
    bare = python(sandbox="none").approve()(20, f, X, random_state=1)
    assert np.array_equal(bare, python()(20, f, X, random_state=1))
    with pytest.raises(das.SandboxError, match="still running after 0.2 s"):
        limits = das.Limits(seconds=0.2)
        endless = "def generate_hard_anomalies(n, model, X):\n    while True: pass\n"
        python(endless, limits=limits).approve()(20, f, X)


def test_a_changed_program_has_lost_its_provenance(store: das.ProgramStore) -> None:
    store.save(written())
    path = Path(store.path) / "mine" / "program.json"
    path.write_text(path.read_text().replace("mine", "mind"))
    assert store.load("mine").provenance is None


def test_existing_program_needs_overwrite(store: das.ProgramStore) -> None:
    store.save(python())
    with pytest.raises(das.FileError, match="there is a program 'mixed' in"):
        store.save(python(OTHER))
    assert store.load("mixed") == python()
    store.save(das.Program("pca"), "mixed", overwrite=True)
    assert store.load("mixed") == das.Program("pca")


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../x", "a/b", "/tmp/x", ".hidden", "a" * 65, "a\0b", "a\nb", "ä", "a b"],
)
def test_a_name_is_no_path(name: str, store: das.ProgramStore) -> None:
    for use in (store.load, store.remove, lambda name: store.save(das.Program("pca"), name)):
        with pytest.raises(das.InvalidArgumentError, match="it takes 1 to 64 letters"):
            use(name)
    with pytest.raises(das.InvalidArgumentError):
        das.PythonProgram(SOURCE, name=name)


OWN_FILES = ["approvals.txt", "x.part", "programs.lock", "old.bak", "index.json", "program.py"]


@pytest.mark.parametrize("name", OWN_FILES)
@pytest.mark.parametrize("change", [str, str.upper, str.title, "{}.".format, "{}..".format])
def test_no_program_has_the_name_of_a_file_of_the_store(
    name: str, change: Callable[[str], str], store: das.ProgramStore
) -> None:
    for use in (store.load, store.remove, lambda name: store.save(das.Program("pca"), name)):
        with pytest.raises(das.InvalidArgumentError, match="is kept for files of the store"):
            use(change(name))


def test_a_model_that_names_a_file_of_the_store_is_asked_again(store: das.ProgramStore) -> None:
    store.save(python())
    answers = iter([steps(name="Approvals.txt."), steps(name="mine")])
    program = das.write_program("ecod", llm=lambda prompt: next(answers), attempts=2)
    assert store.save(program) == "mine"
    store.approve("mixed")
    assert sorted(os.listdir(store.path)) == ["approvals.txt", "mine", "mixed"]


@pytest.mark.parametrize("name", ["a.1", "gpt-4.1-mini", "v1.2_b", "txt", "approvals"])
def test_other_names_may_hold_a_dot(name: str, store: das.ProgramStore) -> None:
    assert store.save(das.Program("pca"), name) == name
    assert [line.name for line in store.list()] == [name]


@pytest.mark.parametrize("file", ["approvals.txt", "mixed/program.py", "mixed/about.json"])
def test_a_folder_or_pipe_in_place_of_a_file_is_an_error(
    file: str, store: das.ProgramStore
) -> None:
    for make in (os.mkdir, os.mkfifo):
        store.save(python(), overwrite=True)
        path = Path(store.path, file)
        path.unlink(missing_ok=True)
        make(path)
        with pytest.raises(das.FileError):
            store.approve("mixed")
        with pytest.raises(das.FileError):
            store.is_approved("mixed")
        os.rmdir(path) if path.is_dir() else path.unlink()


def test_tampered_record_is_an_error_or_harmless(
    store: das.ProgramStore, capsys: pytest.CaptureFixture[str]
) -> None:
    store.save(written())
    path = Path(store.path, "mine", "provenance.json")
    record = json.loads(path.read_text())
    evil = "\x1b[2K\u3164\n"
    usages = ({"calls": evil}, {"cost": evil}, {"cost": math.nan}, {"prompt_tokens": -1})
    wrong = [{**record, "usage": {**record["usage"], **usage}} for usage in usages]
    wrong += [{**record, "usage": 3}, {**record, "checks": [1]}, {"sha256": record["sha256"]}]
    for content in wrong:
        path.write_text(json.dumps(content))
        with pytest.raises(das.BadFormatError, match="provenance.json is not as it was written"):
            store.load("mine")
    checks = [{"name": evil, "passed": 1, "measured": [evil]}]
    path.write_text(json.dumps({**record, "checks": checks, "version": evil, "date": evil}))
    assert main(["program", "show", "mine"]) == 0
    assert not [c for c in capsys.readouterr().out if c in "\x1b\u3164"]


def test_symbolic_links_are_not_followed(store: das.ProgramStore, tmp_path: Path) -> None:
    store.save(python())
    root = Path(store.path)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "program.py").write_text(SOURCE)
    (root / "linked").symlink_to(outside)
    (root / "mixed" / "about.json").unlink()
    (root / "mixed" / "about.json").symlink_to(outside / "program.py")
    for name in ("linked", "mixed"):
        with pytest.raises(das.FileError, match="symbolic link"):
            store.load(name)
    with pytest.raises(das.FileError, match="symbolic link"):
        store.remove("linked")
    with pytest.raises(das.FileError):
        store.save(python(), "linked", overwrite=True)
    store.save(python(), overwrite=True)
    assert (outside / "program.py").read_text() == SOURCE
    assert store.load("mixed") == python()
    (root / "approvals.txt").symlink_to(outside / "approvals.txt")
    with pytest.raises(das.FileError, match="symbolic link"):
        store.approve("mixed")
    assert not (outside / "approvals.txt").exists()


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("program.py", None),
        ("program.json", b"{}"),
        ("program.py", b"\xff\xfe"),
        ("about.json", b"[1]"),
        ("about.json", b"{"),
        ("about.json", b"[" * 100_000),
    ],
)
def test_malformed_files_are_errors(
    file: str, content: bytes | None, store: das.ProgramStore
) -> None:
    store.save(python())
    path = Path(store.path) / "mixed" / file
    path.unlink(missing_ok=True)
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(das.BadFormatError):
        store.load("mixed")
    assert store.list() == ()
    store.remove("mixed")
    assert not (Path(store.path) / "mixed").exists()


def test_approvals_of_several_threads_are_all_kept(store: das.ProgramStore) -> None:
    programs = [python(SOURCE + "#" * number) for number in range(20)]
    on_threads(store.approve, programs)
    assert all(store.is_approved(program) for program in programs)


def test_an_interrupted_save_leaves_nothing(
    store: das.ProgramStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save(python())

    def fail(*arguments: Any, **options: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("das._core.file_io.write", fail)
    for name in ("mixed", "new"):
        with pytest.raises(KeyboardInterrupt):
            store.save(python(OTHER), name, overwrite=True)
    monkeypatch.undo()
    rename = os.rename

    def fail_the_second(source: str, *arguments: Any, **options: Any) -> None:
        if source.endswith(".part"):
            raise OSError("as planned")
        rename(source, *arguments, **options)

    monkeypatch.setattr("das._core.directories.os.rename", fail_the_second)
    with pytest.raises(OSError, match="as planned"):
        store.save(python(OTHER), "mixed", overwrite=True)
    assert os.listdir(store.path) == ["mixed"]
    assert store.load("mixed") == python()


def test_where_the_store_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIBDAS_PROGRAMS", "/a")
    assert das.ProgramStore("/b").path == "/b"
    assert das.ProgramStore().path == "/a"
    monkeypatch.delenv("LIBDAS_PROGRAMS")
    monkeypatch.setenv("XDG_DATA_HOME", "/c")
    assert das.ProgramStore().path == "/c/libdas/programs"
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert das.ProgramStore().path == f"{tmp_path}/.local/share/libdas/programs"
    assert das.ProgramStore().list() == ()
    with pytest.raises(das.UnknownNameError, match="there is no program 'x' in"):
        das.ProgramStore().load("x")
    assert not list(tmp_path.iterdir())


def test_other_things_are_no_programs(store: das.ProgramStore) -> None:
    with pytest.raises(das.UnsupportedError, match="holds no function"):
        store.save(lambda n, m, X: X)  # type: ignore[arg-type]
    for options in ({"source": 3}, {"policy": None}, {"sandbox": "maybe"}):
        with pytest.raises(das.InvalidArgumentError, match=next(iter(options))):
            das.PythonProgram(**{"source": SOURCE, **options})  # type: ignore[arg-type]


def test_abandoned_files_are_removed_by_the_next_save(store: das.ProgramStore) -> None:
    store.save(python())
    root = Path(store.path)
    left, other = root / ".mixed.17.0badcafe.part", root / ".other.17.0badcafe.part"
    for folder in (left, other):
        folder.mkdir()
        (folder / "program.py").write_text("half")
    (root / "mixed").rename(root / ".mixed.18.0badcafe.part.old")  # killed between two renames
    with pytest.raises(das.FileError, match="already"):
        store.save(python(OTHER), "mixed")
    assert store.load("mixed") == python()
    assert sorted(os.listdir(root)) == [other.name, "mixed"]
