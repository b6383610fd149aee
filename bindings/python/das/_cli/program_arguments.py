"""The arguments of ``das program``."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

EPILOG = """exit status: 0 done; 1 refused, failed or found wanting (the message says why);
2 the command line is wrong"""


def parser_of(
    commands: Mapping[str, Callable[[argparse.Namespace], int]],
) -> argparse.ArgumentParser:
    """The parser, which sets ``run`` to the function of the command."""
    parser = argparse.ArgumentParser(
        prog="das program",
        description="Synthesis programs: have a language model write one, review and approve it.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--store", metavar="DIR", help="folder of programs; default: the user's")
    added = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_write(added.add_parser("write", help="have a language model write a program"))
    added.add_parser("list", help="list what is stored")
    for name, text in (
        ("show", "print a program and where it comes from"),
        ("check", "carry out all checks, on made-up tables"),
        ("approve", "show a program in Python and let it run from now on"),
        ("remove", "remove a program and its approval"),
    ):
        command = added.add_parser(name, help=text, description=text)
        command.add_argument("name", help="of a stored program")
        if name == "check":
            command.add_argument("--detector", help="built-in detector to try it on")
        if name == "approve":
            command.add_argument("--yes", action="store_true", help="do not ask")
            command.add_argument("--sha256", help="approve this text only, and do not ask")
    for name, run in commands.items():
        added.choices[name].set_defaults(run=run)
    return parser


def _add_write(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Has a language model write a program, checks it, and stores it. Progress goes to stderr."
    )
    command.add_argument("--detector", required=True, help="a built-in detector")
    command.add_argument("--model", required=True, help="the server's name of the model")
    command.add_argument("--base-url", metavar="URL", help="server; default: OpenAI")
    command.add_argument(
        "--api-key-env",
        metavar="VARIABLE",
        default="OPENAI_API_KEY",
        help="environment variable with the key; default %(default)s",
    )
    command.add_argument("--form", choices=("json", "python"), default="json")
    command.add_argument("--attempts", type=int, default=3, help="default %(default)s")
    command.add_argument("--timeout", type=float, default=120.0, help="seconds for one answer")
    command.add_argument("--temperature", type=float)
    command.add_argument("--name", help="to store it under; default: the program's own")
    command.add_argument("--description-file", metavar="FILE", help="of the detector, in words")
    command.add_argument("--overwrite", action="store_true", help="replace a program of the name")
    command.add_argument("--sandbox", choices=("required", "none"), default="required")
    command.add_argument("--quiet", action="store_true", help="no progress")
