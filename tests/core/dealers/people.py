"""People in their chats, for tests: whoever writes is asked of the database, as the bot does."""

from core.dealers.types import Identity
from core.dealers.use_cases.enrol_second_factor import Confirmed, ConfirmSecondFactor, EnrolSecondFactor
from core.dealers.use_cases.identify_chat import IdentifyChat
from core.dealers.use_cases.open_invite import OpenInvite
from core.dealers.use_cases.sign_out import LinkChat
from core.infra.door import Core
from core.kernel.actor import STRANGER, Actor
from tests.codes import code_at


async def who(core: Core, chat: int) -> Identity:
    return await core.ask(STRANGER, IdentifyChat(chat))


async def actor(core: Core, chat: int) -> Actor:
    """Who the chat is right now, with session and proof."""
    return (await who(core, chat)).actor


async def connect(core: Core, chat: int, other: int, name: str = "Tablet") -> Actor:
    """The person of ``chat`` connects one more chat."""
    link = await core.execute(await actor(core, chat), LinkChat())
    await core.execute(STRANGER, OpenInvite(link.token, other, name))
    return await actor(core, other)


async def enrol(core: Core, chat: int) -> tuple[str, Confirmed]:
    """Set up a second factor in the chat; its key, and what the first code brought."""
    enrolment = await core.execute(await actor(core, chat), EnrolSecondFactor())
    code = code_at(enrolment.key, core.clock.now())
    return enrolment.key, await core.execute(await actor(core, chat), ConfirmSecondFactor(code))
