"""Text as a reader takes it, with the way back to the text as it was written: how disguised words are found.

Full width, letter case, circled and radical forms (Unicode NFKC), traditional characters, blanks, zero-width
characters, emoji, emoji codes such as [哭惹R] and ornaments between letters make no difference. The end of a line or
of a sentence does: words do not run on across it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

BREAK = "\n"
"""What stands in a folded text where a sentence ends."""

_BREAKS = frozenset("\n\r。!?;,:、…")
_KEPT = frozenset("+%")
_DROPPED = ("C", "M", "P", "S", "Z")
_CODES = re.compile(r"\[(?:[^\[\]\n]{1,10}[RH]|话题)\]")

_TRADITIONAL = (
    "極級國獨絕頂讚贊廣銷軍領導創萬靈補療癒醫藥處細復抗敏疤髮幹癌壓脂毒瘡腫殺防預體濟風險無與倫單價"
    "純淨質優強貴寶聖終永遠負責證見傷減腸調護膚機關員會議黨權認經驗術專業標準號碼鏈結購買賣貨帳單"
    "蘭嬌韓歐產開發現實驗測評選擇對於說話語愛親們學習題點擊讓記錄錯過時間長門問聞聽應該將從來為什麼"
    "個這裡後樣當還進運動場頭條種類簡單麵膠囊雞魚鮮湯飲養顏淺紅綠藍黃潤濕乾燥緊緻氣爽嫩澤輕薄層縫"
    "隊龍鳳華麗劑劃劇勞勢勵勝區協卻參雙變響順須顧顯館饋騙騰鬆黏齊齡龐歲歷歸殘殼毀滅灑灣獎獲環瑪畫異"
    "疊盡監盤眾睏礙禮稱穩窮競筆簽籌紀約級紋納紙組細織統綜緣緩編練縮總繼續罰習聯聲職腦臉臨舉舊莊蓋藝"
    "規視覺觀訂計討訓訊設許訴詢試詩誠誇課調談請論諾謝識譜警譯譽讀變豐財貢貧販貪責貴費賀資賓賞賠賴賺"
    "躍車軌軟載較輔輩輯輸轉轟辦邊達違連週遊適遲遷選遺鄉釋針釣鈴銀銅銳鋒錢鍋鎖鎮鏡鐘鐵閃閉閒闊陣陰陳陸"
)
_SIMPLIFIED = (
    "极级国独绝顶赞赞广销军领导创万灵补疗愈医药处细复抗敏疤发干癌压脂毒疮肿杀防预体济风险无与伦单价"
    "纯净质优强贵宝圣终永远负责证见伤减肠调护肤机关员会议党权认经验术专业标准号码链结购买卖货账单"
    "兰娇韩欧产开发现实验测评选择对于说话语爱亲们学习题点击让记录错过时间长门问闻听应该将从来为什么"
    "个这里后样当还进运动场头条种类简单面胶囊鸡鱼鲜汤饮养颜浅红绿蓝黄润湿干燥紧致气爽嫩泽轻薄层缝"
    "队龙凤华丽剂划剧劳势励胜区协却参双变响顺须顾显馆馈骗腾松黏齐龄庞岁历归残壳毁灭洒湾奖获环玛画异"
    "叠尽监盘众困碍礼称稳穷竞笔签筹纪约级纹纳纸组细织统综缘缓编练缩总继续罚习联声职脑脸临举旧庄盖艺"
    "规视觉观订计讨训讯设许诉询试诗诚夸课调谈请论诺谢识谱警译誉读变丰财贡贫贩贪责贵费贺资宾赏赔赖赚"
    "跃车轨软载较辅辈辑输转轰办边达违连周游适迟迁选遗乡释针钓铃银铜锐锋钱锅锁镇镜钟铁闪闭闲阔阵阴陈陆"
)
_TO_SIMPLIFIED = dict(zip(_TRADITIONAL, _SIMPLIFIED, strict=True))


@dataclass(frozen=True)
class Folded:
    """`text` holds the folded characters, `places` for each of them where it stood in `written`."""

    written: str
    text: str
    places: tuple[int, ...]


@dataclass(frozen=True)
class Hit:
    """A piece of the written text, from `start` (included) to `end` (excluded)."""

    start: int
    end: int
    text: str


def fold(written: str) -> Folded:
    """The text as a reader takes it."""
    codes = {place for code in _CODES.finditer(written) for place in range(*code.span())}
    folded = [
        (character, place) for place, one in enumerate(written) if place not in codes for character in _characters(one)
    ]
    return Folded(written, "".join(character for character, _ in folded), tuple(place for _, place in folded))


def find(word: str, folded: Folded) -> list[Hit]:
    """Every place where `word` can be read, in order; nothing for a word of which folding leaves nothing."""
    wanted = _wanted(word)
    hits, start = [], folded.text.find(wanted) if wanted else -1
    while start >= 0:
        hit = _hit(folded, start, len(wanted))
        if _stands_alone(hit, folded.written, wanted):
            hits.append(hit)
        start = folded.text.find(wanted, start + 1)
    return hits


def closest(word: str, folded: Folded, share: float = 0.6) -> Hit | None:
    """The piece as long as `word` that has most of its characters in the same order of place, at least `share`."""
    wanted = _wanted(word)
    if len(wanted) < 3:
        return None
    best, where = 0, -1
    for start in range(len(folded.text) - len(wanted) + 1):
        equal = sum(map(str.__eq__, wanted, folded.text[start : start + len(wanted)]))
        if equal > best:
            best, where = equal, start
    return _hit(folded, where, len(wanted)) if best >= share * len(wanted) else None


@lru_cache(maxsize=4096)
def _wanted(word: str) -> str:
    return fold(word).text.strip(BREAK)


def _characters(one: str) -> str:
    if one in "\n\r":
        return BREAK
    plain = unicodedata.normalize("NFKC", one).casefold()
    return "".join(map(_character, plain))


def _character(plain: str) -> str:
    if plain in _BREAKS:
        return BREAK
    if plain not in _KEPT and unicodedata.category(plain)[0] in _DROPPED:
        return ""
    return _TO_SIMPLIFIED.get(plain, plain)


def _hit(folded: Folded, start: int, length: int) -> Hit:
    first, last = folded.places[start], folded.places[start + length - 1]
    return Hit(first, last + 1, folded.written[first : last + 1])


def _stands_alone(hit: Hit, written: str, wanted: str) -> bool:
    """Latin letters and digits are words of their own: `no1` is not in `volcano 1`, and `100%` not in `5100%`."""
    before = written[hit.start - 1] if hit.start else " "
    after = written[hit.end] if hit.end < len(written) else " "
    return not (_runs_on(before, wanted[0]) or _runs_on(wanted[-1], after))


def _runs_on(left: str, right: str) -> bool:
    letters = left.isascii() and right.isascii()
    return letters and ((left.isalpha() and right.isalpha()) or (left.isdigit() and right.isdigit()))
