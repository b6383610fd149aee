"""das.write_program against a server that replays recorded answers."""

from __future__ import annotations

import calendar
import json
import os
import pickle
import re
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import das
import das.llm
import numpy as np
import pytest
from support.answers import PYTHON, SOURCE, body, steps
from support.data import Matrix
from support.doubles import ExpectedError
from support.llm_server import Answer, Server, wait_for
from support.running import descendants

pytest.importorskip("openai")

GOOD = f"```json\n{steps()}\n```"


def files() -> set[str]:
    """Open files and sockets; /proc numbers sockets, so a new one shows."""
    folder = "/proc/self/fd"
    names = set()
    for number in os.listdir(folder):
        try:
            names.add(f"{number} {os.readlink(f'{folder}/{number}')}")
        except OSError:
            continue  # the descriptor that listed the folder
    return names


@pytest.fixture(autouse=True)
def nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No process, thread, socket or file stays behind, whatever a test does."""
    monkeypatch.setenv("LIBDAS_PROGRAMS", str(tmp_path / "programs"))
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setenv("TMPDIR", str(temporary))
    before = descendants(), set(threading.enumerate()), files()
    start = time.monotonic()
    yield
    assert time.monotonic() - start < 60
    assert wait_for(lambda: descendants() <= before[0])
    assert wait_for(lambda: set(threading.enumerate()) <= before[1])
    assert wait_for(lambda: files() <= before[2]), files() - before[2]
    assert not list(temporary.iterdir())


def write(server: Server, form: str = "json", **options: Any) -> Any:
    llm = das.llm.OpenAI("tiny", base_url=server.url, backoff=0.01, timeout=5, price=(1.0, 2.0))
    arguments = {"description": "It cuts.", "form": form, **options}
    return das.write_program("ecod", llm=options.pop("llm", llm), **arguments)


# What ends in a program


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ([GOOD], 1),
        ([steps()], 1),
        ([f"Here it is.\n\n{GOOD}\n\nHave fun!"], 1),
        ([f"```\nno\n```\n{GOOD}"], 1),
        ([f"<think>Perhaps\n```json\n{steps(mixture=[])}\n```</think>\n{GOOD}"], 1),
        ([GOOD[:300], GOOD], 2),
        ([Answer(GOOD[:300], finish_reason="length"), GOOD], 2),
        (["", GOOD], 2),
        (["I am sorry.", GOOD], 2),
        (["```json\n{]\n```", GOOD], 2),
        ([steps(mixture=[]), GOOD], 2),
        ([steps(keep={"candidates": 99}), steps(detector=3), GOOD], 3),
        ([Answer("busy", status=429, headers={"Retry-After": "0.05"}), GOOD], 2),
        ([Answer("oops", status=500), Answer(body=b"gone", status=502), GOOD], 3),
        ([Answer(body=b"not json"), GOOD], 2),
        ([Answer("response_format is unknown", status=400), GOOD], 2),
    ],
)
def test_json_answers_end_in_a_program(answers: Any, asked: int) -> None:
    with Server(answers) as server:
        program = write(server, name="mine")
    assert len(server.requests) == asked
    assert isinstance(program, das.Program)
    assert (program.name, program.detector) == ("mine", "ecod")
    assert program == das.Program.from_json(steps(name="mine"))


@pytest.mark.slow
def test_python_answers_end_in_a_program_and_each_reason_goes_back() -> None:
    bad = [
        (PYTHON[: PYTHON.index("X_train[second]")], r"syntax: "),
        (Answer("POLICY: I", finish_reason="length"), r"cut off after 10 tokens"),
        ("", r"the answer was empty"),
        ("I cannot.", r"no program was found"),
        (body("import os", "return os"), r"quality: line 4: it imports os"),
        (body("return X_train[:, :0]"), r"shape and finite: .* \(1000, 8\) is wanted"),
        (body("return np.full((n_samples, X_train.shape[1]), np.nan)"), r"shape and finite: .*nan"),
        (body("while True:", "    pass"), r"time and memory: .* still running after 1 s"),
        (body("return np.ones(50 << 27)"), r"time and memory: .*more than 2048 MiB"),
        (body("return X_train[0, 99]"), r"any table: .*IndexError: .*line 4"),
        (body("return X_train[np.random.randint(len(X_train), size=n_samples)]"), r"no copies: "),
    ]
    with Server([*(answer for answer, _ in bad), PYTHON]) as server:
        program = write(server, "python", attempts=20, limits=das.Limits(seconds=1))
    assert len(server.requests) == len(bad) + 1
    for (_, reason), prompt in zip(bad, server.prompts[1:]):
        correction = prompt.split("# Correction")[1]
        assert re.search(reason, correction, re.S), correction
        assert prompt.startswith(das.prompt("ecod", "python", description="It cuts."))
    assert program.source == SOURCE
    assert program.policy == "The detector looks at one feature at a time."
    assert program.explanation.startswith("Values that are common")
    assert program.detector == "ecod"


# What ends in an error


@pytest.mark.parametrize(
    ("answers", "error", "message"),
    [
        (["no"], das.ProgramWritingError, r"in 2 attempts\nattempt 1: \(1\) .*\nattempt 2: \(1\)"),
        ([""], das.ProgramWritingError, "the answer was empty"),
        ([Answer("oops", status=500)], das.LLMError, "HTTP 500"),
        ([Answer(GOOD, delay=30)], das.LLMError, "no answer within 0.3 s"),
    ],
)
def test_repeated_failure_is_a_clear_error(answers: Any, error: Any, message: str) -> None:
    with Server(answers) as server:
        llm = das.llm.OpenAI("tiny", base_url=server.url, backoff=0.01, timeout=0.3, max_retries=1)
        with pytest.raises(error, match=message):
            das.write_program("ecod", llm=llm, attempts=2)


def test_the_error_holds_every_attempt() -> None:
    answers = iter(["It cuts.", "first", steps(mixture=[])])
    with pytest.raises(das.ProgramWritingError) as caught:
        das.write_program("ecod", llm=lambda prompt: next(answers), attempts=2)
    first, second = caught.value.attempts
    assert (first.answer, second.answer) == ("first", steps(mixture=[]))
    assert len(first.reasons) == len(second.reasons) == 1
    assert first.reasons[0] in second.prompt
    assert "first" in second.prompt
    assert caught.value.usage.calls == 3
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.attempts) == (str(caught.value), caught.value.attempts)


def test_exceptions_of_a_callable_propagate() -> None:
    def llm(prompt: str) -> str:
        raise ExpectedError

    with pytest.raises(ExpectedError):
        das.write_program("ecod", llm=llm)
    with pytest.raises(das.CallbackError, match="llm returned NoneType; it must return a str"):
        das.write_program("ecod", llm=lambda prompt: None)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"form": "swift"}, "form is 'swift'; it takes 'json' or 'python'"),
        ({"attempts": 0}, "attempts is 0"),
        ({"attempts": 1.5}, "attempts is 1.5"),
        ({"sandbox": "some"}, "sandbox is 'some'"),
        ({"name": "../x"}, "name is '../x'"),
        ({"llm": "gpt"}, "llm is 'gpt'"),
        ({"detector": "hbos"}, "there is no detector 'hbos'"),
        ({"description": " "}, "description is empty"),
    ],
)
def test_wrong_arguments_are_refused_before_anything_is_asked(options: Any, message: str) -> None:
    arguments = {"detector": "ecod", "llm": asked, **options}
    with pytest.raises(ValueError, match=message):
        das.write_program(arguments.pop("detector"), **arguments)


# What comes with a program


def test_provenance_is_complete() -> None:
    with Server(["It cuts.", "no", GOOD]) as server:
        program = write(server, description=None)
    origin = program.provenance
    assert origin.prompts == tuple(server.prompts)
    assert origin.prompts[0] == das.prompt("ecod", "description")
    assert "It cuts." in origin.prompts[1]
    assert origin.answers == ("It cuts.", "no", GOOD)
    assert (origin.detector, origin.form, origin.model) == ("ecod", "json", "tiny")
    assert origin.provider == server.url
    assert origin.usage == das.llm.Usage(3, 300, 30, pytest.approx(3 * 120 / 1e6))
    assert origin.sha256 == program.sha256
    assert origin.version == das.__version__
    written = calendar.timegm(time.strptime(origin.date, "%Y-%m-%dT%H:%M:%SZ"))
    assert abs(time.time() - written) < 100
    assert all(check.passed for check in origin.checks)
    assert das.Provenance.from_dict(json.loads(json.dumps(origin.to_dict()))) == origin
    plain = das.Program.from_json(program.to_json())
    assert plain.provenance is None
    assert (program, hash(program)) == (plain, hash(plain))
    assert pickle.loads(pickle.dumps(program)).provenance == origin


def test_a_schema_is_sent_with_the_program_prompt_only() -> None:
    with Server(["It cuts.", GOOD]) as server:
        write(server, description=None)
    first, second = server.bodies
    assert "response_format" not in first
    assert second["response_format"]["json_schema"]["schema"] == das.program_schema()


def test_thoughts_are_no_description() -> None:
    with Server(["<think>secretly</think>It cuts.", GOOD]) as server:
        program = write(server, description=None)
    assert server.prompts[1] == das.prompt("ecod", "json", description="It cuts.")
    assert "secretly" in program.provenance.answers[0]


def test_refused_description_is_skipped() -> None:
    with Server(["", GOOD]) as server:
        write(server, description=None)
    assert server.prompts[1] == das.prompt("ecod", "json")


def test_missing_isolation_is_reported_before_any_request(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise das.SandboxUnavailableError("no seccomp")

    monkeypatch.setattr("das._writing.form.require_isolation", refuse)
    with pytest.raises(das.SandboxUnavailableError, match="no seccomp"):
        das.write_program("ecod", llm=asked, form="python")
    with pytest.raises(AssertionError, match="asked"):
        das.write_program("ecod", llm=asked, form="python", sandbox="none")


def asked(prompt: str) -> str:
    raise AssertionError("asked")


def test_unencodable_text_is_replaced() -> None:
    answers = ["\ud800", "\0\udc00 no", GOOD]
    program = das.write_program("ecod", llm=lambda prompt: answers.pop(0))
    store = das.ProgramStore()
    store.save(program)
    assert store.load(program.name).provenance == program.provenance


def test_any_callable_serves_as_llm() -> None:
    def llm(prompt: str) -> str:
        return GOOD

    program = das.write_program("knn", llm=llm)
    assert program.provenance is not None
    assert program.provenance.model.endswith("llm")
    assert program.provenance.usage == das.llm.Usage(calls=2)


def test_progress_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[tuple[str, float]] = []
    answers = ["no", GOOD]
    das.write_program(
        "ecod",
        llm=lambda prompt: answers.pop(0),
        description="It cuts.",
        progress=lambda stage, fraction: seen.append((stage, fraction)),
    )
    stages = list(dict.fromkeys(stage for stage, _ in seen))
    assert stages == ["fit", "ask 1", "check 1", "ask 2", "check 2", "done"]
    fractions = [fraction for _, fraction in seen]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1
    das.write_program("ecod", llm=lambda prompt: GOOD, progress=True)
    assert "done" in capsys.readouterr().err


# Programs in Python


def test_a_written_program_runs_only_when_approved(X: Matrix) -> None:
    program = das.write_program(
        "iforest", llm=lambda prompt: PYTHON, form="python", description="It cuts."
    )
    f = das.IForest(random_state=0).fit(X)
    with pytest.raises(das.UnapprovedProgramError, match="def generate_hard_anomalies") as caught:
        program(5, f, X)
    assert program.sha256 in str(caught.value)
    with pytest.raises(das.UnapprovedProgramError):
        das.LLMDAS(f, program=program).fit(X)
    with pytest.raises(das.UnapprovedProgramError):
        das.check_program(program)
    store = das.ProgramStore()
    store.save(program)
    assert not store.is_approved(program)
    store.approve(program)
    try:
        rows = program(50, f, X, random_state=3)
        assert rows.shape == (50, 4)
        assert np.array_equal(rows, das.generate_hard_anomalies(50, f, X, program, 3))
        model = das.LLMDAS(f, program=program, n_samples=50, random_state=0).fit(X)
        assert np.isfinite(model.decision_scores_).all()
    finally:
        store.remove(program.name)
    with pytest.raises(das.UnapprovedProgramError):
        program(5, f, X)
