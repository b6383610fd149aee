"""``python -m das``: the version, where the library is, and the table of settings."""

from __future__ import annotations

from . import Program, __version__, settings_of, stages
from ._library import library


def main() -> None:
    print(f"libdas {__version__}, {library._name}")
    print(f"programs: {', '.join(Program.builtin_names())}")
    for stage in stages():
        print(f"\n{stage}")
        for setting in settings_of(stage):
            print(f"  {setting.name:<22} {setting.default!s:<11} {setting.allowed}")
            print(f"  {'':<22} {'':<11} {setting.help}")


if __name__ == "__main__":
    main()
