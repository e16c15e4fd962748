"""The Products page: brands, products, lists pasted from a spreadsheet, and what sells without being entered."""

from dashboard.phrases.phrase import Phrase

WORDS = {
    "page.products": Phrase("Products", "商品"),
    "page.products.help": Phrase("Brands and products that campaigns sell", "活动所售的品牌与商品"),
    "products.title": Phrase("{count} products of {brands} brands", "{brands} 个品牌，{count} 个商品"),
    "products.title_none": Phrase("No product has been entered yet", "还没有录入商品"),
    "products.note": Phrase(
        "The id is the one that orders and clicks carry; under it kolbook finds what a campaign sells.",
        "商品 ID 与订单、点击中的一致，凭它找到活动所售的商品。",
    ),
    "products.unlisted": Phrase("Ordered, but not entered: {count} products", "有订单但未录入的商品：{count} 个"),
    "products.unlisted_note": Phrase(
        "Nothing of them counts for a campaign until they are entered. The most ordered come first.",
        "录入之前，它们不计入任何活动。按订单数从多到少排列。",
    ),
    "products.one": Phrase("Product", "商品"),
    "products.new": Phrase("A new product", "新商品"),
    "products.paste": Phrase("Paste a list", "粘贴商品表"),
    "products.paste_help": Phrase(
        "Columns: product id, name, name in Chinese, category, cost in yuan. What is there already is changed.",
        "列：商品ID、英文名称、商品名称、类目、成本（元）。已有的商品会被更新。",
    ),
    "products.example": Phrase(
        "product id\tname\tcategory\tcost\n66a1b2c3…\tNight serum\tskin care\t38.50",
        "商品ID\t商品名称\t类目\t成本\n66a1b2c3…\t晚安精华\t护肤\t38.50",
    ),
    "products.pasted": Phrase("{made} products entered, {changed} changed", "新增 {made} 个商品，更新 {changed} 个"),
    "products.new_brand": Phrase("A new brand", "新品牌"),
    "products.campaigns": Phrase("Campaigns", "活动"),
    "products.sold": Phrase("last on {day}", "最近 {day}"),
    "field.product_id": Phrase("Product id", "商品 ID"),
    "field.category": Phrase("Category", "类目"),
    "field.cost_fen": Phrase("Cost of a unit in yuan", "单位成本（元）"),
    "field.brand_code": Phrase("Code, in links", "品牌编码（用于链接）"),
    "column.product_id": Phrase("Product id", "商品 ID"),
    "column.sold_date": Phrase("Last ordered", "最近下单"),
}
