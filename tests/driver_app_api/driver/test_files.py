"""Photos over real HTTP: resumed, checked, shown without metadata, and to nobody else."""

import io
import zipfile
import zlib

import aiohttp
from PIL import Image

from core.driving.tables import DriverFileRow, DriverPieceRow, ProofRow
from core.driving.types import Flag
from core.driving.use_cases.show_proof import DrawProof, RenderProof, ShowProof, VerifyProof
from core.infra.door import Core
from core.infra.objects import objects_at
from core.infra.pictures import MOST_BYTES
from core.kernel.actor import SYSTEM
from tests.chat import phrasebook
from tests.core.driving.house import make_driver, make_trip, photo
from tests.driver_app_api.driver.phone import Phone, api, client_id, handed, phone_of, sign_in
from tests.make import column, count, rows


def with_place() -> bytes:
    """A photo that says where and with what it was taken, lying on its side."""
    exif = Image.Exif()
    exif[0x010F] = "SecretPhone"
    exif[0x0112] = 6  # turned
    exif.get_ifd(0x8825)[1] = "N"
    made = io.BytesIO()
    Image.new("RGB", (400, 200), "green").save(made, "JPEG", exif=exif)
    return made.getvalue()


async def test_a_cut_upload_goes_on_where_it_was_and_is_shown_without_metadata(core: Core) -> None:
    trip = await make_trip(core)
    picture = with_place()
    assert b"SecretPhone" in picture
    async with phone_of(core, trip.dan, trip.route) as phone:
        file_id = str(client_id())
        half = len(picture) // 2
        begun = await phone.call("POST", "/files", phone.announced(file_id, trip.stops[0], picture))
        assert (begun.status, begun.body) == (201, {"received": 0, "state": "coming"})
        assert (await phone.piece(file_id, 0, picture[:half])).status == 204
        # The answer was lost: the same piece again changes nothing, one with a gap is told where to go on.
        assert (await phone.piece(file_id, 0, picture[:half])).headers["Upload-Offset"] == str(half)
        gap = await phone.piece(file_id, half + 1, picture[half + 1 :])
        assert (gap.status, gap.headers["Upload-Offset"]) == (409, str(half))
        look = await phone.call("HEAD", f"/files/{file_id}")
        assert (look.status, look.headers["Upload-Offset"]) == (200, str(half))
        assert (await phone.call("GET", f"/files/{file_id}")).status == 404
        last = await phone.piece(file_id, half, picture[half:])
        assert (last.status, last.headers["Upload-Offset"]) == (204, str(len(picture)))
        shown = await phone.call("GET", f"/files/{file_id}")
        assert shown.headers["Content-Type"] == "image/jpeg"
        assert b"SecretPhone" not in shown.content
        with Image.open(io.BytesIO(shown.content)) as upright:
            assert upright.size == (200, 400)
            assert dict(upright.getexif()) == {}
        again = await phone.call("POST", "/files", phone.announced(file_id, trip.stops[0], picture))
        assert (again.status, again.body) == (200, {"received": len(picture), "state": "whole"})
    (row,) = await rows(core, DriverFileRow)
    assert await objects_at(core.settings.object_store_url).get(row.sha256) == picture  # as evidence
    assert await count(core, DriverPieceRow) == 0


async def test_what_is_no_picture_is_said_clearly_and_the_proof_goes_without_it(core: Core) -> None:
    trip = await make_trip(core)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("photo.jpg", photo())
    # A PNG that says it is 20,000 by 20,000: nothing of it is decoded.
    bomb = bytearray(small_png())
    bomb[16:24] = (20_000).to_bytes(4, "big") * 2
    bomb[29:33] = zlib.crc32(bomb[12:29]).to_bytes(4, "big")
    cut = photo(2000, 2000)[:4000]
    async with phone_of(core, trip.dan, trip.route) as phone:
        (stop,) = (await phone.today())["routes"][0]["stops"]
        ids = [str(client_id()) for _ in range(3)]
        event = phone.event("delivered", trip.stops[0], **handed(stop, photos=ids))
        assert await phone.tell(event) == [("done", None)]
        codes = []
        for file_id, content in zip(ids, (packed.getvalue(), bytes(bomb), cut), strict=True):
            _, answer = await phone.send_file(trip.stops[0], content, file_id=file_id)
            assert answer.status == 422
            assert answer.headers["Content-Type"] == "application/problem+json"
            codes.append(answer.body["code"])
            _, again = await phone.send_file(trip.stops[0], content, file_id=file_id)
            assert again.body["code"] == codes[-1]
        assert codes == ["file_spoilt_no_picture", "file_spoilt_too_many_pixels", "file_spoilt_broken"]
    (proof,) = await rows(core, ProofRow)
    assert (proof.state, proof.flags) == ("whole", [Flag.FILE_SPOILT])


def small_png() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(made, "PNG")
    return made.getvalue()


