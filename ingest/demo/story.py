"""The story the demo tells: who sells what, with whom, when, and for how much. Nothing here is random.

Havgry (a Danish skincare house) runs a third-party campaign that is thin and a celebrity countdown that loses money;
Tarawai (a New Zealand honey house) sends samples to small creators and does well. All names are invented.
Instants are epoch seconds; dates are Shanghai dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from campaigns.periods import SHANGHAI

GENERATOR_VERSION = 3
"""Raised when the same seed would give other bytes: exports of an older generator are then written anew."""

KOLS, NOTES, CLICKS, ORDERS = 60, 600, 250_000, 20_000


def instant(text: str) -> int:
    """Epoch second of `2026-11-10 20:00` in Shanghai."""
    return int(datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI).timestamp())


def clock(second: int) -> datetime:
    """The Shanghai wall clock at an epoch second."""
    return datetime.fromtimestamp(second, SHANGHAI)


SINCE = instant("2026-08-15 00:00")
BEFORE = instant("2026-11-16 00:00")
"""Facts lie in [SINCE, BEFORE); the exports were made on the morning of the last day."""
EXPORTED = instant("2026-11-16 09:00")

COUNTDOWN_SINCE = instant("2026-11-10 20:00")
COUNTDOWN_BEFORE = instant("2026-11-12 00:00")
SELL_OUT_AFTER = instant("2026-11-11 10:17")
"""The last mask that sold went at or before this moment; nobody could order another before RESTOCKED."""
RESTOCKED = instant("2026-11-13 10:00")


@dataclass(frozen=True)
class Brand:
    code: str
    name: str
    name_zh: str
    shop: str
    account: str
    slogan: str


@dataclass(frozen=True)
class Product:
    """`list_fen` and `cost_fen` are per unit; `sku_ids` are the plain unit and the gift box."""

    index: int
    product_id: str
    brand: str
    name: str
    name_zh: str
    short: str
    category: str
    list_fen: int
    cost_fen: int
    sku_ids: tuple[str, str]
    barcode: str
    popularity: float

    @property
    def theme(self) -> str:
        """What people write about it: the category, but a throat spray is no beauty drink."""
        return "spray" if self.product_id == SPRAY else self.category


@dataclass(frozen=True)
class Agency:
    code: str
    name: str
    third_party_ppm: int


@dataclass(frozen=True)
class Plan:
    """A campaign as planned: how many KOLs of each tier, the notes each owes, and the share of all clicks it draws."""

    code: str
    brand: str
    name: str
    name_zh: str
    method: str
    since: date
    before: date
    budget_fen: int
    products: tuple[str, ...]
    tiers: dict[str, int]
    agencies: tuple[str, ...]
    kol_ppm: int
    click_share: float
    audience: dict[str, dict[str, float]]


BRANDS = (
    Brand("havgry", "Havgry", "海曦", "海曦Havgry海外旗舰店", "海曦Havgry", "来自丹麦海岸的屏障修护"),
    Brand("tarawai", "Tarawai", "塔拉薇", "塔拉薇Tarawai海外旗舰店", "塔拉薇Tarawai", "新西兰家庭蜂场三代人的手艺"),
)

PRODUCTS = (
    Product(
        0,
        "6640a1c20000000001c0a101",
        "havgry",
        "Sea Kelp Barrier Mask",
        "海藻屏障修护面膜 5片装",
        "海藻面膜",
        "mask",
        12_900,
        2_700,
        ("6640a1c20000000001c0b101", "6640a1c20000000001c0b102"),
        "5701234500011",
        1.5,
    ),
    Product(
        1,
        "6640a1c20000000001c0a102",
        "havgry",
        "Nordic Night Serum",
        "北境夜间修护精华 30ml",
        "北境精华",
        "serum",
        29_900,
        6_200,
        ("6640a1c20000000001c0b103", "6640a1c20000000001c0b104"),
        "5701234500028",
        1.2,
    ),
    Product(
        2,
        "6640a1c20000000001c0a103",
        "havgry",
        "Fjord Calm Cream",
        "峡湾舒缓面霜 50ml",
        "峡湾面霜",
        "cream",
        25_900,
        5_800,
        ("6640a1c20000000001c0b105", "6640a1c20000000001c0b106"),
        "5701234500035",
        0.9,
    ),
    Product(
        3,
        "6640a1c20000000001c0a104",
        "havgry",
        "Sea Foam Cleanser",
        "海泡氨基酸洁面乳 120ml",
        "海泡洁面",
        "cleanser",
        13_900,
        2_900,
        ("6640a1c20000000001c0b107", "6640a1c20000000001c0b108"),
        "5701234500042",
        0.7,
    ),
    Product(
        4,
        "65f2b7d80000000002d0a201",
        "tarawai",
        "Manuka Honey UMF 10+",
        "麦卢卡蜂蜜 UMF10+ 250g",
        "UMF10+蜂蜜",
        "honey",
        18_900,
        6_100,
        ("65f2b7d80000000002d0b201", "65f2b7d80000000002d0b202"),
        "9421234500013",
        1.4,
    ),
    Product(
        5,
        "65f2b7d80000000002d0a202",
        "tarawai",
        "Manuka Honey UMF 15+",
        "麦卢卡蜂蜜 UMF15+ 250g",
        "UMF15+蜂蜜",
        "honey",
        35_900,
        12_400,
        ("65f2b7d80000000002d0b203", "65f2b7d80000000002d0b204"),
        "9421234500020",
        0.6,
    ),
    Product(
        6,
        "65f2b7d80000000002d0a203",
        "tarawai",
        "Marine Collagen Drink",
        "海洋胶原蛋白饮 14瓶",
        "胶原饮",
        "supplement",
        26_900,
        7_200,
        ("65f2b7d80000000002d0b205", "65f2b7d80000000002d0b206"),
        "9421234500037",
        0.8,
    ),
    Product(
        7,
        "65f2b7d80000000002d0a204",
        "tarawai",
        "Propolis Throat Spray",
        "蜂胶润喉喷雾 30ml",
        "蜂胶喷雾",
        "supplement",
        9_900,
        2_500,
        ("65f2b7d80000000002d0b207", "65f2b7d80000000002d0b208"),
        "9421234500044",
        0.7,
    ),
)
MASK, SERUM, CREAM, CLEANSER, HONEY, HONEY_15, COLLAGEN, SPRAY = (product.product_id for product in PRODUCTS)

AGENCIES = (
    Agency("linjian", "林间文化 Linjian MCN", 100_000),
    Agency("bohe", "薄荷矩阵 Mint Matrix", 100_000),
    Agency("qihao", "七号码头 Pier Seven", 80_000),
)

CAMPAIGNS = (
    Plan(
        "HAV-2026-AUTUMN",
        "havgry",
        "Autumn barrier repair",
        "秋季屏障修护",
        "third_party",
        date(2026, 8, 24),
        date(2026, 10, 12),
        46_000_000,
        (SERUM, CREAM, CLEANSER),
        {"head": 2, "waist": 8, "tail": 10, "koc": 2},
        ("linjian", "bohe"),
        50_000,
        0.26,
        {
            "gender": {"female": 0.85, "male": 0.15},
            "age": {"18-24": 0.3, "25-34": 0.5, "35-44": 0.2},
            "city_tier": {"1": 0.4, "2": 0.35, "3": 0.25},
        },
    ),
    Plan(
        "TAR-2026-SEED",
        "tarawai",
        "Honey seeding",
        "蜂蜜寄样种草",
        "samples",
        date(2026, 9, 14),
        date(2026, 11, 2),
        9_000_000,
        (HONEY, HONEY_15, COLLAGEN, SPRAY),
        {"waist": 1, "tail": 9, "koc": 16},
        ("qihao",),
        80_000,
        0.18,
        {
            "gender": {"female": 0.72, "male": 0.28},
            "age": {"25-34": 0.45, "35-44": 0.35, "18-24": 0.2},
            "city_tier": {"1": 0.35, "2": 0.35, "3": 0.3},
        },
    ),
    Plan(
        "HAV-2026-1111",
        "havgry",
        "Celebrity countdown 11.11",
        "双十一明星限时抢购",
        "celebrity",
        date(2026, 10, 20),
        date(2026, 11, 16),
        110_000_000,
        (MASK, SERUM, CREAM),
        {"celebrity": 1, "head": 3, "waist": 5, "tail": 3},
        ("linjian", "bohe"),
        60_000,
        0.33,
        {
            "gender": {"female": 0.9, "male": 0.1},
            "age": {"18-24": 0.45, "25-34": 0.4, "35-44": 0.15},
            "city_tier": {"1": 0.3, "2": 0.35, "3": 0.35},
        },
    ),
)
AUTUMN, SEED, COUNTDOWN = (campaign.code for campaign in CAMPAIGNS)

CLICK_SHARES = {"own": 0.08, "kol_organic": 0.10, "word_of_mouth": 0.05}
"""What the campaigns leave of all clicks: brand accounts, what KOLs wrote unasked, word of mouth."""

FOLLOWERS = {
    "koc": (2_000, 9_500),
    "tail": (11_000, 48_000),
    "waist": (60_000, 420_000),
    "head": (560_000, 2_200_000),
    "celebrity": (8_600_000, 8_600_000),
    "nobody": (40, 6_000),
}
READ_MEDIANS = {
    "koc": 1_600,
    "tail": 6_500,
    "waist": 38_000,
    "head": 190_000,
    "celebrity": 1_500_000,
    "nobody": 480,
    "own": 2_600,
}
FIXED_FEES_FEN = {"koc": 30_000, "tail": 90_000, "waist": 500_000, "head": 2_800_000, "celebrity": 13_000_000}
"""Per published note; nothing is paid for notes that samples bring."""
NOTES_OWED = {"koc": (1, 2), "tail": (1, 3), "waist": (2, 3), "head": (2, 3), "celebrity": (3, 4)}

PLATFORM_FEE_PPM = 150_000
SUPPLEMENT_FEE_PPM = 180_000
BENCHMARKS = {"xiaohongshu": 0.08, "tmall": 0.026}
CHANNEL_SHARES = {"xiaohongshu": 0.60, "tmall": 0.28, "own_site": 0.12}
BUYER_SHARES = {"xiaohongshu": 0.08, "tmall": 0.026, "own_site": 0.034}
"""Distinct buyers per distinct clicker, by the channel of the link."""
SECTIONS = ("follow", "explore", "nearby", "search")
SECTION_SHARES = (0.18, 0.52, 0.06, 0.24)
SECTION_PULL = (1.1, 0.8, 0.5, 1.6)
"""How readily a click from each section ends in an order: search sells, nearby does not."""
SAMPLE_SHIPPING_FEN = 1_200


def product_of(product_id: str) -> Product:
    """The product with this id."""
    return next(product for product in PRODUCTS if product.product_id == product_id)


def brand_of(code: str) -> Brand:
    """The brand with this code."""
    return next(brand for brand in BRANDS if brand.code == code)


def days_between(since: int, before: int) -> list[date]:
    """The Shanghai dates from `since` up to `before`."""
    first = clock(since).date()
    return [first + timedelta(days=step) for step in range((clock(before - 1).date() - first).days + 1)]
