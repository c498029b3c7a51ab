"""What explains a price and what an approver decides on, word for word, in each language."""

from __future__ import annotations

import pytest

from bot.dealer.ordering.receipts import receipt_screen
from bot.screen import Screen
from bot.staff.approvals.screens import approval_screen
from core.approvals.types import ApprovalState
from core.i18n.phrases import LANGUAGES, Say
from tests.bot import samples as s
from tests.bot.reading import as_read, voice


def approved_on(say: Say) -> Screen:
    return approval_screen(s.approval_card(count=7), say)


def declined(say: Say) -> Screen:
    return approval_screen(s.approval_card(ApprovalState.DECLINED, reason="overdue"), say)


def explained(say: Say) -> Screen:
    return receipt_screen(s.receipt(losers=2), say)


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
[✅ Approve] [✂️ Part of it]
[❌ Decline] [↩️ Counter-offer] [❓ Ask]
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
[✅ 批准] [✂️ 部分批准]
[❌ 拒绝] [↩️ 还价] [❓ 询问]
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
[✅ Onayla] [✂️ Bir kısmı]
[❌ Reddet] [↩️ Karşı teklif] [❓ Sor]
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
[✅ Luluskan] [✂️ Sebahagian]
[❌ Tolak] [↩️ Tawaran balas] [❓ Tanya]
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_approval_card_reads_as_written_here(language: str) -> None:
    assert as_read(approved_on(voice(language))) == APPROVAL[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_decided_card_reads_as_written_here(language: str) -> None:
    assert as_read(declined(voice(language))) == DECLINED[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_price_receipt_reads_as_written_here(language: str) -> None:
    assert as_read(explained(voice(language))) == RECEIPT[language]
