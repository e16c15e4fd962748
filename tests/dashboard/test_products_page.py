"""Brands and products are entered on their page and by commands, also before the first file was loaded."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from campaigns.store import open_store
from dashboard.cli import app as kol

Open = Callable[..., AppTest]
Read = Callable[[AppTest], str]


def _records(root: Path, table: str) -> list[dict[str, object]]:
    with closing(open_store(root)) as store:
        return store.record_tables()[table].to_pylist()


def _kol(root: Path, *words: str, typed: str = "") -> object:
    done = CliRunner().invoke(kol, [*words, "--root", str(root), "--json"], input=typed)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_before_the_first_file_a_brand_a_product_and_a_campaign_can_be_entered(
    tmp_path: Path, open_page: Open, read_page: Read
) -> None:
    app = open_page(tmp_path, "overview")
    assert "Nothing has been loaded yet" in read_page(app)
    app.button(key="begin").click().run()
    assert not app.exception
    assert "There is no campaign yet" in read_page(app)
    app.switch_page("views/products.py").run()
    for label, text in (("Code, in links", "GLOW"), ("Name", "Glow")):
        next(one for one in app.text_input if one.label == label).set_value(text)
    next(one for one in app.button if one.label == "Save").click().run()
    assert not app.exception
    assert [row["code"] for row in _records(tmp_path, "brand")] == ["GLOW"]
    text = "product id\tname\tcategory\tcost\n66a1b2c3\tNight serum\tskin care\t38.50\n"
    next(one for one in app.text_area if one.label == "Paste a list").set_value(text)
    next(one for one in app.button if one.label == "Save" and "paste" in str(one.key)).click().run()
    assert not app.exception
    assert "1 products entered, 0 changed" in read_page(app)
    (product,) = _records(tmp_path, "product")
    assert (product["name"], product["cost_fen"]) == ("Night serum", 3850)
    assert not open_page(tmp_path, "campaigns", do="new").exception


def test_a_product_is_changed_on_its_form_and_what_nobody_entered_is_listed(
    own_world: Path, open_page: Open, read_page: Read
) -> None:
    (first, *_) = (row for row in _records(own_world, "product"))
    app = open_page(own_world, "products", brand="LUNE", product=str(first["product_id"]))
    box = next(one for one in app.text_input if one.label == "Cost of a unit in yuan")
    box.set_value("12,34")
    next(one for one in app.button if one.label == "Save" and "product." in str(one.key)).click().run()
    assert "12,34" in read_page(app), "a cost that is no amount is named and stays"
    box = next(one for one in app.text_input if one.label == "Cost of a unit in yuan")
    box.set_value("12.34")
    next(one for one in app.button if one.label == "Save" and "product." in str(one.key)).click().run()
    assert not app.exception
    (saved,) = (row for row in _records(own_world, "product") if row["product_id"] == first["product_id"])
    assert (saved["cost_fen"], saved["version"]) == (1234, 2)


def test_the_same_by_commands(tmp_path: Path) -> None:
    assert _kol(tmp_path, "brand", "save", "GLOW", "--name", "Glow")["version"] == 1  # type: ignore[index]
    assert _kol(tmp_path, "brand", "save", "GLOW", "--name-zh", "光")["version"] == 2  # type: ignore[index]
    made = _kol(tmp_path, "product", "save", "66a1", "--brand", "GLOW", "--name", "Serum", "--category", "skin",
                "--cost", "38.50")  # fmt: skip
    assert made["cost_fen"] == 3850  # type: ignore[index]
    sheet = "product id,name,category,cost\n66a1,Serum,skin,40\n66a2,Mask,skin,9.9\n"
    assert _kol(tmp_path, "product", "import", "-", "--brand", "GLOW", typed=sheet) == {
        "made": ["66a2"], "changed": ["66a1"],
    }  # fmt: skip
    listed = _kol(tmp_path, "product", "list")
    assert [(one["product_id"], one["cost_fen"]) for one in listed] == [("66a1", 4000), ("66a2", 990)]  # type: ignore[attr-defined]
    assert [one["name_zh"] for one in _kol(tmp_path, "brand", "list")] == ["光"]  # type: ignore[attr-defined]
    refused = CliRunner().invoke(kol, ["product", "save", "66a9", "--brand", "NONE", "--root", str(tmp_path)])
    assert refused.exit_code == 1
