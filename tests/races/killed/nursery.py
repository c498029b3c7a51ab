"""Where the processes that are to be killed come from: all is imported once, each of them is a fork of it.

Standard input, a line each: ``start {...}`` or ``kill <pid>``. Standard output: ``ready``, then for each
line the pid of the new process, or how the old one ended: 9 where it lived until it was killed.
When the input ends all of them are killed.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from contextlib import suppress

from tests.races.killed.service import live, warm


def say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def start(order: str) -> int:
    """The pid of a new process; what it says goes into the file ``log``."""
    told = json.loads(order)
    pid = os.fork()
    if pid:
        return pid
    try:
        log = os.open(told["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for stream in (1, 2):
            os.dup2(log, stream)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        asyncio.run(live(told))
    except BaseException:
        sys.excepthook(*sys.exc_info())
    os._exit(1)


def kill(pid: int) -> int:
    """SIGKILL: no farewell, no rollback, no flush. The signal that ended it; 0 where it had ended before."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def main() -> None:
    warm()
    alive: set[int] = set()
    say("ready")
    try:
        for line in sys.stdin:
            word, _, rest = line.partition(" ")
            if word == "start":
                pid = start(rest)
                alive.add(pid)
                say(pid)
            else:
                alive.discard(int(rest))
                say(kill(int(rest)))
    finally:
        for pid in alive:
            kill(pid)


if __name__ == "__main__":
    main()
