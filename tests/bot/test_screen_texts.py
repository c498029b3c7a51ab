"""What the dealer's main screens say, word for word, in each language: to be read, not only to be run."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.dealer.credit.screens import credit_screen
from bot.dealer.ordering.screens import placed_screen, quote_card
from bot.screen import Screen
from core.i18n.phrases import LANGUAGES, Say
from core.intake.types import AskWhy
from core.kernel.ids import OrderId
from core.orders.types import OrderState, PlacedOrder
from core.stock.types import Light
from tests.bot import samples as s
from tests.bot.reading import as_read, voice


def quoted(say: Say) -> Screen:
    late = s.ready_line(2, "Tea <b>&</b> Co. 100", unit="each", unit_quantity=Decimal(3), quantity=3)
    late = replace(late, saving=s.usd("0.00"), total=s.usd("2.40"), availability=s.available(Light.YELLOW, 3))
    return quote_card(s.quote(s.ready_line(), late, hints=s.HINTS[:1]), say)


def questioned(say: Say) -> Screen:
    return quote_card(s.quote(s.asked_line(AskWhy.QUANTITY_UNUSUAL), blockers=s.all_blockers(2)[:1]), say)


def credited(say: Say) -> Screen:
    return credit_screen(s.CREDITS["long overdue"], say)


QUOTE = {
    "en": """\
🛒 <b>Your order</b> · Corner Shop

1. <b>Coca-Cola Classic 330 ml</b>
   10 cases (240) × $0.80 = <b>$192.00</b> 🟢
   list $1.00, you save $48.00
2. <b>Tea &lt;b&gt;&amp;&lt;/b&gt; Co. 100</b>
   3 pieces × $0.80 = <b>$2.40</b> 🟡
   🚚 here Tue 25 Nov

Goods $192.00
🚚 Shipping free
<b>Total $192.00</b>
You save $48.00 against list
📅 With you Tue 25 Nov
💳 Credit left after this order: $3,808.00
🧾 To be paid within 30 days
💡 $8.00 more and you get $20.00 off
[✅ Confirm $192.00]
[✏️ Change] [🗑 Discard]
[📌 Keep these prices]
""",
    "zh_CN": """\
🛒 <b>您的订单</b> · Corner Shop

1. <b>Coca-Cola Classic 330 ml</b>
   10 箱 (240) × US$0.80 = <b>US$192.00</b> 🟢
   目录价 US$1.00，省 US$48.00
2. <b>Tea &lt;b&gt;&amp;&lt;/b&gt; Co. 100</b>
   3 个 × US$0.80 = <b>US$2.40</b> 🟡
   🚚 11月25日周二到货

货款 US$192.00
🚚 免运费
<b>合计 US$192.00</b>
比目录价省 US$48.00
📅 11月25日周二送达
💳 本单之后信用额度剩余：US$3,808.00
🧾 30 天内付款
💡 再买 US$8.00，立减 US$20.00
[✅ 确认下单 US$192.00]
[✏️ 修改] [🗑 清空]
[📌 保留价格]
""",
    "tr": """\
🛒 <b>Siparişiniz</b> · Corner Shop

1. <b>Coca-Cola Classic 330 ml</b>
   10 koli (240) × $0,80 = <b>$192,00</b> 🟢
   liste $1,00, kazancınız $48,00
2. <b>Tea &lt;b&gt;&amp;&lt;/b&gt; Co. 100</b>
   3 adet × $0,80 = <b>$2,40</b> 🟡
   🚚 teslim: 25 Kas Sal

Mal bedeli $192,00
🚚 Nakliye ücretsiz
<b>Toplam $192,00</b>
Listeye göre kazancınız $48,00
📅 Teslim: 25 Kas Sal
💳 Bu siparişten sonra kalan kredi limitiniz: $3.808,00
🧾 30 gün içinde ödenir
💡 $8,00 daha alın, $20,00 indirim kazanın
[✅ Onayla $192,00]
[✏️ Değiştir] [🗑 Vazgeç]
[📌 Fiyatları sakla]
""",
    "ms": """\
🛒 <b>Pesanan anda</b> · Corner Shop

1. <b>Coca-Cola Classic 330 ml</b>
   10 karton (240) × USD0.80 = <b>USD192.00</b> 🟢
   harga senarai USD1.00, jimat USD48.00
2. <b>Tea &lt;b&gt;&amp;&lt;/b&gt; Co. 100</b>
   3 unit × USD0.80 = <b>USD2.40</b> 🟡
   🚚 sampai Sel, 25 Nov

Barang USD192.00
🚚 Penghantaran percuma
<b>Jumlah USD192.00</b>
Jimat USD48.00 berbanding harga senarai
📅 Sampai Sel, 25 Nov
💳 Baki kredit selepas pesanan ini: USD3,808.00
🧾 Perlu dibayar dalam 30 hari
💡 Tambah USD8.00 lagi, dapat potongan USD20.00
[✅ Sahkan USD192.00]
[✏️ Ubah] [🗑 Batal]
[📌 Simpan harga ini]
""",
}

QUESTION = {
    "en": """\
🛒 <b>Your order</b> · Corner Shop

2. ❓ Coca-Cola Classic 330 ml

❓ Line 2: 1,000 cases of Coca-Cola Classic 330 ml? You usually take about 48 pieces.
[1,000 cases]
[48 pieces]
[Leave it out]
[✏️ Change] [🗑 Discard]
""",
    "zh_CN": """\
