"""The decisions the demo's people made, entered into the records the way people enter them: one action each.

Keys are fixed, so a run that was cut off is finished by the next one; once all is entered nothing is asked again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from campaigns import actions
from campaigns.actions import Actor
from campaigns.errors import Refused
from campaigns.records import Setting
from campaigns.store import Store
from ingest.demo import drafts, samples, story, upcoming
from ingest.demo.books import platform_ppm
from ingest.demo.cast import Cast, Collaboration, make_cast
from ingest.demo.notes import Note, make_notes
from ingest.demo.parcels import make_parcels

ACTOR = Actor("demo")
MARK = "demo.generator"
FROM_BRIEF = "from the brief, unverified"
TERMS_SINCE = date(2026, 1, 1)

Step = Callable[[], object]


def entered_seed(store: Store) -> int | None:
    """The seed whose decisions stand in the records; None where no demo does. Refused where another generator's do."""
    with store.reading() as session:
        mark = session.get(Setting, MARK)
        found = dict(mark.value) if mark else None
    if found is None:
        return None
    if found["version"] != story.GENERATOR_VERSION:
        raise Refused("These records hold the demo of another version of kolbook. Choose an empty folder with --root.")
    return int(found["seed"])


def enter_decisions(store: Store, seed: int, on_step: Callable[[], None] | None = None) -> int:
    """Enter what was decided; returns how many actions were needed, 0 when all of it stands already.

    Raises Refused when the records hold the demo of another seed: two stories in one place would tell neither.
    """
    standing = entered_seed(store)
    if standing == seed:
        return 0
    if standing is not None:
        raise Refused(
            f"These records hold the demo of seed {standing}. Choose an empty folder with --root, or --seed {standing}."
        )
    return _Entry(store, seed, on_step or (lambda: None)).run()


