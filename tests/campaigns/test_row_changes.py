"""A reader that takes over what changed holds what a reader that took everything holds, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel

from campaigns import actions, catalogue, record_tables, row_changes, warehouse
from campaigns.actions import Actor
from campaigns.catalogue import Model
from campaigns.errors import KolbookError, Refused
from campaigns.live_models import Standing, TableChange, needed
from campaigns.narrowing import Viewer
from campaigns.store import Store, database_url, open_store
from campaigns.warehouse import Reader

LIN = Actor("lin")


def live(name: str, sql: str, key: str = "drawn") -> Model:
    return Model(
        name=name, layer="marts", sentence="One row.", key=(key,), sources=(), runs="live", money="", why="test",
        columns=("n",), sql=sql, checks=(), path=Path(name),
    )  # fmt: skip


MODELS = (
    live("brand_names", "select id, name, random() as drawn from records.brand"),
    live("name_lengths", "select id, length(name) as n, drawn from brand_names"),
    live("brand_count", "select count(*) as n from brand_names", key="n"),
    live("count_twice", "select 2 * n as n, random() as drawn from brand_count"),
    live("slugs", "select slug, random() as drawn from records.link"),
)


@pytest.fixture
def readers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Reader]]:
    """Makes readers of an empty warehouse with three live models; a model's `drawn` changes when it is computed."""
    monkeypatch.setattr(catalogue, "models", lambda: MODELS)
    root = tmp_path / "facts"
    root.mkdir()
    with warehouse.open_writer(root) as writer:
        writer.refresh_models()
    opened: list[Reader] = []

    def make() -> Reader:
        opened.append(warehouse.open_reader(root))
        return opened[-1]

    yield make
    for reader in opened:
        reader.close()


def bring(reader: Reader, store: Store, since: row_changes.Moment | None = None) -> row_changes.Changes:
    changes = store.changes(since)
    reader.change_records(changes)
    return changes


def held(reader: Reader) -> dict[str, pl.DataFrame]:
    keys = {name: SQLModel.metadata.tables[name].primary_key.columns.keys() for name in record_tables.TABLES}
    return {
        name: reader.query(f'select * from records."{name}" order by {", ".join(columns)}')
        for name, columns in keys.items()
    }


def drawn(reader: Reader, model: str) -> list[float]:
    return reader.query(f"select drawn from {model} order by 1")["drawn"].to_list()


def test_only_the_rows_that_were_written_are_read_again(store: Store) -> None:
    for number in range(1, 4):
        actions.save_brand(store, LIN, f"b{number}", code=f"b{number}", name="Glow")
    before = store.changes(None)
    assert before.is_everything
    actions.save_brand(store, LIN, "c", id=2, version=1, name="Mist")
    after = store.changes(before.moment)
    assert not after.is_everything
    assert dict(after.tables) == {}
    assert after.rows["brand"].keys.to_pydict() == {"id": [2]}
    assert after.rows["brand"].rows.column("name").to_pylist() == ["Mist"]
    assert list(after.rows) == ["brand"]
    assert store.changes(after.moment).rows == {}


def test_a_refused_action_is_no_change(store: Store) -> None:
    actions.save_brand(store, LIN, "a", code="glow", name="Glow")
    before = store.changes(None)
    with pytest.raises(Refused):
        actions.save_brand(store, LIN, "b", code="glow", name="Again")
    after = store.changes(before.moment)
    assert (after.rows, after.tables, after.version) == ({}, {}, before.version)
    assert after.moment.entries == before.moment.entries + 1


def test_rows_of_a_key_of_several_columns_are_taken_with_their_whole_table(store: Store) -> None:
    _campaign(store)
    before = store.changes(None)
    with store.transaction() as session:
        session.execute(sa.text("delete from campaign_product"))
    actions.save_setting(store, LIN, "s", name="x", value=1)
    after = store.changes(before.moment)
    assert after.tables["campaign_product"].num_rows == 0
    assert after.rows["setting"].keys.to_pydict() == {"key": ["x"]}


def test_many_changed_rows_are_taken_as_a_table(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_changes, "MOST_ROWS", 3)
    before = store.changes(None)
    for number in range(3):
        actions.save_brand(store, LIN, f"b{number}", code=f"b{number}", name="Glow")
    after = store.changes(before.moment)
    assert after.tables["brand"].num_rows == 3
    assert "brand" not in after.rows


def test_a_moment_of_other_records_gives_everything(store: Store) -> None:
    actions.save_brand(store, LIN, "a", code="glow", name="Glow")
    elsewhere = row_changes.Moment(1, "f" * 64)
    later = row_changes.Moment(7, "f" * 64)
    assert store.changes(elsewhere).is_everything
    assert store.changes(later).is_everything
    assert not store.changes(store.changes(None).moment).is_everything


