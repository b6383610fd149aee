"""A worker: import, lock down, report, receive the job, run it, send the rows."""

from __future__ import annotations

import os
import sys

from . import limits, modules, privileges, wire
from .channel import Channel
from .lockdown import lock_down
from .model import Model
from .program import Program
from .randomness import seed_everything

_CHANNEL = 3


def main(mode: str, memory: int, seconds: int) -> None:
    """Runs a worker whose channel is its standard input.

    Parameters
    ----------
    mode : "isolate" or "limit"
        Lock down, or set limits only.
    memory, seconds : int
        Bytes in addition to those of an idle worker, and processor time.
    """
    channel = _take_channel()
    try:
        modules.load()
        locks = _locked(mode, memory, seconds)
    except BaseException as error:
        channel.fail("exception", f"the helper process cannot start: {error!r}")
    modules.load_nothing_more()
    version = sys.version_info[0] << 8 | sys.version_info[1]
    channel.send(wire.header(wire.READY, version, locks))
    _work(channel)
    os._exit(0)


def _take_channel() -> Channel:
    """Moves the channel away from standard input, and opens /dev/null as 0, 1 and 2."""
    os.dup2(0, _CHANNEL, inheritable=False)
    os.dup2(2, 0)
    os.dup2(2, 1)
    os.closerange(_CHANNEL + 1, 256)
    os.environ.clear()
    return Channel(_CHANNEL)


def _locked(mode: str, memory: int, seconds: int) -> int:
    if mode != "limit":
        return lock_down(memory, seconds)
    privileges.die_with_parent()
    limits.limit_resources(memory + limits.size_now(), seconds, isolate=False)
    return 0


def _work(channel: Channel) -> None:
    _, n_samples, seed = channel.receive_header()
    sizes = wire.JOB_SIZES.unpack(channel.receive(wire.JOB_SIZES.size))
    source_bytes, rows, columns, block = sizes
    source = channel.receive(source_bytes).decode()
    X_train = channel.receive_floats(rows * columns).reshape(rows, columns)
    X_train.flags.writeable = False
    seed_everything(seed)
    model = Model(channel, columns, block)
    made = Program(source, channel).call(n_samples, model, X_train, seed)
    channel.send_table(wire.RESULT, made)
