"""The demo's Chinese: nicknames, titles, bodies, topics and the invented personal data of order exports."""

from __future__ import annotations

import numpy as np

Dice = np.random.Generator

NICK_HEADS = (
    "小鹿",
    "阿梨",
    "南枝",
    "柚子",
    "麦冬",
    "木棉",
    "桃桃",
    "江野",
    "苏打",
    "一颗栗子",
    "晚风",
    "薄荷",
    "林深",
    "拾光",
    "米朵",
    "青柠",
    "糯米",
    "半夏",
    "知夏",
    "云朵",
    "橘子",
    "安安",
    "初一",
    "北北",
    "可可",
    "沐沐",
    "西西",
    "豆子",
    "夏至",
    "芋圆",
    "山茶",
    "十七",
)
NICK_TAILS = (
    "护肤日记",
    "爱分享",
    "的梳妆台",
    "养肤记",
    "成分控",
    "在上海",
    "的小日子",
    "慢生活",
    "测评室",
    "好物局",
    "不焦虑",
    "妈妈笔记",
    "今天早睡了吗",
    "吃点好的",
    "健康研究所",
    "变美手册",
    "Lab",
    "的浴室",
    "营养师",
    "杂货铺",
)
CELEBRITY = "顾清越"
CITIES = (
    "上海",
    "杭州",
    "广州",
    "成都",
    "北京",
    "深圳",
    "南京",
    "武汉",
    "长沙",
    "重庆",
    "苏州",
    "西安",
    "厦门",
    "青岛",
)

TITLES = {
    "mask": (
        "换季烂脸急救，这片{p}我囤了",
        "{p}｜晒后红热的第三天",
        "敷完像睡了十个小时🌿",
        "面膜自由从{p}开始",
        "五片用完，来交作业",
        "{n}天{p}打卡，毛孔有话说",
        "别再乱敷面膜了！屏障受损看这篇",
        "双十一只囤这一个面膜",
    ),
    "serum": (
        "早C晚A翻车后，我靠{p}救回来",
        "空瓶记｜{p}用到第{n}支",
        "油敏肌的夜间修护思路",
        "{p}真实测评，不好用我退网",
        "28天修护日记，附对比图",
        "换季泛红怎么办？一支精华讲清楚",
        "屏障修护别只看神经酰胺",
        "熬夜到{n}点也不慌的底气",
    ),
    "cream": (
        "干皮过冬就靠{p}",
        "北欧风面霜测评：{p}",
        "面霜怎么选？油皮干皮一次说清",
        "空调房{n}小时不拔干",
        "敏感肌换季面霜红黑榜",
        "{p}质地真的像酸奶",
        "刷酸后我只敢用它",
        "给妈妈挑了一罐面霜",
    ),
    "cleanser": (
        "早晚洁面我换成了{p}",
        "氨基酸洁面测评{n}款",
        "洗完不紧绷的洁面找到了",
        "洁面别洗太干净",
        "{p}起泡好治愈",
    ),
    "honey": (
        "第一次喝麦卢卡，和想象中不一样",
        "{p}怎么喝？营养师朋友教我的",
        "胃不舒服的秋天，一勺{p}",
        "开箱新西兰寄来的蜂蜜🍯",
        "蜂蜜UMF到底看什么",
        "给爸妈囤的{p}到了",
        "早餐{n}天不重样，蜂蜜酸奶碗",
        "熬夜加班人的温水搭子",
        "换季嗓子干，试试这个吃法",
    ),
    "supplement": (
        "喝了{n}天{p}的真实感受",
        "{p}值不值得买",
        "口服美容别交智商税",
        "{p}开箱，味道比想象中好",
        "办公室抽屉里的养生角",
        "成分表一行行读给你听",
        "健身人的补剂清单",
        "睡前一瓶{p}，第{n}天",
    ),
    "spray": (
        "教师嗓救星｜{p}",
        "{p}喷一下真的凉",
        "换季嗓子干痒，包里常备这一支",
        "讲了{n}节课，嗓子还在",
        "主播下播后的护嗓三件套",
    ),
}
OPENERS = {
    "skin": (
        "姐妹们，这篇写了三个晚上。",
        "先说结论：值得。",
        "不是广，自己花钱买的。",
        "换季皮肤状态很差，试了一圈。",
        "上次被问爆的东西，今天统一回复。",
        "坐标{c}，最近干得起皮。",
        "朋友从丹麦带回来的牌子，本来没抱希望。",
        "跟大家汇报一下进度。",
        "看了成分表才下的单。",
    ),
    "food": (
        "姐妹们，这篇写了三个晚上。",
        "先说结论：会回购。",
        "不是广，自己花钱买的。",
        "入秋以后嗓子一直不舒服。",
        "上次被问爆的东西，今天统一回复。",
        "坐标{c}，加班到{n}号才有空写。",
        "朋友从新西兰寄来的，先尝了一罐。",
        "家里老人喝了一个月，来说说。",
    ),
}
MIDDLES = {
    "skin": (
        "{p}质地很轻，上脸两分钟就吸收，后续上妆没有搓泥。",
        "我是混油敏，用到第{n}天泛红下去了，下巴的闭口也少了。",
        "味道是淡淡的海盐味，不是香精味。",
        "连着用了{n}天，早上起来摸脸不拔干。",
        "价格比专柜便宜一截，保税仓三天就到{c}。",
        "缺点也说：包装有点难开，量不好控制。",
        "没有立竿见影，但是坚持下来状态是稳的。",
        "最怕断货，看到有就囤两份。",
        "刷酸期间也能用，没有刺痛。",
    ),
    "food": (
        "一天一次，温水不要超过40度，空腹会舒服一点。",
        "{p}口感比超市里的厚，有一点药感，孩子也能接受。",
        "对比了三家，批次编号在官网可以查到。",
        "喝到第{n}天，嗓子没那么干了。",
        "保税仓发货，三天就到{c}。",
        "包装很素，送人也不丢面子。",
        "缺点是价格不便宜，等活动再囤。",
        "配料表很短，这点我给满分。",
        "不是药，别指望它治病，当日常养护就好。",
    ),
}
CLOSERS = {
    "skin": (
        "有问题评论区见[哭惹R]",
        "链接放左下角啦～",
        "下次写同品牌的洁面。",
        "你们换季都用什么？",
        "\n\n划重点：先做耳后测试！",
        "\n\n以上是个人体验，肤质不同感受不同。",
        "记得点个收藏不迷路[害羞R]",
    ),
    "food": (
        "有问题评论区见[哭惹R]",
        "链接放左下角啦～",
        "下次写早餐搭配。",
        "你们都怎么吃？",
        "\n\n一岁以下宝宝不要吃蜂蜜！",
        "记得点个收藏不迷路[害羞R]",
    ),
}
FOODS = {"honey", "supplement", "spray"}
TOPICS = {
    "mask": ("面膜推荐", "急救面膜", "屏障修护"),
    "serum": ("精华推荐", "早C晚A", "屏障修护"),
    "cream": ("面霜", "敏感肌护肤", "换季护肤"),
    "cleanser": ("洁面", "氨基酸洁面"),
    "honey": ("麦卢卡蜂蜜", "养胃", "健康早餐"),
    "supplement": ("口服美容", "养生", "营养补充"),
    "spray": ("护嗓", "蜂胶", "办公室好物"),
}
SHARED_TOPICS = {
    "skin": ("好物分享", "我的护肤日常", "北欧护肤", "空瓶记", "秋冬必备", "双十一必囤", "自用分享"),
    "food": ("好物分享", "新西兰好物", "秋冬养生", "送礼推荐", "双十一必囤", "自用分享", "健康生活"),
}

SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高"
GIVEN = (
    "子涵",
    "欣怡",
    "雨桐",
    "梓萱",
    "佳宁",
    "思远",
    "静怡",
    "晓雯",
    "嘉琪",
    "若曦",
    "婉清",
    "一诺",
    "书瑶",
    "俊熙",
    "浩然",
    "丽娜",
)
PLACES = (
    ("上海市", "上海市", "徐汇区"),
    ("浙江省", "杭州市", "西湖区"),
    ("广东省", "广州市", "天河区"),
    ("广东省", "深圳市", "南山区"),
    ("四川省", "成都市", "锦江区"),
    ("江苏省", "苏州市", "姑苏区"),
    ("湖北省", "武汉市", "洪山区"),
    ("北京市", "北京市", "朝阳区"),
    ("陕西省", "西安市", "雁塔区"),
    ("湖南省", "长沙市", "岳麓区"),
    ("山东省", "青岛市", "市南区"),
    ("河南省", "郑州市", "金水区"),
)
STREETS = ("梧桐里", "春熙苑", "望江路", "银杏街", "青石巷", "海棠路", "云锦花园", "澄湖小区")

CANARIES = {
    "name": "金丝雀欧阳",
    "phone": "19900007777",
    "address": "金丝雀路777号不存在小区",
    "id_name": "金丝雀司徒",
    "id_number": "110101190001017777",
    "remark": "金丝雀备注请勿保存",
}
"""Personal data planted in the order exports: none of it may be found anywhere after a load."""


def nickname(dice: Dice, taken: set[str]) -> str:
    """A nickname nobody in `taken` has yet; it is added to `taken`."""
    while True:
        name = str(dice.choice(NICK_HEADS)) + str(dice.choice(NICK_TAILS))
        if name in taken:
            name += str(dice.integers(2, 99))
        if name not in taken:
            taken.add(name)
            return name


def title(dice: Dice, theme: str, short: str) -> str:
    """A title for a note about a product."""
    return str(dice.choice(TITLES[theme])).format(p=short, n=int(dice.integers(3, 29)))


def body(dice: Dice, theme: str, short: str, topics: list[str]) -> str:
    """A body of three to five sentences, some with newlines and emoji codes, closed by its topics as the app does."""
    kind = "food" if theme in FOODS else "skin"
    middles = MIDDLES[kind]
    picked = dice.choice(len(middles), size=int(dice.integers(1, 4)), replace=False)
    text = str(dice.choice(OPENERS[kind])) + "".join(middles[i] for i in picked) + str(dice.choice(CLOSERS[kind]))
    text = text.format(p=short, n=int(dice.integers(3, 29)), c=str(dice.choice(CITIES)))
    if dice.random() < 0.4:
        text = text.replace("。", "。\n", 1)
    return text + "\n" + " ".join(f"#{topic}[话题]#" for topic in topics)


def topics_of(dice: Dice, theme: str, brand_zh: str) -> list[str]:
    """Two to five topics of a note."""
    own, pool = TOPICS[theme], SHARED_TOPICS["food" if theme in FOODS else "skin"]
    shared = [pool[i] for i in dice.choice(len(pool), size=int(dice.integers(1, 3)), replace=False)]
    return [*own[: int(dice.integers(1, 3))], *shared, *([brand_zh] if dice.random() < 0.6 else [])]
