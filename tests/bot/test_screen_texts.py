"""What the most important screens say, word for word, in each language: to be read, not only to be run."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.dealer.credit.screens import credit_screen
from bot.dealer.ordering.receipts import receipt_screen
from bot.dealer.ordering.screens import quote_card
from bot.screen import Screen, escape
from bot.staff.approvals.screens import approval_screen
from core.approvals.types import ApprovalState
from core.i18n.phrases import LANGUAGES, Phrasebook, Say
from core.intake.types import AskWhy
from core.stock.types import Light
from tests.bot import samples as s

BOOK = Phrasebook()


def as_read(screen: Screen) -> str:
    """The text, and below it the buttons, a row a line."""
    rows = ["[" + "] [".join(button.text for button in row) + "]" for row in screen.rows]
    return "\n".join([screen.text, *rows]) + "\n"


def voice(language: str) -> Say:
    return BOOK.say(language, zone="UTC", escape=escape)


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
💡 $8.00 more and you get $20.00 off
[✅ Confirm $192.00]
[✏️ Change] [🗑 Discard]
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
💡 再买 US$8.00，立减 US$20.00
[✅ 确认下单 US$192.00]
[✏️ 修改] [🗑 清空]
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
💡 $8,00 daha alın, $20,00 indirim kazanın
[✅ Onayla $192,00]
[✏️ Değiştir] [🗑 Vazgeç]
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
💡 Tambah USD8.00 lagi, dapat potongan USD20.00
[✅ Sahkan USD192.00]
[✏️ Ubah] [🗑 Batal]
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

APPROVAL = {
    "en": """\
🟠 <b>Order B2B-2025-7891</b> · Corner Shop needs your decision

• Coca-Cola Classic 330 ml — $192.00
• Coca-Cola Classic 330 ml — $192.00
• Coca-Cola Classic 330 ml — $192.00
• Coca-Cola Classic 330 ml — $192.00
• Coca-Cola Classic 330 ml — $192.00
… and 2 more lines

<b>Total $197.00</b> · ordered by Ana

⚠️ Above the share of the credit limit that passes by itself

Owes $800.00, with this order $997.00, limit $1,000.00
▰▰▰▰▰▰▰▰▰▰ 100 %
⏰ $50.00 overdue, the oldest for 3 days
[✅ Approve] [❌ Decline]
""",
    "zh_CN": """\
🟠 <b>订单 B2B-2025-7891</b> · Corner Shop 等您审批

• Coca-Cola Classic 330 ml — US$192.00
• Coca-Cola Classic 330 ml — US$192.00
• Coca-Cola Classic 330 ml — US$192.00
• Coca-Cola Classic 330 ml — US$192.00
• Coca-Cola Classic 330 ml — US$192.00
……还有 2 行

<b>合计 US$197.00</b> · 下单人：Ana

⚠️ 超出可自动通过的信用额度

已占用 US$800.00，加上本单 US$997.00，额度 US$1,000.00
▰▰▰▰▰▰▰▰▰▰ 100 %
⏰ 逾期 US$50.00，最久的已逾期 3 天
[✅ 批准] [❌ 拒绝]
""",
    "tr": """\
🟠 <b>Sipariş B2B-2025-7891</b> · Corner Shop kararınızı bekliyor

• Coca-Cola Classic 330 ml — $192,00
• Coca-Cola Classic 330 ml — $192,00
• Coca-Cola Classic 330 ml — $192,00
• Coca-Cola Classic 330 ml — $192,00
• Coca-Cola Classic 330 ml — $192,00
… ve 2 satır daha

<b>Toplam $197,00</b> · siparişi veren: Ana

⚠️ Kredi limitinin onaysız geçen payını aşıyor

Borcu $800,00, bu siparişle $997,00, limiti $1.000,00
▰▰▰▰▰▰▰▰▰▰ 100 %
⏰ Vadesi geçen $50,00, en eskisi 3 gündür
[✅ Onayla] [❌ Reddet]
""",
    "ms": """\