def test_triggers_that_were_lost_are_made_again_and_nothing_is_missed(root: Path) -> None:
    store = open_store(root)
    actions.save_brand(store, LIN, "a", code="glow", name="Glow")
    moment = store.changes(None).moment
    store.close()
    engine = sa.create_engine(database_url(root))
    with engine.begin() as connection:
        row_changes._drop(connection, "brand")
        connection.exec_driver_sql("update brand set name = 'Behind the back'")
        assert not row_changes.are_noted(connection)
    engine.dispose()
    store = open_store(root)
    assert store.changes(moment).tables["brand"].column("name").to_pylist() == ["Behind the back"]
    store.close()


def test_a_key_that_changes_takes_its_old_row_away(store: Store, readers: Callable[[], Reader]) -> None:
    actions.save_setting(store, LIN, "a", name="old.name", value=1)
    reader = readers()
    since = bring(reader, store)
    with store.transaction() as session:
        session.execute(sa.text("update setting set key = 'new.name'"))
    actions.save_setting(store, LIN, "b", name="other", value=2)
    bring(reader, store, since.moment)
    assert reader.query("select key from records.setting order by key")["key"].to_list() == ["new.name", "other"]


STEPS = st.lists(
    st.tuples(st.sampled_from(["new", "name", "link", "unlink", "setting", "refused", "bulk"]), st.integers(1, 4)),
    max_size=6,
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories=st.lists(STEPS, min_size=1, max_size=3))
def test_following_change_by_change_ends_where_taking_everything_ends(
    store: Store, readers: Callable[[], Reader], histories: list[list[tuple[str, int]]]
) -> None:
    follower = readers()
    moment = bring(follower, store).moment
    for history in histories:
        for step in history:
            _do(store, *step)
        moment = bring(follower, store, moment).moment
        fresh = readers()
        bring(fresh, store)
        assert all(left.equals(held(fresh)[name]) for name, left in held(follower).items())
        for model in ("select id, name from brand_names", "select id, n from name_lengths", "select slug from slugs"):
            assert sorted(follower.query(model).rows()) == sorted(fresh.query(model).rows())


def test_a_live_model_is_computed_when_it_is_read_and_only_if_a_column_it_names_changed(
    store: Store, readers: Callable[[], Reader]
) -> None:
    actions.save_brand(store, LIN, "a", code="glow", name="Glow")
    actions.save_link(store, LIN, "l", slug="x", note_id="n1", product_id="p1")
    reader = readers()
    since = bring(reader, store)
    names, slugs = drawn(reader, "name_lengths"), drawn(reader, "slugs")
    actions.save_brand(store, LIN, "b", id=1, version=1, name_zh="光")
    since = bring(reader, store, since.moment)
    assert drawn(reader, "name_lengths") == names, "no model names name_zh"
    actions.save_brand(store, LIN, "c", id=1, version=2, name="Mist")
    since = bring(reader, store, since.moment)
    assert reader.query("select n from name_lengths").item() == 4
    assert drawn(reader, "name_lengths") != names
    assert drawn(reader, "slugs") == slugs, "no model of links reads brands"
    actions.save_brand(store, LIN, "d", code="dew", name="Dew")
    bring(reader, store, since.moment)
    assert reader.query("select count(*) as n from brand_names").item() == 2
    assert reader.broken_checks("fail") == []


def test_what_reads_a_model_that_came_out_the_same_is_spared(store: Store, readers: Callable[[], Reader]) -> None:
    actions.save_brand(store, LIN, "a", code="glow", name="Glow")
    reader = readers()
    since = bring(reader, store)
    first = drawn(reader, "count_twice")
    actions.save_brand(store, LIN, "b", id=1, version=1, name="Mist")
    since = bring(reader, store, since.moment)
    assert drawn(reader, "count_twice") == first, "there is still one brand"
    assert reader.query("select name from brand_names").item() == "Mist"
    actions.save_brand(store, LIN, "c", code="dew", name="Dew")
    since = bring(reader, store, since.moment)
    assert reader.query("select n from brand_count").item() == 2, "what it feeds is computed later"
    actions.save_brand(store, LIN, "d", id=1, version=2, name="Fog")
    bring(reader, store, since.moment)
    assert reader.query("select n from brand_count").item() == 2
    assert reader.query("select n from count_twice").item() == 4


def test_a_stamp_changes_with_what_a_statement_reads_and_with_nothing_else(
    store: Store, readers: Callable[[], Reader]
) -> None:
    actions.save_brand(store, LIN, "a", code="glow", name="Glow")
    reader = readers()
    since = bring(reader, store)
    asked = ("select id from records.brand", "select n from name_lengths", "select slug from slugs", "select 1 as one")
    first = [reader.stamp(sql) for sql in asked]
    actions.save_brand(store, LIN, "b", id=1, version=1, name_zh="光")
    since = bring(reader, store, since.moment)
    second = [reader.stamp(sql) for sql in asked]
    assert [one == other for one, other in zip(first, second, strict=True)] == [False, True, True, True]
    actions.save_link(store, LIN, "l", slug="x", note_id="n1", product_id="p1")
    actions.save_brand(store, LIN, "c", id=1, version=2, name="Mist")
    bring(reader, store, since.moment)
    third = [reader.stamp(sql) for sql in asked]
    assert [one == other for one, other in zip(second, third, strict=True)] == [False, False, False, True]
    marketer = Viewer("marketer", (1,))
    assert reader.stamp(asked[3], marketer) == store.version(), "a narrowed view depends on many tables"
    again = readers()
    bring(again, store)
    assert [again.stamp(sql) for sql in asked] != third


