"""The command ``das program``."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import das
import pytest
from das._cli.main import main
from support.answers import PYTHON, SOURCE, steps
from support.llm_server import Server


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("das._programs.approvals.in_process", set())
    monkeypatch.setenv("LIBDAS_PROGRAMS", str(tmp_path / "programs"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["program", *arguments])
        output = capsys.readouterr()
        return status, output.out, output.err

    return run


def write(run: Any, answers: Any, *more: str) -> Any:
    pytest.importorskip("openai")
    with Server(answers) as server:
        given = ("--detector", "ecod", "--model", "tiny", "--base-url", server.url, *more)
        return (*run("write", *given), server)


def test_program_life_cycle(run: Any, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("It sums tails.")
    more = ("--form", "python", "--name", "mixed", "--description-file", str(notes))
    status, out, err, server = write(run, ["no", PYTHON], *more)
    assert status == 0
    assert "It sums tails." in server.prompts[0]
    assert "hard" in out
    assert "das program approve mixed" in out
    assert "check 2" in err
    assert "100%" in err

    status, out, _ = run("list")
    assert status == 0
    assert "mixed  python  ecod      no" in out

    status, out, _ = run("show", "mixed")
    assert SOURCE in out
    assert "The detector looks at one feature" in out
    assert "approved: no" in out
    assert "by tiny http://127.0.0.1" in out
    assert "2 answers, 200 + 20 tokens" in out

    status, out, err = run("check", "mixed")
    assert (status, out) == (1, "")
    assert "is not approved, so it is not run" in err

    status, out, _ = run("approve", "mixed", "--yes")
    assert status == 0
    assert SOURCE in out
    status, out, _ = run("check", "mixed")
    assert status == 0
    assert "FAILED" not in out

    assert run("remove", "mixed")[0] == 0
    assert "mixed" not in run("list")[1]
    assert run("remove", "mixed")[0] == 1


def test_a_program_of_steps_needs_no_approval(run: Any) -> None:
    status, out, err, _ = write(run, [steps()], "--quiet")
    assert (status, err) == (0, "")
    assert "stored as mine" in out
    assert "not needed" in run("list")[1]
    assert "needs no approval" in run("approve", "mine")[1]
    assert run("check", "mine", "--detector", "knn")[0] == 0
    status, _, err, _ = write(run, [steps()], "--quiet")
    assert status == 1
    assert "there is a program 'mine'" in err
    assert write(run, [steps()], "--quiet", "--overwrite")[0] == 0


def test_failed_attempts_are_printed(run: Any) -> None:
    status, out, err, _ = write(run, ["\x1b[2Kno"], "--attempts", "2", "--quiet")
    assert (status, out) == (1, "")
    assert "tiny wrote no program for 'ecod' that passes the checks, in 2 attempts" in err
    assert "\x1b" not in err


def test_checks_that_fail_show_in_the_status(run: Any) -> None:
    status, out, _ = run("check", "uniform")
    assert status == 1
    assert "FAILED  the detector flags most rows" in out


def test_approval_asks_for_confirmation(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    store = das.ProgramStore()
    program = das.PythonProgram(SOURCE, name="mixed")
    store.save(program)
    status, out, err = run("approve", "mixed")
    assert status == 1
    assert SOURCE in out
    assert "--yes" in err
    for answer, wanted in (("n\n", False), ("\n", False), ("y\n", True)):
        terminal = io.StringIO(answer)
        monkeypatch.setattr(terminal, "isatty", lambda: True)
        monkeypatch.setattr(sys, "stdin", terminal)
        assert run("approve", "mixed")[0] == (0 if wanted else 1)
        assert store.is_approved(program) == wanted


def test_approving_a_hash(run: Any) -> None:
    store = das.ProgramStore()
    program = das.PythonProgram(SOURCE, name="mixed")
    store.save(program)
    assert run("approve", "mixed", "--sha256", "0" * 64)[0] == 1
    assert not store.is_approved(program)
    assert run("approve", "mixed", "--sha256", program.sha256)[0] == 0
    assert store.is_approved(program)


def test_another_store(run: Any, tmp_path: Path) -> None:
    das.ProgramStore(tmp_path / "team").save(das.Program("pca"), "ours")
    assert "ours" in run("--store", str(tmp_path / "team"), "list")[1]
    assert "ours" not in run("list")[1]


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["show", "nix"], 1, "das program show: there is no program 'nix' in"),
        (["show", "../x"], 1, "name is '../x'"),
        (["check", "pca", "--detector", "hbos"], 1, "there is no detector 'hbos'"),
        (["write", "--detector", "hbos", "--model", "m"], 1, "there is no detector 'hbos'"),
        (
            ["write", "--detector", "pca", "--model", "m", "--description-file", "/nowhere"],
            1,
            "/nowhere",
        ),
    ],
)
def test_errors_are_printed_on_one_line(
    arguments: Any, status: int, message: str, run: Any
) -> None:
    got, out, err = run(*arguments)
    assert (got, out) == (status, "")
    assert message in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["sing"], ["write"], ["show"]])
def test_a_wrong_command_line_is_status_2(arguments: Any, run: Any) -> None:
    with pytest.raises(SystemExit) as caught:
        run(*arguments)
    assert caught.value.code == 2


def test_help_names_the_commands(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "program" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["program", "--help"])
    text = capsys.readouterr().out
    for command in ("write", "list", "show", "check", "approve", "remove", "exit status"):
        assert command in text
