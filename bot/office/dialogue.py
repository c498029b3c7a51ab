"""How an admin command goes: read what was typed, ask for what is missing, show what would change, do it.

Each step is kept in the database (``bot.office.proposals``), so that a restart in the middle loses nothing,
and a button is only good for the step it was drawn in.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from bot.office.arguments import Shape, split_arguments
from bot.office.callbacks import NO, PICK, OfficeTap
from bot.office.command import SEEN, AdminCommand, Param, Shown, Unfit
from bot.office.kinds import Reading, TextKind
from bot.office.proposals import Proposal, find_proposal, new_proposal, save_proposal, use_proposal
from bot.office.screens import preview_screen, question_screen
from bot.office.table import find_command
from bot.screen import OldButton, Screen, long_id, short_id
from bot.turn import Turn
from core.kernel.errors import NotPermitted
from core.kernel.ids import PersonId

QUESTION = "office"


async def begin(turn: Turn, command: AdminCommand, text: str, **given: str) -> None:
    """A command was typed, or opened by a button with arguments ``given``."""
    person_id = _person(turn, command)
    params = [param for param in command.params if param.name not in given]
    words = await _assign(turn, params, text)
    proposal = replace(new_proposal(turn.core, person_id, command.key), values=given, words=words)
    await _advance(turn, command, proposal)


async def on_answer(turn: Turn, data: dict[str, Any], text: str) -> None:
    """What was asked for was typed."""
    proposal = await _find(turn, data["proposal"])
    if proposal is None or proposal.is_used or not _fits(turn, proposal, data["step"]):
        await turn.tell("office.expired")
        return
    command = find_command(proposal.command)
    _person(turn, command)
    await _advance(turn, command, proposal.moved(words={**proposal.words, data["asked"]: text}))


def _fits(turn: Turn, proposal: Proposal, step: int) -> bool:
    """Whether an act is about the proposal as it stands; one that was begun before may have moved it."""
    return proposal.step == step or (turn.begun_before and proposal.step > step)


async def on_tap(turn: Turn, tap: OfficeTap) -> None:
    """A button of a question or of a preview."""
    proposal = await _find(turn, tap.proposal)
    if proposal is None:
        await turn.redraw(Screen(turn.say("office.expired")))
        return
    command = find_command(proposal.command)
    _person(turn, command)
    if turn.begun_before and proposal.confirmed == turn.key:
        await _do(turn, command, proposal)
    elif proposal.is_used and not (turn.begun_before and tap.act == NO):
        await turn.tell("office.done_already")
    elif turn.begun_before and tap.step < proposal.step:
        await _advance(turn, command, proposal)  # what was picked is kept
    elif tap.step != proposal.step:
        raise OldButton(tap.pack())
    elif tap.act == NO:
        await use_proposal(turn.core, proposal)
        await turn.redraw(Screen(turn.say("office.cancelled")))
    elif tap.act == PICK:
        await _pick(turn, command, proposal, tap.n)
    else:
        await _confirm(turn, command, proposal)


def _person(turn: Turn, command: AdminCommand) -> PersonId:
    """Who acts; somebody who may not is told so before anything is looked up."""
    if turn.actor.person_id is None or not command.is_for(turn.actor):
        raise NotPermitted(permission=command.permission.value)
    return turn.actor.person_id


async def _find(turn: Turn, key: str) -> Proposal | None:
    if turn.actor.person_id is None:
        return None
    return await find_proposal(turn.core, long_id(key), turn.actor.person_id)


async def _pick(turn: Turn, command: AdminCommand, proposal: Proposal, at: int) -> None:
    if not 0 <= at < len(proposal.options):
        raise OldButton(f"option {at}")
    values = {**proposal.values, proposal.asked: proposal.options[at].value}
    words = {name: text for name, text in proposal.words.items() if name != proposal.asked}
    await _advance(turn, command, proposal.moved(values=values, words=words))


async def _assign(turn: Turn, params: list[Param], text: str) -> dict[str, str]:
    """The typed words by parameter. Where two of any words follow each other the data decides."""
    last = len(params) - 1
    shapes = [
        Shape(
            param.kind.fits,
            param.kind.most_words,
            param.kind.is_shaped,
            takes_rest=at == last and isinstance(param.kind, TextKind),
            leans=param.leans and at > 0,
        )
        for at, param in enumerate(params)
    ]
    ways = split_arguments(text, shapes)
    best = ways[0]
    if len(ways) > 1:
        for way in ways:
            place = min(way)
            reading = await params[place].kind.read(turn, way[place])
            if reading.value is not None:
                best = way
                break
    return {params[place].name: words for place, words in best.items()}


async def _advance(turn: Turn, command: AdminCommand, proposal: Proposal) -> None:
    """Read the words that are there; ask for the first argument that is missing or unclear, else go on."""
    for param in command.params:
        if param.name in proposal.values:
            continue
        words = proposal.words.get(param.name)
        if words is None and param.is_optional:
            continue
        reading = Reading() if words is None else await param.kind.read(turn, words)
        if reading.value is None:
            await _ask(turn, param, proposal, reading)
            return
        proposal = replace(proposal, values={**proposal.values, param.name: reading.value})
    if command.preview is None:
        await turn.redraw(await command.act(turn, _load(command, proposal)))
        return
    await _show_preview(turn, command, replace(proposal, asked="", options=()))


async def _ask(turn: Turn, param: Param, proposal: Proposal, reading: Reading) -> None:
    options = reading.options or await param.kind.offer(turn)
    words = {name: text for name, text in proposal.words.items() if name != param.name}
    proposal = proposal.moved(words=words, asked=param.name, options=options)
    await save_proposal(turn.core, proposal)
    await turn.redraw(question_screen(proposal, reading.wrong, turn.say))
    asked = {"proposal": short_id(proposal.id), "step": proposal.step, "asked": param.name}
    await turn.expect(QUESTION, asked)


async def _show_preview(
    turn: Turn, command: AdminCommand, proposal: Proposal, *, has_changed: bool = False
) -> None:
    assert command.preview is not None
    try:
        shown = await command.preview(turn, _load(command, proposal))
    except Unfit as unfit:
        param = next(one for one in command.params if one.name == unfit.param)
        values = {name: value for name, value in proposal.values.items() if name != unfit.param}
        await _ask(turn, param, replace(proposal, values=values), Reading(wrong=unfit.wrong))
        return
    if isinstance(shown, Screen):
        await use_proposal(turn.core, proposal)
        await turn.redraw(shown)
        return
    text = shown.text if isinstance(shown, Shown) else shown
    proposal = replace(proposal, seen=_fingerprint(shown))
    await save_proposal(turn.core, proposal)
    await turn.redraw(preview_screen(proposal, text, turn.say, has_changed=has_changed))


async def _confirm(turn: Turn, command: AdminCommand, proposal: Proposal) -> None:
    """Do it, if what was seen still holds; done is done once, however often the tap comes."""
    args = _load(command, proposal)
    if command.preview is not None:
        now = await command.preview(turn, args)
        if isinstance(now, Screen) or _fingerprint(now) != proposal.seen:
            await _show_preview(turn, command, proposal, has_changed=True)
            return
    confirmed = replace(proposal, confirmed=turn.key)
    await save_proposal(turn.core, confirmed)
    await _do(turn, command, confirmed)


async def _do(turn: Turn, command: AdminCommand, proposal: Proposal) -> None:
    """Its preview held when it was confirmed; what a process died over is done once all the same."""
    done = await command.act(turn, {**_load(command, proposal), SEEN: proposal.seen})
    await use_proposal(turn.core, proposal)
    await turn.redraw(done)


def _load(command: AdminCommand, proposal: Proposal) -> dict[str, Any]:
    kinds = {param.name: param.kind for param in command.params}
    return {name: kinds[name].load(value) for name, value in proposal.values.items() if name in kinds}


def _fingerprint(shown: str | Shown) -> str:
    return shown.seen if isinstance(shown, Shown) else hashlib.sha256(shown.encode()).hexdigest()[:16]
