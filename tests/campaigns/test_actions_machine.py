"""Random requests with repeats, stale versions and reused keys leave exactly what a dictionary would hold."""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlmodel import select

from campaigns import actions, audit
from campaigns.actions import Actor
from campaigns.errors import BadValue, KolbookError, NotFound, Refused, StaleVersion
from campaigns.records import Brand
from campaigns.store import Store

codes = st.sampled_from(["glow", "mist", "dew", "two words"])
names = st.sampled_from(["Glow", "光", "Mist & Co", ""])
keys = st.integers(1, 8)
people = st.sampled_from(["lin", "bo"])
runs = itertools.count()


class BrandsAsADictionary(RuleBasedStateMachine):
    """The model: brands by id, and for every key that was accepted its request and its result."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store, self.run = store, f"run{next(runs)}"
        self.brands: dict[int, dict[str, Any]] = {}
        self.accepted: dict[str, tuple[Any, dict[str, Any]]] = {}
        self.last_request: tuple[str, str, dict[str, Any]] | None = None
        with store.reading() as session:
            self.next_entry = audit.next_id(session)

    @rule(key=keys, who=people, code=codes, name=names)
    def create(self, key: int, who: str, code: str, name: str) -> None:
        self.ask(f"{self.run} {key}", who, {"code": f"{self.run}-{code}", "name": name})

    @precondition(lambda self: self.brands)
    @rule(data=st.data(), key=keys, who=people, behind=st.sampled_from([0, 0, 0, 1, -1]), name=names)
    def change(self, data: st.DataObject, key: int, who: str, behind: int, name: str) -> None:
        number = data.draw(st.sampled_from([*self.brands, 10**6]))
        version = self.brands.get(number, {"version": 1})["version"] - behind
        self.ask(f"{self.run} {key}", who, {"id": number, "version": version, "name": name})

    @precondition(lambda self: self.last_request is not None)
    @rule()
    def send_the_last_request_again(self) -> None:
        assert self.last_request is not None
        self.ask(*self.last_request)

    def ask(self, key: str, who: str, fields: dict[str, Any]) -> None:
        self.last_request = (key, who, fields)
        expected = self.expected(key, who, fields)
        version = self.store.version()
        try:
            found: Any = actions.save_brand(self.store, Actor(who), key, **fields).model_dump()
        except KolbookError as refusal:
            found = type(refusal)
        assert found == expected, f"{key} {who} {fields}"
        is_repeat = key in self.accepted and isinstance(expected, dict)
        if isinstance(expected, dict) and not is_repeat:
            self.brands[expected["id"]] = expected
            self.accepted[key] = ((who, fields), expected)
        self.next_entry += not is_repeat
        assert (self.store.version() == version) == (is_repeat or not isinstance(expected, dict))

    def expected(self, key: str, who: str, fields: dict[str, Any]) -> dict[str, Any] | type[KolbookError]:
        """What a person with the rules in hand and all brands before them would answer."""
        if key in self.accepted:
            request, result = self.accepted[key]
            return result if request == (who, fields) else Refused
        if fields["name"] == "" or " " in fields.get("code", ""):
            return BadValue
        return self.expected_change(fields) if "id" in fields else self.expected_creation(fields)

    def expected_creation(self, fields: dict[str, Any]) -> dict[str, Any] | type[KolbookError]:
        if any(brand["code"] == fields["code"] for brand in self.brands.values()):
            return Refused
        return {"name_zh": "", "version": 1, "id": self.next_brand(), **fields}

    def expected_change(self, fields: dict[str, Any]) -> dict[str, Any] | type[KolbookError]:
        old = self.brands.get(fields["id"])
        if old is None:
            return NotFound
        if old["version"] != fields["version"]:
            return StaleVersion
        return {**old, **fields, "version": old["version"] + 1}

    def next_brand(self) -> int:
        return max(self.stored(), default=0) + 1

    def stored(self) -> dict[int, dict[str, Any]]:
        with self.store.reading() as session:
            return {brand.id or 0: brand.model_dump() for brand in session.exec(select(Brand))}

    @invariant()
    def the_store_holds_what_the_dictionary_holds(self) -> None:
        mine = {number: row for number, row in self.stored().items() if row["code"].startswith(f"{self.run}-")}
        assert mine == self.brands

    @invariant()
    def every_request_but_a_repeat_left_one_entry(self) -> None:
        with self.store.reading() as session:
            assert audit.next_id(session) == self.next_entry

    def teardown(self) -> None:
        assert audit.verify(self.store) == []


def test_any_sequence_of_requests_ends_as_the_dictionary_says(store: Store) -> None:
    run_state_machine_as_test(
        lambda: BrandsAsADictionary(store),
        settings=settings(
            max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