async def test_too_much_is_refused_before_it_is_read(core: Core) -> None:
    trip = await make_trip(core)
    async with phone_of(core, trip.dan, trip.route) as phone:
        told = phone.announced(str(client_id()), trip.stops[0], b"x") | {"size": 50_000_000}
        large = await phone.call("POST", "/files", told)
        assert (large.status, large.body["code"]) == (413, "file_too_large")
        told["size"] = MOST_BYTES
        assert (await phone.call("POST", "/files", told)).status == 201
        piece = await phone.piece(told["id"], 0, b"x" * ((1 << 20) + 1))
        assert (piece.status, piece.body["code"]) == (413, "piece_too_large")
        body = b'{"device":"' + b"x" * (9 << 20) + b'"}'
        flood = await phone.call(
            "POST", "/events", data=io.BytesIO(body), headers={"Content-Type": "application/json"}
        )
        assert flood.status == 413
    assert await column(core, DriverFileRow.received) == [0]


async def test_other_bytes_than_were_told_are_sent_again(core: Core) -> None:
    trip = await make_trip(core)
    picture = photo()
    async with phone_of(core, trip.dan, trip.route) as phone:
        file_id = str(client_id())
        await phone.call("POST", "/files", phone.announced(file_id, trip.stops[0], picture))
        wrong = await phone.piece(file_id, 0, b"y" * len(picture))
        assert (wrong.status, wrong.headers["Upload-Offset"]) == (409, "0")
        assert (await phone.piece(file_id, 0, picture)).status == 204
    assert await column(core, DriverFileRow.state) == ["whole"]


async def test_nobody_sees_or_touches_another_drivers_photo(core: Core) -> None:
    trip = await make_trip(core)
    eve = await make_driver(core, "Eve")
    picture = photo()
    async with phone_of(core, trip.dan, trip.route) as phone:
        file_id, _ = await phone.send_file(trip.stops[0], picture)
        hers = Phone(phone.at, phone.http)
        await sign_in(core, hers, eve)
        assert (await hers.call("GET", f"/files/{file_id}")).status == 404
        assert (await hers.call("HEAD", f"/files/{file_id}")).status == 404
        assert (await hers.piece(file_id, 0, b"x")).status == 404
        taken = await hers.call("POST", "/files", hers.announced(file_id, trip.stops[0], picture))
        assert (taken.status, taken.body["code"]) == (409, "id_taken")
        foreign = await hers.call("POST", "/files", hers.announced(str(client_id()), trip.stops[0], picture))
        assert (foreign.status, foreign.body["code"]) == (404, "not_found")
        assert (await Phone(phone.at, phone.http).call("GET", f"/files/{file_id}")).status == 401


async def test_a_proof_stands_up_to_being_looked_at_and_shows_when_it_was_changed(core: Core) -> None:
    trip = await make_trip(core, 3, 4)
    async with phone_of(core, trip.dan, trip.route) as phone:
        first, second = (await phone.today())["routes"][0]["stops"]
        ids = [str(client_id()), str(client_id())]
        await phone.tell(
            phone.event("delivered", trip.stops[0], **handed(first)),
            phone.event("delivered", trip.stops[1], **handed(second, photos=ids, note="at the back")),
        )
        for file_id, colour in zip(ids, ("red", "blue"), strict=True):
            await phone.send_file(trip.stops[1], photo(colour=colour), file_id=file_id)
    order = "B2B-2025-2"
    assert (await core.ask(SYSTEM, VerifyProof(order))).faults == ()
    proof = await core.ask(SYSTEM, ShowProof(number=order))
    assert (proof.receiver, len(proof.photos), proof.state) == ("Ada", 2, "whole")
    drawn = await core.ask(SYSTEM, DrawProof(proof.id))
    assert drawn.picture is not None
    assert drawn.picture.media_type == "image/jpeg"
    for language in ("en", "zh_CN"):
        page = await core.ask(SYSTEM, RenderProof(phrasebook().say(language), number=order))
        assert (page.name, page.content[:5]) == (f"POD-{order}.pdf", b"%PDF-")
        assert page.content.count(b"/Type /Page\n") + page.content.count(b"/Type/Page/") <= 1
    async with core.database.write() as connection:
        await connection.execute(ProofRow.__table__.update().values(lines=[]))
    assert (await core.ask(SYSTEM, VerifyProof(order))).faults == ("entry",)
    async with core.database.write() as connection:
        await connection.execute(ProofRow.__table__.update().values(hash="0" * 64))
    assert (await core.ask(SYSTEM, VerifyProof(order))).faults == ("chain", "entry", "seal")


async def test_the_description_of_the_api_has_examples(core: Core) -> None:
    async with api(core) as at, aiohttp.ClientSession() as http:
        answer = await Phone(at, http).call("GET", "/openapi.json")
    assert set(answer.body["paths"]) == {
        "/sessions", "/sessions/current", "/me", "/today", "/events", "/files", "/files/{file_id}",
    }  # fmt: skip
    assert answer.body["components"]["schemas"]["Event"]["examples"][0]["kind"] == "arrived"
