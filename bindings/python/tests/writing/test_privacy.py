"""Nothing of the data, of a fitted detector or of a key reaches the server or a file.

The data are canaries: numbers and names that occur nowhere else. Every byte that is sent and every
byte that is written is searched for them, as text and as binary numbers.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import das
import das.llm
import numpy as np
import pytest
from support.answers import PYTHON, body, steps
from support.data import Matrix
from support.llm_server import Server

pytest.importorskip("openai")
pandas = pytest.importorskip("pandas")
ensemble = pytest.importorskip("sklearn.ensemble")
safetensors = pytest.importorskip("safetensors.numpy")

KEY = "sk-canary-5b1d0c9a7e"
NAMES = ["canary_salary", "canary_blood_pressure", "canary_postcode"]


@pytest.fixture(scope="module")
def canaries() -> Matrix:
    return np.random.default_rng(20).normal(size=(80, 3)) * [1, 1e4, 1e-3] + [0, 1e5, 0]


def forms(value: float) -> Iterator[bytes]:
    """How a number may be written: digits, eight or four bytes, either end first."""
    for text in (repr(float(value)), f"{value:.8g}", f"{value:.6f}", f"{value:.7e}"):
        digits = text.split("e")[0].strip("-0").replace(".", "")
        if len(digits) >= 7:  # fewer may be there by chance
            yield text.lstrip("-").encode()
    yield from (struct.pack(order + "d", value) for order in "<>")
    for order in "<>":
        single = struct.pack(order + "f", value)
        if not single.isascii():  # else it may be there by chance
            yield single


def numbers(values: Any) -> dict[bytes, float]:
    """What to search for, given numbers that only the data can have brought about."""
    flat = np.unique(np.asarray(values, dtype=float))
    return {form: value for value in flat if value not in (0, 1) for form in forms(value)}


def found(secrets: Iterable[bytes], content: bytes) -> list[bytes]:
    return [secret for secret in secrets if secret in content]


class Remembers:
    """A detector of no library, which keeps the rows that it was fitted on."""

    def fit(self, X: Any) -> Remembers:
        self.rows_ = np.array(X)
        self.width_ = self.rows_.std()
        return self

    def decision_function(self, X: Any) -> Any:
        return np.abs(np.asarray(X) - self.rows_.mean(0)).sum(1) / self.width_


def learnt(model: Any, folder: Path) -> list[Any]:
    """The numbers in a fitted detector."""
    if isinstance(model, Remembers):
        return [model.rows_.ravel(), [model.width_], model.rows_.mean(0)]
    if isinstance(model, das.IForest):
        das.save(model, folder / "model")
        tensors = safetensors.load_file(folder / "model").values()
        return [tensor.ravel() for tensor in tensors if tensor.dtype.kind == "f"]
    return [[model.offset_], *(tree.tree_.threshold for tree in model.estimators_)]


DETECTORS = {
    "das": lambda: das.IForest(n_estimators=20, random_state=0),
    "sklearn": lambda: ensemble.IsolationForest(n_estimators=10, random_state=0),
    "own": Remembers,
}


def test_canary_search_finds_every_encoding() -> None:
    value = -12345.678901234
    texts = [b"a 12345.678901234 b", b'"12345.679"', b"12345.678901,", b"1.2345679e+04"]
    binary = [np.array([7, value], kind).tobytes() for kind in ("<f8", ">f8", "<f4", ">f4")]
    for content in texts + binary:
        assert found(numbers([value]), content), content
    assert len(numbers(np.random.default_rng(0).normal(size=9))) > 9 * 6


@pytest.mark.parametrize(
    ("kind", "form"), [("das", "json"), ("sklearn", "json"), ("sklearn", "python"), ("own", "json")]
)
def test_neither_data_nor_key_leaves_the_process(
    kind: str,
    form: str,
    canaries: Matrix,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    for name in ("HOME", "TMPDIR", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.delenv("LIBDAS_PROGRAMS", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("CANARY_SETTING", "canary_of_the_environment")
    table = pandas.DataFrame(canaries, columns=NAMES)
    detector = DETECTORS[kind]().fit(table)
    # The bad answers make the checks send back as much as they can.
    bad = [f"the key is {KEY}", body("return X_train[0, 99]"), body("return X_train[:n_samples]")]
    good = PYTHON if form == "python" else steps()
    with Server(["It cuts.", *bad, good]) as server:
        llm = das.llm.OpenAI("tiny", base_url=server.url)
        program = das.write_program(detector, llm=llm, form=form, attempts=9, progress=True)
    store = das.ProgramStore()
    store.save(program)
    store.approve(program)
    model = das.LLMDAS(detector, program=program, n_samples=30, random_state=0).fit(table)
    rows = das.generate_hard_anomalies(30, detector, table, program, random_state=0)
    store.remove(program.name)
    store.save(program)

    own = learnt(detector, tmp_path_factory.mktemp("outside"))
    scores = model.decision_scores_
    secrets = numbers(np.concatenate([canaries.ravel(), rows.ravel(), scores, *own]))
    assert len(secrets) > 2000
    words = [name.encode() for name in NAMES] + [b"canary_of_the_environment"]
    output = capfd.readouterr()
    sent = [
        path.encode() + repr(headers).encode() + data for path, headers, data in server.requests
    ]
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(sent) == 5
    assert len(written) >= 12
    for content in [*sent, *written, output.out.encode(), output.err.encode()]:
        assert found(secrets, content) == []
        assert found(words, content) == []
    for path, headers, data in server.requests:
        assert headers.pop("authorization") == f"Bearer {KEY}"
        assert KEY not in path + repr(headers) + data.decode()
    for content in [*written, output.out.encode(), output.err.encode(), repr(llm).encode()]:
        assert KEY.encode() not in content
    assert KEY not in repr(program.provenance)
    assert "***" in program.provenance.answers[1]