def test_words_tell_what_a_change_reaches_and_a_query_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    star = live("everything", "select b.* from records.brand as b")
    monkeypatch.setattr(catalogue, "models", lambda: (*MODELS, star))
    named = Standing().after({"brand": TableChange(frozenset({"name"}), are_rows_other=False)})
    assert named.certain == {"brand_names", "everything"}
    assert named.stale == named.certain | {"name_lengths", "brand_count", "count_twice"}
    chinese = Standing().after({"brand": TableChange(frozenset({"name_zh"}), are_rows_other=False)})
    assert chinese.stale == chinese.certain == {"everything"}
    assert Standing().after({"link": TableChange()}).stale == {"slugs"}
    same = named.computed("brand_names", is_different=False)
    assert (same.stale, same.certain) == (named.stale - {"brand_names"}, {"everything"})
    other = named.computed("brand_names", is_different=True)
    assert other.certain == {"everything", "name_lengths", "brand_count"}
    stale = {"brand_names", "name_lengths", "slugs"}
    assert [model.name for model in needed("select n from name_lengths", stale)] == ["brand_names", "name_lengths"]
    assert needed("select 'slugs' from records.link -- brand_names", stale) == []
    assert needed("select n from name_lengths", {"slugs"}) == []


@pytest.mark.parametrize(
    ("sql", "is_read"),
    [
        ("select b.name from records.brand as b", True),
        ("select b.name from records.brand b", True),
        ("select brand.name from records.brand", True),
        ("select records.brand.name from records.brand", True),
        ("select name from records.brand", True),
        ('select b."name" from records.brand as b', True),
        ("select b.id from records.brand as b order by b . name", True),
        ("select b.id from records.brand as b join records.link as l using (name)", True),
        ("with b as (select * from records.brand) select b.id from b", True),
        ("with x as (select b.id, b.name from records.brand as b) select x.name from x", True),
        ("select b.id from records.brand as b", False),
        ("select b.id, p.name from records.brand as b join records.product as p on p.brand_id = b.id", False),
        ("select b.id, 'name' as name from records.brand as b -- its name", False),
        ("select p.name from records.product as p", False),
    ],
)
def test_a_column_is_read_where_it_is_said_of_its_table(
    monkeypatch: pytest.MonkeyPatch, sql: str, *, is_read: bool
) -> None:
    monkeypatch.setattr(catalogue, "models", lambda: (live("asked", sql),))
    change = {"brand": TableChange(frozenset({"name"}), are_rows_other=False)}
    assert bool(Standing().after(change).stale) is is_read


def _campaign(store: Store) -> None:
    actions.save_brand(store, LIN, "b", code="glow", name="Glow")
    actions.save_product(store, LIN, "p", product_id="66aa", brand_id=1, name="Mask", category="beauty", cost_fen=1)
    actions.save_campaign(
        store, LIN, "c", code="may", brand_id=1, name="May", method="samples", since_date=date(2026, 5, 1),
        before_date=date(2026, 6, 1), budget_fen=5, product_ids=["66aa"],
    )  # fmt: skip


def _do(store: Store, step: str, number: int) -> None:
    """One step of a history; what the records refuse is part of it."""
    with store.reading() as session:
        count = session.execute(sa.text("select count(*) from audit_entry")).scalar()
        version = session.execute(sa.text(f"select version from brand where id = {number}")).scalar()
    key = f"{step}-{count}"
    with suppress(KolbookError):
        if step in ("new", "refused"):
            actions.save_brand(store, LIN, key, code=f"b{number if step == 'refused' else count}", name="Glow")
        elif step == "name":
            actions.save_brand(store, LIN, key, id=number, version=version or 1, name=f"Name {count}")
        elif step == "link":
            actions.save_link(store, LIN, key, slug=f"s{number}", note_id="n", product_id="p")
        elif step == "setting":
            actions.save_setting(store, LIN, key, name=f"x{count}", value=number)
        else:
            _past_the_actions(store, step, number)
            actions.save_setting(store, LIN, key, name=f"x{count}", value=number)


def _past_the_actions(store: Store, step: str, number: int) -> None:
    with store.transaction() as session:
        if step == "unlink":
            session.execute(sa.text(f"delete from link where slug = 's{number}'"))
        else:
            session.execute(sa.text("update brand set name_zh = 'bulk'"))
