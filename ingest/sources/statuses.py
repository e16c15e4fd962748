"""What platforms call a state, in our words. A word that is not here stays readable as `unknown: <the word>`."""

from __future__ import annotations

ORDER = {
    **dict.fromkeys(["待付款", "未付款", "已下单待付款", "pending"], "pending"),
    **dict.fromkeys(
        ["待配货", "配货中", "待发货", "已付款", "已支付", "已支付处理中", "清关中", "换货申请中", "paid"], "paid"
    ),
    **dict.fromkeys(["已发货", "部分发货", "待收货", "配送中", "已签收", "shipped"], "shipped"),
    **dict.fromkeys(["已完成", "交易成功", "交易完成", "completed"], "completed"),
    **dict.fromkeys(["已取消", "已关闭", "交易关闭", "cancelled", "closed"], "cancelled"),
}
"""Order states. 千帆 exports say 待配货 / 配货中 / 已完成 / 已取消; the rest is the open API's wording."""

AFTER_SALE = {
    **dict.fromkeys(["完成", "已完成", "售后完成", "退款完成", "退款成功", "售后成功"], "done"),
    **dict.fromkeys(
        [
            "待审核",
            "待用户寄回",
            "待商家收货",
            "处理中",
            "售后中",
            "退款中",
            "平台介入",
            "平台介入中",
            "换货待商家发货",
        ],
        "open",
    ),
    **dict.fromkeys(["待买家寄回", "待商家确认收货", "换货待用户收货", "换货转退款", "待退款"], "open"),
    **dict.fromkeys(["取消", "已取消", "售后取消", "关闭", "已关闭", "售后关闭"], "closed"),
    **dict.fromkeys(["审核拒绝", "收货拒绝", "售后拒绝", "已拒绝", "退款失败"], "closed"),
}
"""After-sale case states: only `done` has moved money."""

PARCEL = {
    **dict.fromkeys(["揽收", "已揽收", "已揽件", "picked_up"], "picked_up"),
    **dict.fromkeys(["在途", "运输中", "转投", "in_transit"], "in_transit"),
    **dict.fromkeys(["派件", "派送中", "待派", "out_for_delivery"], "out_for_delivery"),
    **dict.fromkeys(["签收", "已签收", "delivered"], "delivered"),
    **dict.fromkeys(["疑难", "拒签", "清关异常", "exception"], "exception"),
    **dict.fromkeys(["退回", "returning"], "returning"),
    **dict.fromkeys(["退签", "已退回", "returned"], "returned"),
    **dict.fromkeys(["待清关", "清关中", "已清关", "customs"], "customs"),
    **dict.fromkeys(["已下单", "待揽收", "待揽件", "created"], "created"),
}
"""Parcel states of carriers and of 快递100."""

SETTLEMENT_KIND = {
    **dict.fromkeys(["结算入账", "销售", "sale"], "sale"),
    **dict.fromkeys(["退款", "退货退款", "客服退款", "售后退款", "refund"], "refund"),
}

NOTE_KIND = {**dict.fromkeys(["图文", "图集", "normal", "image"], "image"), **dict.fromkeys(["视频", "video"], "video")}