🟠 <b>Pesanan B2B-2025-7891</b> · Corner Shop perlukan keputusan anda

• Coca-Cola Classic 330 ml — USD192.00
• Coca-Cola Classic 330 ml — USD192.00
• Coca-Cola Classic 330 ml — USD192.00
• Coca-Cola Classic 330 ml — USD192.00
• Coca-Cola Classic 330 ml — USD192.00
… dan 2 baris lagi

<b>Jumlah USD197.00</b> · dipesan oleh Ana

⚠️ Melebihi bahagian had kredit yang lulus terus

Hutang USD800.00, dengan pesanan ini USD997.00, had USD1,000.00
▰▰▰▰▰▰▰▰▰▰ 100 %
⏰ USD50.00 tertunggak, yang paling lama 3 hari
[✅ Luluskan] [❌ Tolak]
""",
}

DECLINED = {
    "en": """\
📋 <b>Order B2B-2025-7891</b> · Corner Shop

• Coca-Cola Classic 330 ml — $192.00

<b>Total $197.00</b> · ordered by Ana

⚠️ Above the share of the credit limit that passes by itself

Owes $800.00, limit $1,000.00
▰▰▰▰▰▰▰▰▱▱ 80 %
⏰ $50.00 overdue, the oldest for 3 days

❌ Declined by Rita, 25 Nov 14:05
Open invoices first
""",
    "zh_CN": """\
📋 <b>订单 B2B-2025-7891</b> · Corner Shop

• Coca-Cola Classic 330 ml — US$192.00

<b>合计 US$197.00</b> · 下单人：Ana

⚠️ 超出可自动通过的信用额度

已占用 US$800.00，额度 US$1,000.00
▰▰▰▰▰▰▰▰▱▱ 80 %
⏰ 逾期 US$50.00，最久的已逾期 3 天

❌ Rita 已拒绝，11月25日 14:05
请先结清未付发票
""",
    "tr": """\
📋 <b>Sipariş B2B-2025-7891</b> · Corner Shop

• Coca-Cola Classic 330 ml — $192,00

<b>Toplam $197,00</b> · siparişi veren: Ana

⚠️ Kredi limitinin onaysız geçen payını aşıyor

Borcu $800,00, limiti $1.000,00
▰▰▰▰▰▰▰▰▱▱ 80 %
⏰ Vadesi geçen $50,00, en eskisi 3 gündür

❌ Reddeden: Rita, 25 Kas 14:05
Önce açık faturalar
""",
    "ms": """\
📋 <b>Pesanan B2B-2025-7891</b> · Corner Shop

• Coca-Cola Classic 330 ml — USD192.00

<b>Jumlah USD197.00</b> · dipesan oleh Ana

⚠️ Melebihi bahagian had kredit yang lulus terus

Hutang USD800.00, had USD1,000.00
▰▰▰▰▰▰▰▰▱▱ 80 %
⏰ USD50.00 tertunggak, yang paling lama 3 hari

❌ Ditolak oleh Rita, 25 Nov 14:05
Jelaskan invois dulu
""",
}

RECEIPT = {
    "en": """\
❔ <b>Coca-Cola Classic 330 ml</b> <code>COKE-330</code>

List price $1.00

1. List price: $0.80
2. Price list: $0.80
3. Quantity discount: $0.80
4. Price of your tier: $0.80
5. Price of your region: $0.80
6. Your agreed price: $0.80
7. Flash sale: $0.80

200 × $0.80 = $160.00
40 × $0.70 = $28.00
Coca-Cola Classic 330 ml: −$8.00
<b>You pay $180.00</b>

Not used:
• List price: another price is lower
• Price list $0.90: a closer agreement decides
""",
    "zh_CN": """\
❔ <b>Coca-Cola Classic 330 ml</b> <code>COKE-330</code>

目录价 US$1.00

