"""What platforms call a state, in our words. A word that is not here stays readable as `unknown: <the word>`."""

from __future__ import annotations

ORDER = {
    **dict.fromkeys(["待付款", "未付款", "已下单待付款", "pending"], "pending"),
    **dict.fromkeys(["等待买家付款", "待支付", "等待付款"], "pending"),
    **dict.fromkeys(["买家已付款,等待卖家发货", "卖家部分发货", "等待出库", "等待发货", "备货中", "待确认"], "paid"),
    **dict.fromkeys(["卖家已发货,等待买家确认", "等待确认收货", "已发货,待签收", "已发货待签收"], "shipped"),
    **dict.fromkeys(["完成", "买家已签收"], "completed"),
    **dict.fromkeys(["已取消,退款成功", "未发货,退款成功", "已发货,退款成功", "已签收,退款成功"], "closed"),
    **dict.fromkeys(
        ["待配货", "配货中", "待发货", "已付款", "已支付", "已支付处理中", "清关中", "换货申请中", "paid"], "paid"
    ),
    **dict.fromkeys(["已发货", "部分发货", "待收货", "配送中", "已签收", "shipped"], "shipped"),
    **dict.fromkeys(["已完成", "交易成功", "交易完成", "completed"], "completed"),
    **dict.fromkeys(["已取消", "已关闭", "交易关闭", "cancelled", "closed"], "cancelled"),
}
"""Order states: 千帆 exports say 待配货 / 配货中 / 已完成 / 已取消; the rest is the API's wording and other shops'."""

SHOPIFY = {
    **dict.fromkeys(["pending", "authorized", "partially_paid"], "pending"),
    **dict.fromkeys(["paid", "partially_refunded", "refunded"], "paid"),
    **dict.fromkeys(["voided", "expired"], "cancelled"),
}
"""`Financial Status`: a refunded order was a sale, and its refund is a row of its own."""

SAMPLE = "sample"
"""The state of an order that is a sample (拿样), whatever became of it: a sample is no sale."""

ORDER_CODE = {
    "1": "pending",
    **dict.fromkeys(["2", "3", "4", "10"], "paid"),
    **dict.fromkeys(["5", "6"], "shipped"),
    "7": "completed",
    "8": "closed",
    "9": "cancelled",
}
"""`orderStatus` of the open API: waiting for payment, paid, customs, to ship, exchange asked; shipped in part, to
receive; done; closed; cancelled."""

AFTER_SALE_CODE = {
    "4": "done",
    **dict.fromkeys(["1", "2", "3", "11", "12", "13", "14"], "open"),
    **dict.fromkeys(["5", "6", "9", "9001"], "closed"),
}
"""`status` of an after-sale case in the open API, old and new."""

REFUND_CODE = {
    "2": "done",
    **dict.fromkeys(["1", "101", "108", "201", "301"], "open"),
    **dict.fromkeys(["3", "302", "401", "402"], "closed"),
}
"""`refundStatus`: only 2 has paid money back."""

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
    **dict.fromkeys(["取消", "已取消", "售后取消", "关闭", "已关闭", "售后关闭", "退款关闭"], "closed"),
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

SETTLEMENT_STATE = {
    **dict.fromkeys(["1", "2", "3", "WAIT_SETTLE"], "unsettled"),
    **dict.fromkeys(["4", "SETTLED"], "settled"),
    "0": "none",
    "5": "error",
    "6": "offset",
}
"""`transactionSettleStatus`, and `settleStatus` of the CPS bill. `offset`: sale and refund cancelled each other."""

MOVEMENT_KIND = {"0": "sale", "1": "refund"}
"""`settleBizType`."""

EXPENSE = {
    **dict.fromkeys(["0", "薯券"], "coupon"),
    **dict.fromkeys(["1", "在线寄件快递费"], "courier_fee"),
    **dict.fromkeys(["2", "极速退款赔付"], "fast_refund_compensation"),
    **dict.fromkeys(["3", "发货延误赔付"], "late_shipment_compensation"),
    **dict.fromkeys(["4", "运费宝"], "freight_insurance"),
    **dict.fromkeys(["5", "分期免息补贴", "分期免息平台补贴"], "instalment_subsidy"),
    **dict.fromkeys(["6", "仲裁", "仲裁结算"], "arbitration"),
    **dict.fromkeys(["7", "小额打款"], "small_payment"),
    **dict.fromkeys(["8", "运费报销", "运费报销赔付"], "freight_reimbursement"),
}
"""其他服务款: `baseBizType` of the open API and 业务款项 of the export."""

LEDGER = {
    **dict.fromkeys(["RECHARGE", "充值"], "ledger_recharge"),
    **dict.fromkeys(["STATEMENT_IN", "结算入账"], "ledger_settlement"),
    **dict.fromkeys(["STATEMENT_REFUND", "退款"], "ledger_refund"),
    **dict.fromkeys(["PAY_SUCCESS", "提现"], "ledger_withdrawal"),
    **dict.fromkeys(["BOUNCE", "提现退回"], "ledger_withdrawal_returned"),
    **dict.fromkeys(["SELLER_FINE", "扣款"], "ledger_fine"),
    **dict.fromkeys(["REFUND", "扣款退回"], "ledger_fine_returned"),
    **dict.fromkeys(["LOGISTIC_OUT", "物流费用结算"], "ledger_logistics"),
    **dict.fromkeys(["MANUAL_ADJUST_STATEMENT", "人工调账结算"], "ledger_adjustment"),
    **dict.fromkeys(["TRANSFER_IN", "转入"], "ledger_transfer_in"),
    **dict.fromkeys(["TRANSFER_OUT", "转出"], "ledger_transfer_out"),
    **dict.fromkeys(["CUSTOMER_SERVICE_FEE", "客服费用"], "ledger_service_fee"),
    **dict.fromkeys(["MESSAGE_FEE", "短信推送费"], "ledger_message_fee"),
    **dict.fromkeys(["INVOICE_SEND", "发票寄送费"], "ledger_invoice_fee"),
    **dict.fromkeys(["COMMISION_RETURN", "佣金返利"], "ledger_commission_return"),
    **dict.fromkeys(["OTHER_IN", "其他收入"], "ledger_other_in"),
    **dict.fromkeys(["OTHER_OUT", "其他支出"], "ledger_other_out"),
    **dict.fromkeys(["小额收款", "小额打款"], "ledger_small_payment"),
}
"""Movements of the shop's account. They contain what statements say in detail: kinds that begin with `ledger` are
never added to the others."""

NOTE_KIND = {**dict.fromkeys(["图文", "图集", "normal", "image"], "image"), **dict.fromkeys(["视频", "video"], "video")}
