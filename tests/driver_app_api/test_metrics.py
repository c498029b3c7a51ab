"""N5: what is counted is read by who bears the token, and by nobody else."""

import aiohttp
from pydantic import SecretStr

from core.infra.door import Core
from core.kernel.actor import SYSTEM
from core.stock.use_cases.propose_stock import ProposeStock
from tests.driver_app_api.driver.phone import api


async def test_metrics_are_for_who_bears_the_token(core: Core) -> None:
    assert await answer(core) == [(404, '{"detail":"Not Found"}')]
    core.settings = core.settings.model_copy(update={"metrics_token": SecretStr("scraper")})
    await core.execute(SYSTEM, ProposeStock())
    wrong = ("", "Bearer ", "Bearer scrape", "Basic scraper", "Bearer schlüssel")
    assert await answer(core, *wrong) == [(401, "")] * 6
    (_, refused), (status, text) = await answer(core, "Bearer scraper")
    assert (refused, status) == ("", 200)
    assert 'dealerline_commands_total{name="ProposeStock",outcome="done"} 1.0' in text


async def answer(core: Core, *authorizations: str) -> list[tuple[int, str]]:
    """Status and text without a token, then with each of these."""
    found = []
    async with api(core) as url, aiohttp.ClientSession() as session:
        for one in (None, *authorizations):
            headers = {} if one is None else {"Authorization": one}
            async with session.get(url.replace("/driver/v1", "/metrics"), headers=headers) as reply:
                found.append((reply.status, await reply.text()))
    return found
