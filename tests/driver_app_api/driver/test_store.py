"""The store of photos is an outside one, in S3, and it is not always there."""

from __future__ import annotations

import pytest

from core.driving.tables import DriverFileRow, ProofRow
from core.driving.types import FileState, ProofState
from core.driving.use_cases.show_proof import DrawProof, RenderProof
from core.infra.door import Core
from core.infra.objects import StoreAway
from core.kernel.actor import SYSTEM
from tests.chat import phrasebook
from tests.core.driving.house import make_trip, photo
from tests.core.infra.s3 import bucket_at
from tests.driver_app_api.driver.phone import client_id, handed, phone_of
from tests.make import column, rows


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_photo_waits_for_a_store_that_is_away_and_the_proof_for_the_photo(
    core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    trip = await make_trip(core)
    picture = photo()
    core.settings = core.settings.model_copy(update={"object_store_url": f"s3://photos/{trip.route}"})
    async with bucket_at(monkeypatch) as bucket, phone_of(core, trip.dan, trip.route) as phone:
        (stop,) = (await phone.today())["routes"][0]["stops"]
        file_id = str(client_id())
        handing = handed(stop, photos=[file_id])
        bucket.is_down = True
        assert await phone.tell(phone.event("delivered", trip.stops[0], **handing)) == [("done", None)]
        _, refused = await phone.send_file(trip.stops[0], picture, file_id=file_id)
        assert (refused.status, refused.body["code"]) == (503, "store_away")
        assert refused.headers["Retry-After"] == "1"
        assert "Nothing is lost" in refused.body["detail"]
        # Every byte is here and waits; so does the proof.
        assert await column(core, DriverFileRow.received) == [len(picture)]
        assert await column(core, DriverFileRow.state) == [FileState.COMING]
        assert await column(core, ProofRow.state) == [ProofState.WAITING]
        again = await phone.call("POST", "/files", phone.announced(file_id, trip.stops[0], picture))
        assert (again.status, again.body["code"]) == (503, "store_away")

        bucket.is_down = False
        again = await phone.call("POST", "/files", phone.announced(file_id, trip.stops[0], picture))
        assert (again.status, again.body) == (200, {"received": len(picture), "state": "whole"})
        (file,) = await rows(core, DriverFileRow)
        (proof,) = await rows(core, ProofRow)
        assert (file.state, proof.state, proof.flags) == (FileState.WHOLE, ProofState.WHOLE, [])
        kept = {path.rpartition("/")[2]: content for path, content in bucket.objects.items()}
        assert kept[file.sha256] == picture
        shown = await phone.call("GET", f"/files/{file_id}")
        assert (shown.status, shown.content) == (200, kept[file.shown])

        bucket.is_down = True
        shown = await phone.call("GET", f"/files/{file_id}")
        assert (shown.status, shown.body["code"]) == (503, "store_away")
        for query in (DrawProof(proof.id), RenderProof(phrasebook().say("en"), proof_id=proof.id)):
            with pytest.raises(StoreAway):
                await core.ask(SYSTEM, query)
