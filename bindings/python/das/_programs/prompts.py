"""Prompts for language models that write synthesis programs, and the schema of these."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from .._core.constants import PROMPT_VARIANTS, PROMPTS, REPAIR_PROMPTS
from .._core.context import Context
from .._core.encoding import encoded
from .._core.errors import InvalidArgumentError
from .._core.library import library


def prompt(
    detector: str,
    form: str = "json",
    *,
    description: str | None = None,
    variant: str | None = None,
) -> str:
    """The prompt that asks a language model for a synthesis program.

    Stage 1 of the method: send the prompt of ``form="description"``, pass the answer as
    `description` with ``form="json"``, send that prompt, and read the whole answer with
    :meth:`das.Program.from_json`. The text is that of ``das_prompt`` in C. It contains the
    detector's name, the description and fixed words, but no data. Nothing is sent.

    Parameters
    ----------
    detector : str
        The type of detector, built-in or not: 1 to 64 letters, digits, "_", "-" or ".".
    form : {"json", "description", "python"}
        What to ask for: a program as JSON steps, a description of the detector, or a program as
        Python source.
    description : str or None
        With ``form="description"``, what you know about the detector. Otherwise its description;
        None means the built-in one, which built-in detectors have. At most 65536 bytes.
    variant : {None, "generic", "simple", "random"}
        An ablation of the prompt for a program (Fig. 4b of the paper): "generic" does not describe
        the detector, "simple" forbids the program to use scores, "random" asks for random
        perturbations only.

    Returns
    -------
    str

    Raises
    ------
    InvalidArgumentError, OutOfRangeError
        Where an argument is invalid; the message names it.

    Examples
    --------
    >>> import das
    >>> text = das.prompt("hbos", description="Sums log densities of histograms, one a feature.")
    >>> program = das.Program.from_json(text)  # the prompt's example in place of an answer
    >>> program.detector
    'range_check'
    """
    kind = _choice("form", form, PROMPTS)
    chosen = _choice("variant", variant, PROMPT_VARIANTS)
    return _prompt(detector, description, kind, chosen)


def repair_prompt(detector: str, form: str, message: str) -> str:
    """The prompt that sends a failed check back to the language model.

    Parameters
    ----------
    detector : str
        As for :func:`prompt`.
    form : {"json", "python"}
        What was asked for.
    message : str
        The failure in words, such as the text of an exception. At most 65536 bytes.

    Returns
    -------
    str

    Raises
    ------
    InvalidArgumentError, OutOfRangeError
        Where an argument is invalid; the message names it.
    """
    kind = _choice("form", form, REPAIR_PROMPTS)
    return _prompt(detector, message, kind, PROMPT_VARIANTS[None])


def program_schema() -> dict[str, Any]:
    """A copy of the JSON Schema (2020-12) of :class:`das.Program`'s JSON form.

    Some servers can restrict a language model's answer to a schema (``response_format``).
    """
    schema: dict[str, Any] = json.loads(_text(library.das_program_schema))
    return schema


def _prompt(detector: str, description: str | None, kind: int, variant: int) -> str:
    name = encoded("detector", detector)
    words = None if description is None else encoded("description", description)
    return _text(library.das_prompt, name, words, kind, variant)


def _text(function: Callable[..., int], *arguments: Any) -> str:
    with Context() as context:
        return context.read_text(function, *arguments)


def _choice(name: str, value: Any, choices: dict[Any, int]) -> int:
    if value is None or isinstance(value, str):
        chosen = choices.get(value)
        if chosen is not None:
            return chosen
    allowed = ", ".join(repr(choice) for choice in choices)
    raise InvalidArgumentError(f"{name} is {value!r}; it takes one of {allowed}")
