"""Programs in Python are found in answers of all sorts."""

from __future__ import annotations

import json
import time

import pytest
from das._writing.answer import Answer, read_answer
from support.answers import PYTHON, SOURCE

POLICY = "The detector looks at one feature at a time."
EXPLANATION = "Values that are common by themselves do not belong together."


@pytest.mark.parametrize(
    "text",
    [
        PYTHON,
        "Let me think.\n\n" + PYTHON,
        PYTHON.replace("POLICY:", "## Policy\n").replace("EXPLANATION:", "**Explanation:**"),
        PYTHON.replace("POLICY:\n", "1. **POLICY:** ").replace("PROGRAM:", "2. **Program**"),
        PYTHON.replace("```python", "```py").replace("\n", "\r\n"),
        PYTHON.replace("```", "~~~~"),
        PYTHON.replace("```", "````"),
        # an example first, the whole program last
        PYTHON.replace("PROGRAM:", "PROGRAM:\n```\nx = 1\n```\n"),
        PYTHON.replace("PROGRAM:", f"PROGRAM:\n```python\n{SOURCE[:150]}\n```\nor better"),
        # no fence
        PYTHON.replace("```python\n", "").replace("```\n", ""),
    ],
)
def test_policy_program_explanation_are_found(text: str) -> None:
    answer = read_answer(text)
    assert answer is not None
    assert answer.source == SOURCE
    assert answer.policy.endswith(POLICY) or POLICY in answer.policy
    assert answer.explanation == EXPLANATION


def test_parts_in_json_are_found() -> None:
    parts = {"policy": POLICY, "program": SOURCE, "explanation": EXPLANATION}
    for program in (SOURCE, f"```python\n{SOURCE}```"):
        text = json.dumps({**parts, "program": program})
        for answer in (text, f"Here:\n```json\n{text}\n```"):
            assert read_answer(answer) == Answer(*parts.values())


def test_without_headings_prose_around_the_program_is_taken() -> None:
    answer = read_answer(f"It mixes rows.\n```python\n{SOURCE}```\nThey look normal.")
    assert answer == Answer("It mixes rows.", SOURCE, "They look normal.")
    bare = read_answer(f"```\n{SOURCE}```")
    assert bare is not None
    assert bare.policy.startswith("Features of two rows in one")


def test_prose_after_a_bare_program_is_no_program() -> None:
    answer = read_answer(f"{SOURCE}\nThis program mixes rows, doesn't it?\n")
    assert answer is not None
    assert answer.source == SOURCE
    assert answer.explanation == "This program mixes rows, doesn't it?"


def test_a_program_that_is_cut_off_is_still_the_program() -> None:
    answer = read_answer(PYTHON[: PYTHON.index("return np")])
    assert answer is not None
    assert answer.source.startswith("import numpy")
    assert "rows = np.where" in answer.source


@pytest.mark.parametrize(
    "text", ["", "I cannot help.", "```python\nx = 1\n```", "{", '{"program": 3}', "[" * 100_000]
)
def test_answers_without_a_program_give_none(text: str) -> None:
    assert read_answer(text) is None


PIECES = ("`", "```\n", "~~~", "policy", "# *", "import x\n", "x y\n", " \n", "{", "policy:\n")


@pytest.mark.parametrize("piece", PIECES)
def test_long_answers_are_parsed_quickly(piece: str) -> None:
    """Answers come from strangers: none may take forever."""
    long = piece * 20_000
    start = time.process_time()
    for text in (f"{long}\n{SOURCE}", f"{SOURCE}\n{long}", f"```\n{long}{SOURCE}```\n{long}"):
        read_answer(text)
    assert time.process_time() - start < 5