1. 目录价：US$0.80
2. 价目表：US$0.80
3. 批量折扣：US$0.80
4. 您的等级价：US$0.80
5. 您所在区域的价格：US$0.80
6. 您的协议价：US$0.80
7. 限时特价：US$0.80

200 × US$0.80 = US$160.00
40 × US$0.70 = US$28.00
Coca-Cola Classic 330 ml：−US$8.00
<b>您实付 US$180.00</b>

没用上的：
• 目录价：有更低的价格
• 价目表 US$0.90：有更具体的约定，以它为准
""",
    "tr": """\
❔ <b>Coca-Cola Classic 330 ml</b> <code>COKE-330</code>

Liste fiyatı $1,00

1. Liste fiyatı: $0,80
2. Fiyat listesi: $0,80
3. Miktar indirimi: $0,80
4. Bayi grubunuzun fiyatı: $0,80
5. Bölgenizin fiyatı: $0,80
6. Anlaşmalı fiyatınız: $0,80
7. Süreli kampanya: $0,80

200 × $0,80 = $160,00
40 × $0,70 = $28,00
Coca-Cola Classic 330 ml: −$8,00
<b>Ödeyeceğiniz $180,00</b>

Kullanılmayanlar:
• Liste fiyatı: başka bir fiyat daha düşük
• Fiyat listesi $0,90: daha özel bir anlaşma geçerli
""",
    "ms": """\
❔ <b>Coca-Cola Classic 330 ml</b> <code>COKE-330</code>

Harga senarai USD1.00

1. Harga senarai: USD0.80
2. Senarai harga: USD0.80
3. Diskaun kuantiti: USD0.80
4. Harga peringkat anda: USD0.80
5. Harga kawasan anda: USD0.80
6. Harga persetujuan anda: USD0.80
7. Jualan kilat: USD0.80

200 × USD0.80 = USD160.00
40 × USD0.70 = USD28.00
Coca-Cola Classic 330 ml: −USD8.00
<b>Anda bayar USD180.00</b>

Tidak diguna:
• Harga senarai: ada harga lain yang lebih rendah
• Senarai harga USD0.90: persetujuan yang lebih khusus diguna pakai
""",
}


def quoted(say: Say) -> Screen:
    late = s.ready_line(2, "Tea <b>&</b> Co. 100", unit="each", unit_quantity=Decimal(3), quantity=3)
    late = replace(late, saving=s.usd("0.00"), total=s.usd("2.40"), availability=s.available(Light.YELLOW, 3))
    return quote_card(s.quote(s.ready_line(), late, hints=s.HINTS[:1]), say)


def questioned(say: Say) -> Screen:
    return quote_card(s.quote(s.asked_line(AskWhy.QUANTITY_UNUSUAL), blockers=s.all_blockers(2)[:1]), say)


def credited(say: Say) -> Screen:
    return credit_screen(s.CREDITS["long overdue"], say)


def approved_on(say: Say) -> Screen:
    return approval_screen(s.approval_card(count=7), say)


def declined(say: Say) -> Screen:
    return approval_screen(s.approval_card(ApprovalState.DECLINED, reason="overdue"), say)


def explained(say: Say) -> Screen:
    return receipt_screen(s.receipt(losers=2), say)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_quote_card_reads_as_written_here(language: str) -> None:
    assert as_read(quoted(voice(language))) == QUOTE[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_reads_as_written_here(language: str) -> None:
    assert as_read(questioned(voice(language))) == QUESTION[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_credit_screen_reads_as_written_here(language: str) -> None:
    assert as_read(credited(voice(language))) == CREDIT[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_approval_card_reads_as_written_here(language: str) -> None:
    assert as_read(approved_on(voice(language))) == APPROVAL[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_decided_card_reads_as_written_here(language: str) -> None:
    assert as_read(declined(voice(language))) == DECLINED[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_price_receipt_reads_as_written_here(language: str) -> None:
    assert as_read(explained(voice(language))) == RECEIPT[language]
