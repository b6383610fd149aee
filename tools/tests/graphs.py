"""Symbol graphs as the compiler writes them, reduced to what the generator reads."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def function(
    name: str = "das_thing_do",
    parameters: tuple[tuple[str, str], ...] = (),
    returns: str = "das_status",
    comment: str | None = "Does it.",
    file: str = "Thing.swift",
    line: int = 1,
) -> Json:
    """An entry point; a parameter is its name and its Swift type."""
    uri = f"file:///repository/Sources/DAS/{file}"
    symbol: Json = {
        "kind": {"identifier": "swift.func"},
        "names": {"title": f"{name}({'_:' * len(parameters)})"},
        "declarationFragments": [{"spelling": f"@c({name}) func {name}"}],
        "functionSignature": {
            "parameters": [
                {"name": item, "declarationFragments": [{"spelling": f"{item}: {kind}"}]}
                for item, kind in parameters
            ],
            "returns": [{"spelling": returns}],
        },
        "location": {"uri": uri, "position": {"line": line - 1, "character": 0}},
    }
    if comment is not None:
        lines = [{"text": text} for text in comment.split("\n")]
        symbol["docComment"] = {"uri": uri, "lines": lines}
    return symbol


def graph(*symbols: Json) -> Json:
    return {"symbols": list(symbols)}
