"""What the demo company's office answers to common questions, in four languages."""

from __future__ import annotations

from dataclasses import dataclass

from core.integrations.master_data.types import SheetRows


@dataclass(frozen=True, slots=True)
class Said:
    """One answer in one language, and the ways in which dealers ask for it."""

    language: str
    answer: str
    questions: tuple[str, ...]


ANSWERS = (
    # Hours
    Said(
        "en",
        "The office is open Monday to Friday from 9:00 to 18:00. Orders are taken here at any hour.",
        (
            "what are your opening hours",
            "when are you open",
            "what time do you close",
            "are you open on saturday",
        ),
    ),
    Said(
        "zh_CN",
        "办公时间是星期一至星期五 9:00–18:00。下单在这里随时可以。",
        ("你们几点上班", "营业时间是几点", "你们几点下班", "周末上班吗"),
    ),
    Said(
        "tr",
        "Ofis pazartesiden cumaya 9:00–18:00 arası açıktır. Siparişler burada her saat alınır.",
        (
            "çalışma saatleriniz nedir",
            "kaçta açılıyorsunuz",
            "kaça kadar açıksınız",
            "cumartesi açık mısınız",
        ),
    ),
    Said(
        "ms",
        "Pejabat dibuka Isnin hingga Jumaat, 9:00–18:00. Pesanan diterima di sini pada bila-bila masa.",
        ("pukul berapa buka", "waktu operasi pejabat", "pukul berapa tutup", "hari sabtu buka tak"),
    ),
    # Minimum order
    Said(
        "en",
        "There is no minimum quantity. Where an order is below the minimum value, the quote says so at once.",
        ("what is the minimum order", "is there a minimum order value", "what is your moq"),
    ),
    Said(
        "zh_CN",
        "没有最低数量要求。如果订单低于起订金额，报价卡会马上提示。",
        ("最低起订量是多少", "起订金额是多少", "有没有最低订购要求"),
    ),
    Said(
        "tr",
        "En az miktar şartı yoktur. Sipariş en az tutarın altındaysa teklif bunu hemen söyler.",
        ("minimum sipariş tutarı nedir", "en az ne kadar sipariş vermem lazım", "minimum sipariş var mı"),
    ),
    Said(
        "ms",
        "Tiada kuantiti minimum. Jika pesanan di bawah nilai minimum, sebut harga akan beritahu terus.",
        ("berapa minimum order", "ada pesanan minimum tak", "berapa nilai pesanan minimum"),
    ),
    # Returns
    Said(
        "en",
        "Open the order under /orders and tap Return, or send /return: say what and why, add a photo. The "
        "goods are fetched or kept, and a credit note follows.",
        ("how do returns work", "what is your return policy", "how do i return something"),
    ),
    Said(
        "zh_CN",
        "在 /orders 打开订单，点“退货”，或发送 /return：说明货品和原因，附上照片。"
        "之后取回货物并开贷项通知单。",
        ("怎么退货", "退货政策是什么", "退货流程是怎样的"),
    ),
    Said(
        "tr",
        "/orders altında siparişi açıp İade düğmesine dokunun ya da /return yazın: "
        "ürünü, nedeni ve bir fotoğraf "
        "gönderin. Mal alınır, alacak dekontu kesilir.",
        ("iade nasıl yapılır", "iade koşullarınız nedir", "nasıl iade ederim"),
    ),
    Said(
        "ms",
        "Buka pesanan di /orders dan ketik Pulangan, atau hantar /return: beritahu "
        "barang dan sebab, sertakan "
        "gambar. Barang diambil dan nota kredit dikeluarkan.",
        ("macam mana nak pulangkan barang", "apa polisi pemulangan", "bagaimana cara pemulangan"),
    ),
    # Payment
    Said(
        "en",
        "By bank transfer to the account on the invoice, with the invoice number as reference; or cash or "
        "cheque at the door.",
        ("how can i pay", "what payment methods do you accept", "where do i send the payment"),
    ),
    Said(
        "zh_CN",
        "可银行转账到发票上的账户，附言写发票号；也可在送货时付现金或支票。",
        ("怎么付款", "有哪些付款方式", "钱转到哪个账户"),
    ),
    Said(
        "tr",
        "Faturadaki hesaba havale ile, açıklamaya fatura numarasını yazarak; ya da "
        "teslimatta nakit veya çek.",
        ("nasıl ödeme yapabilirim", "hangi ödeme yöntemleri var", "ödemeyi nereye yapacağım"),
    ),
    Said(
        "ms",
        "Pindahan bank ke akaun pada invois dengan nombor invois sebagai rujukan; atau "
        "tunai atau cek semasa "
        "penghantaran.",
        ("macam mana nak bayar", "apa cara pembayaran", "bayar ke akaun mana"),
    ),
    # Delivery
    Said(
        "en",
        "Orders before 16:00 leave the same working day and arrive the next one in your "
        "region, within three "
        "days elsewhere. The quote shows the day.",
        (
            "how long does delivery take",
            "what are your delivery times",
            "what is the cut off time for orders",
        ),
    ),
    Said(
        "zh_CN",
        "16:00 前的订单当天发出，本区域下一个工作日送达，其他地区三天内。报价卡上有送达日期。",
        ("送货要多久", "几点前下单当天发货", "一般多久能送到"),
    ),
    Said(
        "tr",
        "16:00'dan önceki siparişler aynı gün çıkar; bölgenize ertesi iş günü, diğer "
        "yerlere üç gün içinde ulaşır. "
        "Gün teklifte yazar.",
        ("teslimat ne kadar sürer", "saat kaça kadar sipariş verebilirim", "teslimat süreniz nedir"),
    ),
    Said(
        "ms",
        "Pesanan sebelum 16:00 keluar pada hari sama dan sampai hari bekerja berikutnya "
        "di kawasan anda, dalam "
        "tiga hari di tempat lain. Tarikh ada pada sebut harga.",
        ("berapa lama penghantaran", "pukul berapa cut off order", "bila barang biasanya sampai"),
    ),
    # Freight
    Said(
        "en",
        "Freight stands on the quote. Platinum dealers pay none above 1,000 dollars of goods.",
        ("how much is delivery", "is delivery free", "do you charge for delivery"),
    ),
    Said(
        "zh_CN",
        "运费显示在报价卡上。铂金经销商货值超过 1,000 美元免运费。",
        ("运费怎么算", "送货免费吗", "要收运费吗"),
    ),
    Said(
        "tr",
        "Nakliye teklifte yazar. Platin bayiler 1.000 doların üzerindeki mallarda nakliye ödemez.",
        ("nakliye ücreti ne kadar", "teslimat ücretsiz mi", "kargo ücreti alıyor musunuz"),
    ),
    Said(
        "ms",
        "Caj penghantaran tertera pada sebut harga. Pengedar platinum percuma bagi "
        "barang melebihi 1,000 dolar.",
        ("berapa caj penghantaran", "penghantaran percuma tak", "ada caj delivery tak"),
    ),
    # More credit
    Said(
        "en",
        "Ask your rep: finance looks at your payments of the last year and answers within two working days.",
        (
            "how can i get a higher credit limit",
            "can you raise my credit limit",
            "how do i increase my limit",
        ),
    ),
    Said(
        "zh_CN",
        "请联系您的业务员：财务会查看过去一年的付款记录，两个工作日内答复。",
        ("怎么提高信用额度", "额度可以调高吗", "如何申请更高额度"),
    ),
    Said(
        "tr",
        "Temsilcinize söyleyin: finans son bir yılın ödemelerine bakar, iki iş günü içinde yanıt verir.",
        (
            "kredi limitimi nasıl artırabilirim",
            "limitim yükseltilebilir mi",
            "limit artışı için ne yapmalıyım",
        ),
    ),
    Said(
        "ms",
        "Hubungi wakil jualan anda: bahagian kewangan semak bayaran setahun lalu dan "
        "jawab dalam dua hari bekerja.",
        (
            "macam mana nak naikkan had kredit",
            "boleh naikkan limit saya",
            "cara mohon had kredit lebih tinggi",
        ),
    ),
    # Change of an order
    Said(
        "en",
        "While it is not picked: open it under /orders and tap Change, or write what shall be different.",
        ("can i change my order after confirming", "how do i change an order", "can i still cancel an order"),
    ),
    Said(
        "zh_CN",
        "拣货之前可以：在 /orders 打开订单点“修改”，或直接写要改什么。",
        ("下单后还能改吗", "怎么修改订单", "确认后还能取消订单吗"),
    ),
    Said(
        "tr",
        "Toplanmadan önce: /orders altında açıp Değiştir düğmesine dokunun ya da neyin değişeceğini yazın.",
        (
            "onayladıktan sonra siparişi değiştirebilir miyim",
            "sipariş nasıl değiştirilir",
            "siparişi iptal edebilir miyim",
        ),
    ),
    Said(
        "ms",
        "Selagi belum dipilih: buka di /orders dan ketik Ubah, atau tulis apa yang perlu ditukar.",
        ("boleh ubah pesanan selepas sahkan", "macam mana nak ubah pesanan", "boleh batal pesanan lagi tak"),
    ),
    # Tax
    Said(
        "en",
        "Prices are without tax; the quote and the invoice show the tax of your region by itself.",
        ("do your prices include tax", "are prices with vat", "is tax included"),
    ),
    Said(
        "zh_CN",
        "价格不含税；报价卡和发票会单独列出您所在地区的税额。",
        ("价格含税吗", "报价包含税吗", "是含税价吗"),
    ),
    Said(
        "tr",
        "Fiyatlara vergi dahil değildir; teklif ve fatura bölgenizin vergisini ayrıca gösterir.",
        ("fiyatlara kdv dahil mi", "vergi dahil mi", "fiyatlar kdv hariç mi"),
    ),
    Said(
        "ms",
        "Harga belum termasuk cukai; sebut harga dan invois tunjuk cukai kawasan anda berasingan.",
        ("harga termasuk cukai tak", "harga dah termasuk sst", "cukai termasuk ke"),
    ),
    # Colleagues
    Said(
        "en",
        "Your admin does it: /team, then Invite. The colleague gets a link and shares the own phone number.",
        ("how do i add a colleague", "can my colleague order too", "how do i add another user"),
    ),
    Said(
        "zh_CN",
        "由贵公司管理员操作：/team，然后“邀请”。同事点链接并分享自己的手机号即可。",
        ("怎么添加同事", "同事也可以下单吗", "如何增加用户"),
    ),
    Said(
        "tr",
        "Yöneticiniz yapar: /team, sonra Davet et. İş arkadaşınız bağlantıyı açıp numarasını paylaşır.",
        ("iş arkadaşımı nasıl eklerim", "arkadaşım da sipariş verebilir mi", "yeni kullanıcı nasıl eklenir"),
    ),
    Said(
        "ms",
        "Admin anda buat: /team, kemudian Jemput. Rakan anda buka pautan dan kongsi nombor telefonnya.",
        ("macam mana nak tambah rakan sekerja", "rakan saya boleh pesan juga", "cara tambah pengguna"),
    ),
    # Damaged goods
    Said(
        "en",
        'Write it here within seven days with a photo: "2 cases of … arrived broken". It becomes a return.',
        (
            "what do i do if goods arrive damaged",
            "who do i tell about broken goods",
            "what if something is missing",
        ),
    ),
    Said(
        "zh_CN",
        "请在七天内在这里写明并附照片，例如“2 箱……到货破损”，系统会生成退货。",
        ("货到坏了怎么办", "收到破损货物怎么处理", "少货了怎么办"),
    ),
    Said(
        "tr",
        "Yedi gün içinde fotoğrafla buraya yazın: “2 koli … kırık geldi”. İade kaydı açılır.",
        ("mal hasarlı gelirse ne yapmalıyım", "kırık ürün gelirse ne olacak", "eksik gelirse ne yapayım"),
    ),
    Said(
        "ms",
        "Tulis di sini dalam tujuh hari dengan gambar: “2 karton … sampai rosak”. Ia menjadi pulangan.",
        (
            "apa perlu buat kalau barang rosak",
            "kalau barang sampai rosak macam mana",
            "barang kurang nak buat apa",
        ),
    ),
)


def answers() -> SheetRows:
    """One row for each way of asking."""
    return SheetRows(
        ("question", "language", "answer"),
        [(question, one.language, one.answer) for one in ANSWERS for question in one.questions],
    )
