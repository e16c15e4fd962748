"""Products: what campaigns sell, by brand; entered one by one or as a list, and what sells without being entered."""

from __future__ import annotations

import streamlit as st

from dashboard import blocks, filters, forms, page, products
from dashboard.formats import Voice
from dashboard.labels import in_language
from dashboard.reading import rows, scope
from dashboard.viewer import may


def show(voice: Voice) -> None:
    """The page, from the list to its forms."""
    present = scope()
    brands = {row["code"]: row for row in rows("all_brands", present).iter_rows(named=True)}
    frame = rows("product_list", present)
    slot, controls = st.columns([3, 1.5], gap="medium")
    with controls, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        labels = {code: in_language(row, voice) for code, row in brands.items()}
        code = filters.pick("brand", voice("filter.brand"), labels) if brands else ""
        filters.language_switch(voice)
    with slot:
        page.head(voice("page.products"), *products.headline(frame, voice))
    forms.announce()
    listed = frame.filter(brand_code=code)
    if listed.height:
        st.html(products.table(listed, voice))
    left, right = st.columns([1.2, 1], gap="large")
    if code and may("save_product"):
        with left:
            names = {row["product_id"]: in_language(row, voice) for row in listed.iter_rows(named=True)}
            chosen = filters.pick("product", voice("products.one"), {"": voice("products.new"), **names})
            row = next(iter(listed.filter(product_id=chosen).iter_rows(named=True)), None)
            products.form(row, brands[code], "", present, voice)
        with right:
            st.html(blocks.panel_head(voice("products.paste")))
            products.paste(brands[code], present, voice)
    unlisted = rows("unlisted_products", present)
    if unlisted.height:
        title = voice("products.unlisted", count=voice.exact(unlisted.height))
        st.html(blocks.panel_head(title, voice("products.unlisted_note")))
        page.table(unlisted, "unlisted_products", voice)
    if may("save_brand"):
        with st.expander(voice("products.new_brand"), icon=":material/add:", expanded=not brands):
            products.brand_form(None, present, voice)
        if code:
            with st.expander(in_language(brands[code], voice), icon=":material/edit:"):
                products.brand_form(brands[code], present, voice)


show(Voice(filters.chosen_language()))
