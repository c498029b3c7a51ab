"""``dealerline sandbox`` as a program of its own."""

from __future__ import annotations

import asyncio
import re
import signal
import sys

import aiohttp

PROGRAM = "from dealerline.sandbox.run import run_sandbox; run_sandbox('127.0.0.1', 0)"


async def test_it_says_where_it_is_and_ends_quietly() -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-u", "-c", PROGRAM, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    assert program.stdout is not None
    said = ""
    async with asyncio.timeout(60):
        while "BOT_TOKEN=" not in said:
            line = await program.stdout.readline()
            assert line, said
            said += line.decode()
    address = re.search(r"BOT_API_BASE=(\S+)", said)
    token = re.search(r"BOT_TOKEN=(\S+)", said)
    assert address
    assert token
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{address[1]}/bot{token[1]}/getMe") as answer:
            assert (await answer.json())["ok"] is True
        # A stream that stays open must not hold the program up.
        async with session.get(f"{address[1]}/sandbox/events") as stream:
            await stream.content.readline()
            program.send_signal(signal.SIGTERM)
            async with asyncio.timeout(10):
                _, errors = await program.communicate()
    assert (program.returncode, errors) == (0, b"")
