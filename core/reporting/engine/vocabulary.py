"""The words of reports in four languages: what they stand for, folded (lower case, no accents)."""

from __future__ import annotations

from collections.abc import Mapping

# Words of a subject are words of the field of the same kind as well: "lines by product".
SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "orders": ("orders", "order", "sales", "siparisler", "siparis", "satis", "satislar", "订单", "销售",
               "pesanan", "jualan"),
    "lines": ("lines", "line", "order lines", "items", "satirlar", "satir", "kalemler", "明细", "订单行",
              "行", "baris"),
    "dealers": ("dealers", "dealer", "customers", "customer", "bayiler", "bayi", "musteri", "musteriler",
                "经销商", "客户", "pengedar", "pelanggan"),
    "products": ("products", "product", "articles", "article", "urunler", "urun", "产品", "商品", "produk"),
    "invoices": ("invoices", "invoice", "faturalar", "fatura", "发票", "invois"),
    "approvals": ("approvals", "approval", "requests", "onaylar", "onay", "审批", "kelulusan"),
}  # fmt: skip

FIELDS: Mapping[str, tuple[str, ...]] = {
    "number": ("number", "no", "numara", "单号", "编号", "nombor"),
    "code": ("code", "kod", "bayi kodu", "代码", "kod pengedar"),
    "day": ("day", "date", "daily", "gun", "tarih", "gunluk", "日期", "天", "日", "hari", "tarikh", "harian"),
    "month": ("month", "monthly", "ay", "aylik", "月份", "月", "bulan", "bulanan"),
    "region": ("region", "area", "bolge", "地区", "区域", "wilayah", "kawasan"),
    "tier": ("tier", "class", "grup", "bayi grubu", "等级", "级别", "peringkat", "tahap"),
    "rep": ("rep", "salesperson", "sales rep", "temsilci", "业务员", "销售员", "wakil", "wakil jualan"),
    "state": ("state", "status", "durum", "状态", "keadaan"),
    "ordered_by": ("ordered by", "buyer", "person", "siparis veren", "satin almaci", "下单人", "采购",
                   "pembeli"),
    "decided_by": ("decided by", "approver", "onaylayan", "karar veren", "审批人", "pelulus"),
    "sku": ("sku", "product code", "urun kodu", "货号", "kod produk"),
    "brand": ("brand", "marka", "品牌", "jenama"),
    "category": ("category", "kategori", "类别", "分类"),
    "quantity": ("quantity", "pieces", "qty", "miktar", "adet", "数量", "件数", "kuantiti", "bilangan"),
    "subtotal": ("subtotal", "goods", "ara toplam", "小计", "subjumlah"),
    "discount": ("discount", "indirim", "折扣", "diskaun"),
    "shipping": ("shipping", "freight", "kargo", "nakliye", "运费", "penghantaran"),
    "total": ("total", "amount", "value", "revenue", "toplam", "tutar", "ciro", "金额", "总额", "合计",
              "jumlah", "amaun"),
    "cost": ("cost", "maliyet", "成本", "kos"),
    "margin": ("margin", "profit", "kar", "毛利", "利润", "untung"),
    "margin_share": ("margin share", "margin percent", "kar orani", "毛利率", "peratus margin"),
    "limit": ("limit", "credit limit", "kredi limiti", "信用额度", "额度", "had", "had kredit"),
    "owed": ("owed", "balance", "debt", "borc", "bakiye", "欠款", "余额", "hutang", "baki"),
    "held": ("held", "holds", "bloke", "占用", "pegangan"),
    "last_order": ("last order", "son siparis", "最近订单", "pesanan terakhir"),
    "on_hand": ("on hand", "stock", "stok", "库存"),
    "free": ("free", "available", "serbest", "musait", "可用", "可用库存", "boleh guna"),
    "due": ("due", "due date", "vade", "到期", "到期日", "tarikh akhir"),
    "open": ("open", "unpaid", "acik", "odenmemis", "未付", "未结", "belum bayar"),
    "overdue": ("overdue", "late", "vadesi gecen", "gecikmis", "逾期", "tertunggak"),
    "hours": ("hours", "time", "duration", "sure", "用时", "时长", "tempoh", "masa"),
}  # fmt: skip

PERIODS: Mapping[str, tuple[str, ...]] = {
    "today": ("today", "bugun", "今天", "今日", "hari ini"),
    "yesterday": ("yesterday", "dun", "昨天", "昨日", "semalam"),
    "this_week": ("this week", "bu hafta", "本周", "这周", "minggu ini"),
    "last_week": ("last week", "gecen hafta", "上周", "minggu lepas", "minggu lalu"),
    "this_month": ("this month", "bu ay", "本月", "这个月", "bulan ini"),
    "last_month": ("last month", "gecen ay", "上月", "上个月", "bulan lepas", "bulan lalu"),
    "this_quarter": ("this quarter", "bu ceyrek", "本季度", "suku ini"),
    "last_quarter": ("last quarter", "gecen ceyrek", "上季度", "suku lepas", "suku lalu"),
    "this_year": ("this year", "bu yil", "今年", "tahun ini"),
    "last_year": ("last year", "gecen yil", "去年", "tahun lepas", "tahun lalu"),
    "all": ("all time", "ever", "tum zamanlar", "全部时间", "sepanjang masa"),
}

FORMS: Mapping[str, tuple[str, ...]] = {
    "xlsx": ("excel", "xlsx", "spreadsheet", "表格"),
    "csv": ("csv",),
    "pdf": ("pdf",),
    "png": (
        "picture",
        "chart",
        "graph",
        "png",
        "image",
        "resim",
        "grafik",
        "图表",
        "图片",
        "图",
        "carta",
        "gambar",
    ),
}

# "by region" and "按地区" stand before what they group by, "bölgeye göre" and "bölge bazında" behind it.
BEFORE = ("by", "per", "grouped by", "按", "按照", "mengikut", "ikut", "setiap")
BEHIND = ("gore", "bazinda", "basina")
# Behind these comes a list of columns.
WITH = ("with", "showing", "fields", "columns", "ile", "alanlar", "包括", "显示", "dengan", "papar")
AND = ("and", "ve", "和", "与", "dan", "&")
OVER = ("over", "above", "at least", "more than", "ustu", "uzeri", "超过", "大于", "lebih", "melebihi")
UNDER = ("under", "below", "at most", "less than", "alti", "altinda", "低于", "小于", "kurang", "bawah")
# Says nothing by itself.
FILLERS = (
    "the", "a", "of", "for", "in", "from", "me", "show", "report", "reports", "list", "give", "please", "as",
    "to",
    "raporu", "rapor", "icin", "goster", "的", "报表", "报告", "请", "给我", "laporan", "untuk", "pada",
    "sila",
    "tunjuk", "dalam", "bagi", "olarak", "其", "在",
)  # fmt: skip