class _Entry:
    """One pass over all decisions, in the order in which they depend on each other."""

    def __init__(self, store: Store, seed: int, on_step: Callable[[], None]) -> None:
        self._store, self._seed, self._on_step = store, seed, on_step
        self._done = 0
        self._brands: dict[str, int] = {}
        self._agencies: dict[str, int] = {}
        self._campaigns: dict[str, int] = {}
        self._collaborations: dict[str, int] = {}

    def run(self) -> int:
        cast = make_cast(self._seed)
        notes = make_notes(self._seed, cast)
        self._enter_house()
        self._enter_campaigns()
        self._enter_platform_terms()
        for item in cast.collaborations:
            self._enter_collaboration(item)
        self._enter_notes(notes)
        self._enter_samples(cast, notes)
        samples.enter(self._store, ACTOR, self._key, cast, self._collaborations)
        upcoming.enter(self._store, ACTOR, self._key, cast, self._brands, self._agencies, self._collaborations)
        drafts.enter(self._store, ACTOR, self._key, cast, notes, self._collaborations)
        self._enter_settings(cast)
        return self._done

    def _key(self, *parts: object) -> str:
        self._done += 1
        self._on_step()
        return ":".join(["demo", str(story.GENERATOR_VERSION), str(self._seed), *map(str, parts)])

    def _enter_house(self) -> None:
        for brand in story.BRANDS:
            key = self._key("brand", brand.code)
            saved = actions.save_brand(self._store, ACTOR, key, code=brand.code, name=brand.name, name_zh=brand.name_zh)
            self._brands[brand.code] = _id(saved.id)
        for product in story.PRODUCTS:
            actions.save_product(
                self._store,
                ACTOR,
                self._key("product", product.product_id),
                product_id=product.product_id,
                brand_id=self._brands[product.brand],
                name=product.name,
                name_zh=product.name_zh,
                category=product.category,
                cost_fen=product.cost_fen,
            )
        for agency in story.AGENCIES:
            key = self._key("agency", agency.code)
            self._agencies[agency.code] = _id(
                actions.save_agency(
                    self._store,
                    ACTOR,
                    key,
                    code=agency.code,
                    name=agency.name,
                    contacts=upcoming.CONTACTS[agency.code],
                ).id
            )

    def _enter_campaigns(self) -> None:
        for plan in story.CAMPAIGNS:
            sale = {
                "product_id": story.MASK,
                "since_at": story.clock(story.COUNTDOWN_SINCE).isoformat(),
                "before_at": story.clock(story.COUNTDOWN_BEFORE).isoformat(),
            }
            saved = actions.save_campaign(
                self._store,
                ACTOR,
                self._key("campaign", plan.code),
                product_ids=list(plan.products),
                code=plan.code,
                brand_id=self._brands[plan.brand],
                name=plan.name,
                name_zh=plan.name_zh,
                method=plan.method,
                since_date=plan.since,
                before_date=plan.before,
                budget_fen=plan.budget_fen,
                lookback_days=15,
                target_audience=plan.audience,
                brief=drafts.BRIEFS[plan.code],
                must_have=drafts.MUST_HAVE[plan.code],
                budget_parts=upcoming.planned(plan.method, plan.budget_fen),
                countdowns=[sale] if plan.method == "celebrity" else [],
            )
            self._campaigns[plan.code] = _id(saved.id)

    def _enter_platform_terms(self) -> None:
        """The own site takes nothing, and that is said too: a KOL may be paid on what is left after the fee."""
        for platform in story.CHANNEL_SHARES:
            actions.save_terms(
                self._store,
                ACTOR,
                self._key("terms", platform),
                scope="platform",
                part="platform_fee",
                platform=platform,
                since_date=TERMS_SINCE,
                base="buyer_paid",
                rate_ppm=platform_ppm(platform, ""),
            )
        actions.save_terms(
            self._store,
            ACTOR,
            self._key("terms", "supplement"),
            scope="platform_category",
            part="platform_fee",
            platform="xiaohongshu",
            category="supplement",
            since_date=TERMS_SINCE,
            base="buyer_paid",
            rate_ppm=story.SUPPLEMENT_FEE_PPM,
        )
        for agency in story.AGENCIES:
            actions.save_terms(
                self._store,
                ACTOR,
                self._key("terms", agency.code),
                scope="agency",
                part="third_party",
                agency_id=self._agencies[agency.code],
                since_date=TERMS_SINCE,
                base="buyer_paid",
                rate_ppm=agency.third_party_ppm,
            )

    def _enter_collaboration(self, item: Collaboration) -> None:
        plan = next(plan for plan in story.CAMPAIGNS if plan.code == item.campaign)
        saved = actions.save_collaboration(
            self._store,
            ACTOR,
            self._key("collaboration", item.key),
            campaign_id=self._campaigns[item.campaign],
            kol_id=item.kol.kol_id,
            kol_name=item.kol.nickname,
            agency_id=self._agencies[item.agency] if item.agency else None,
            state=item.state,
            quote_fen=item.quote_fen or None,
            promo_code=item.promo_code,
        )
        self._collaborations[item.key] = _id(saved.id)
        actions.save_terms(
            self._store,
            ACTOR,
            self._key("terms", item.key),
            scope="collaboration",
            part="kol",
            collaboration_id=saved.id,
            since_date=plan.since - timedelta(days=30),
            base=item.kol_base,
            rate_ppm=item.kol_ppm,
            fixed_fee_fen=item.fixed_fee_fen,
        )

    def _enter_notes(self, notes: Iterable[Note]) -> None:
        for note in notes:
            if not note.collaboration:
                continue
            owner = self._collaborations[note.collaboration]
            key = self._key("note", note.note_id)
            actions.link_note(self._store, ACTOR, key, note_id=note.note_id, collaboration_id=owner)
            for product_id, slug in zip(note.products, (note.slug, f"{note.slug}2"), strict=False):
                key = self._key("link", slug)
                actions.save_link(self._store, ACTOR, key, slug=slug, note_id=note.note_id, product_id=product_id)

    def _enter_samples(self, cast: Cast, notes: list[Note]) -> None:
        parcels = make_parcels(self._seed, cast, notes).group_by("key").first()
        numbers = {row["key"]: (row["carrier"], row["tracking_no"]) for row in parcels.iter_rows(named=True)}
        for item in cast.collaborations:
            carrier, tracking_no = numbers[item.key]
            for product_id in item.sample_products:
                actions.save_sample(
                    self._store,
                    ACTOR,
                    self._key("sample", item.key, product_id),
                    collaboration_id=self._collaborations[item.key],
                    product_id=product_id,
                    units=1,
                    shipping_fen=story.SAMPLE_SHIPPING_FEN,
                    carrier=carrier,
                    tracking_no=tracking_no,
                    **samples.fields_of(item, cast),
                )

    def _enter_settings(self, cast: Cast) -> None:
        """The benchmarks, who is a celebrity, and last of all the mark that everything stands."""
        mark = {"seed": self._seed, "version": story.GENERATOR_VERSION}
        for name, value, source in (
            *((f"benchmark.{channel}", rate, FROM_BRIEF) for channel, rate in story.BENCHMARKS.items()),
            ("tier.celebrity", [cast.celebrity.kol_id], "kol demo"),
            (MARK, mark, "kol demo"),
        ):
            actions.save_setting(self._store, ACTOR, self._key("setting", name), name=name, value=value, source=source)


def _id(value: int | None) -> int:
    if value is None:
        raise ValueError("A saved row has a number.")
    return value
