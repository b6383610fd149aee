"""Prompts from Python: the library's text, with nothing of the caller's but what was handed in."""

from __future__ import annotations

import inspect
import json
from typing import Any

import das
import pytest
from support.data import REPOSITORY

SCHEMA = REPOSITORY / "docs/reference/program.schema.json"
WORDS = "It counts the QUOKKAS in a row."


@pytest.mark.parametrize("form", ["description", "json", "python"])
def test_a_prompt_holds_the_detector_and_what_is_said_of_it(form: str) -> None:
    text = das.prompt("my-detector", form, description=f"  {WORDS}\n")
    assert "`my-detector`" in text
    assert f"\n\n{WORDS}\n\n" in text
    assert WORDS not in das.prompt("my-detector", form)


def test_json_is_the_default_form() -> None:
    assert das.prompt("pca") == das.prompt("pca", "json")
    assert "def generate_hard_anomalies(n_samples, model, X_train):" in das.prompt("pca", "python")


def test_a_repair_holds_the_message() -> None:
    for form in ("json", "python"):
        text = das.repair_prompt("pca", form, "rows 3 and 4 are the same")
        assert "\n\nrows 3 and 4 are the same\n\n" in text
        assert f"```{form}" in text


def test_the_schema_is_the_documented_one() -> None:
    schema = das.program_schema()
    assert schema == json.loads(SCHEMA.read_text())
    assert json.dumps(schema, separators=(",", ":"))[:1000] in das.prompt("pca")


def test_no_argument_takes_data() -> None:
    names = list(inspect.signature(das.prompt).parameters)
    assert names == ["detector", "form", "description", "variant"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"detector": "a b"}, 'detector is "a b"; it takes 1 to 64 letters'),
        ({"detector": 3}, "detector is 3; it takes text"),
        ({"detector": "a\0b"}, "detector holds a zero character"),
        ({"detector": "pca", "form": "yaml"}, "form is 'yaml'; it takes one of 'description', "),
        ({"detector": "pca", "form": None}, "form is None; it takes one of"),
        ({"detector": "pca", "form": ["json"]}, "form is ['json']; it takes one of"),
        ({"detector": "pca", "variant": "full"}, "variant is 'full'; it takes one of None, 'gen"),
        ({"detector": "pca", "description": b"x"}, "description is b'x'; it takes text"),
        ({"detector": "pca", "description": " "}, "description is empty"),
        ({"detector": "pca", "description": "\ud800"}, "description holds half of a surrogate"),
        ({"detector": "pca", "form": "description", "variant": "random"}, "a description has no"),
    ],
)
def test_wrong_arguments_are_named(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(das.InvalidArgumentError) as caught:
        das.prompt(**arguments)
    assert str(caught.value).startswith(message)


def test_a_description_has_a_limit() -> None:
    with pytest.raises(das.OutOfRangeError, match="description has 65538 bytes; it takes at most"):
        das.prompt("pca", description="é" * 32769)


def test_a_repair_takes_a_form_of_program() -> None:
    with pytest.raises(das.InvalidArgumentError, match="form is 'description'"):
        das.repair_prompt("pca", "description", "no")


def test_a_program_is_read_out_of_a_whole_answer() -> None:
    program = das.Program("iforest")
    fenced = f"Let S = {{x}}.\n\n```json\n{program.to_json()}```\nIt covers *all* sides."
    for answer in (fenced, fenced.encode(), f"It is {program.to_json()}, I think."):
        assert das.Program.from_json(answer) == program


def test_answer_errors_fit_a_repair_prompt() -> None:
    answer = f"So:\n```json\n{das.Program('pca').to_json()}```".replace('"noise"', '"fly"', 1)
    with pytest.raises(das.BadFormatError) as caught:
        das.Program.from_json(answer)
    assert "moves[0].move is" in str(caught.value)
    assert "(in the JSON that begins at line 3)" in str(caught.value)
    assert str(caught.value) in das.repair_prompt("pca", "json", str(caught.value))