🛒 <b>您的订单</b> · Corner Shop

2. ❓ Coca-Cola Classic 330 ml

❓ 第 2 行：Coca-Cola Classic 330 ml 要 1,000 箱？您平时大约订 48 个。
[1,000 箱]
[48 个]
[不要这一行]
[✏️ 修改] [🗑 清空]
""",
    "tr": """\
🛒 <b>Siparişiniz</b> · Corner Shop

2. ❓ Coca-Cola Classic 330 ml

❓ Satır 2: Coca-Cola Classic 330 ml, 1.000 koli, doğru mu? Genelde 48 adet civarında alıyorsunuz.
[1.000 koli]
[48 adet]
[Bu satırı çıkar]
[✏️ Değiştir] [🗑 Vazgeç]
""",
    "ms": """\
🛒 <b>Pesanan anda</b> · Corner Shop

2. ❓ Coca-Cola Classic 330 ml

❓ Baris 2: Coca-Cola Classic 330 ml, betul 1,000 karton? Biasanya anda ambil lebih kurang 48 unit.
[1,000 karton]
[48 unit]
[Buang baris ini]
[✏️ Ubah] [🗑 Batal]
""",
}

CREDIT = {
    "en": """\
💳 <b>Your credit</b>
<b>$0.00</b> available
▰▰▰▰▰▰▰▰▰▰ 100 %

Limit $5,000.00
Open invoices $9,000.00
Orders not yet invoiced $200.00

⏰ $400.00 overdue, the oldest for 75 days

New orders are stopped until an open invoice is paid. Your rep can help.
""",
    "zh_CN": """\
💳 <b>您的信用额度</b>
可用 <b>US$0.00</b>
▰▰▰▰▰▰▰▰▰▰ 100 %

总额度 US$5,000.00
未付发票 US$9,000.00
未开票订单 US$200.00

⏰ 逾期 US$400.00，最久的已逾期 75 天

有未付发票，新订单暂停，付款后恢复。有困难请找您的业务员。
""",
    "tr": """\
💳 <b>Krediniz</b>
Kullanılabilir <b>$0,00</b>
▰▰▰▰▰▰▰▰▰▰ 100 %

Kredi limiti $5.000,00
Açık faturalar $9.000,00
Faturalanmamış siparişler $200,00

⏰ Vadesi geçen $400,00, en eskisi 75 gündür

Açık bir fatura ödenene kadar yeni siparişler durduruldu. Temsilciniz yardımcı olur.
""",
    "ms": """\
💳 <b>Kredit anda</b>
Baki boleh guna <b>USD0.00</b>
▰▰▰▰▰▰▰▰▰▰ 100 %

Had kredit USD5,000.00
Invois belum bayar USD9,000.00
Pesanan belum diinvois USD200.00

⏰ USD400.00 tertunggak, yang paling lama 75 hari

Pesanan baharu ditahan sehingga invois tertunggak dibayar. Wakil jualan anda boleh bantu.
""",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_quote_card_reads_as_written_here(language: str) -> None:
    assert as_read(quoted(voice(language))) == QUOTE[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_reads_as_written_here(language: str) -> None:
    assert as_read(questioned(voice(language))) == QUESTION[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_credit_screen_reads_as_written_here(language: str) -> None:
    assert as_read(credited(voice(language))) == CREDIT[language]


PARTS = {
    "en": """\
⏳ A part follows as B2B-2025-7891/2, with you Tue 25 Nov
⏳ A part follows as B2B-2025-7891/3 when it comes
⏳ The rest follows as B2B-2025-7891/4, with you Thu 27 Nov""",
    "zh_CN": """\
⏳ 一部分作为 B2B-2025-7891/2 补发，11月25日周二 送达
⏳ 一部分作为 B2B-2025-7891/3 到货补发
⏳ 其余作为 B2B-2025-7891/4 补发，11月27日周四 送达""",
    "tr": """\
⏳ Bir kısmı B2B-2025-7891/2 olarak gelir, teslim: 25 Kas Sal
⏳ Bir kısmı gelince B2B-2025-7891/3 olarak gönderilir
⏳ Kalanı B2B-2025-7891/4 olarak gelir, teslim: 27 Kas Per""",
    "ms": """\
⏳ Sebahagiannya menyusul sebagai B2B-2025-7891/2, sampai Sel, 25 Nov
⏳ Sebahagiannya menyusul sebagai B2B-2025-7891/3 apabila tiba
⏳ Bakinya menyusul sebagai B2B-2025-7891/4, sampai Kha, 27 Nov""",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_a_confirmed_order_each_part_is_named_with_its_day(language: str) -> None:
    days = (s.DAY, None, s.DAY + timedelta(days=2), s.DAY)
    parts = tuple(
        replace(one, number=f"B2B-2025-7891/{at}", promised_on=day)
        for at, (one, day) in enumerate(zip(s.summaries(4), days, strict=True), start=2)
    )
    numbers = tuple(one.number for one in parts[:3])  # the fourth was there before
    placed = PlacedOrder(OrderId(s.uid(5)), "B2B-2025-7891", OrderState.APPROVED, numbers)
    text = placed_screen(placed, s.order(parts=parts), voice(language)).text
    assert text.split("\n\n")[-1] == PARTS[language]
    one = replace(placed, rests=numbers[2:])
    assert (
        placed_screen(one, s.order(parts=parts), voice(language)).text.split("\n\n")[-1]
        == (PARTS[language].split("\n")[-1])
    )
