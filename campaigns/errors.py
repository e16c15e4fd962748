"""The rules a caller can break, each built from facts so that the wording lives in one place."""

from __future__ import annotations

from dataclasses import dataclass


class KolbookError(Exception):
    """A broken rule that a person can mend; `str()` of it is ready to show."""


class Refused(KolbookError):
    """Something was asked for that cannot be done as it stands; nothing was changed."""


@dataclass
class BadValue(KolbookError):
    """One value of an input that breaks its grammar: where it stands, what came, what was expected."""

    where: str
    value: str
    expected: str
    code: str = "E-VALUE"

    def __str__(self) -> str:
        return f"{self.code}  {self.where}: {self.value!r} – expected {self.expected}."


@dataclass
class CellsRefused(KolbookError):
    """Cells of a pasted or uploaded sheet that cannot be taken; all of them are listed, none of the rows was saved."""

    cells: list[BadValue]

    def __str__(self) -> str:
        first = "; ".join(str(cell).rstrip(".") for cell in self.cells[:5])
        more = f"; and {len(self.cells) - 5} more" if len(self.cells) > 5 else ""
        return f"Nothing was saved, {len(self.cells)} cells need mending: {first}{more}."


@dataclass
class StaleVersion(KolbookError):
    """Somebody else saved the row since it was read."""

    what: str
    expected: int
    found: int

    def __str__(self) -> str:
        return (
            f"{self.what} was changed by someone else (you edited version {self.expected}, "
            f"version {self.found} is saved). Reload it and apply your change again."
        )


@dataclass
class TermsOverlap(KolbookError):
    """Two equally specific terms for the same part and the same days."""

    new: str
    old: str

    def __str__(self) -> str:
        return f"Terms {self.new} overlap {self.old}. End the earlier terms first, or start the new ones later."


@dataclass
class PostingsDoNotBalance(KolbookError):
    """Postings that leave something over, in fen by currency."""

    left_fen: dict[str, int]

    def __str__(self) -> str:
        left = ", ".join(
            f"{'debits' if fen > 0 else 'credits'} are {abs(fen)} fen {currency} too much"
            for currency, fen in self.left_fen.items()
        )
        return f"The postings do not balance: {left}. They sum to zero per currency, debits positive, credits negative."


@dataclass
class NotFound(KolbookError):
    """The id does not exist, or does not exist for this person: the two answer alike."""

    what: str
    key: str

    def __str__(self) -> str:
        return f"There is no {self.what} {self.key}."


@dataclass
class WarehouseFault(KolbookError):
    """The warehouse cannot be read as it stands. It is disposable: every fault has a remedy that loses nothing."""

    path: str
    detail: str = ""
    remedy: str = "Run `kol rebuild`: it is made again from the archive."

    def __str__(self) -> str:
        return f"{self._rule()} {self.detail} {self.remedy}".replace("  ", " ")

    def _rule(self) -> str:
        return f"{self.path} cannot be used."


@dataclass
class WarehouseMissing(WarehouseFault):
    """Nothing was loaded yet, or the file was deleted."""

    remedy: str = "Load files with `kol load`, or run `kol rebuild` if files were loaded before."

    def _rule(self) -> str:
        return f"There is no warehouse at {self.path}."


@dataclass
class WarehouseDamaged(WarehouseFault):
    """The file is cut, was changed by another program, or holds other rows than were published."""

    def _rule(self) -> str:
        return f"The warehouse {self.path} is damaged."


@dataclass
class WarehouseFromOtherVersion(WarehouseFault):
    """`what` is `schema` (facts must be rebuilt) or `models` (a refresh is enough)."""

    what: str = "schema"

    def _rule(self) -> str:
        return f"The warehouse {self.path} was made by another version of kolbook (other {self.what})."


@dataclass
class WarehouseWriteFailed(WarehouseFault):
    """Writing a new build failed; the build before it still stands."""

    remedy: str = "Nothing was changed: the last warehouse still stands. Mend the cause and run the same command again."

    def _rule(self) -> str:
        return f"A new build of {self.path} could not be written."


@dataclass
class ModelChecksFailed(KolbookError):
    """Models that break their own rules: publishing them would show wrong numbers."""

    findings: list[str]

    def __str__(self) -> str:
        return (
            "The models break their own rules, so the new build was not published and the last one stands: "
            + "; ".join(self.findings)
            + ". Report this with the file that was loaded; `kol check` shows more."
        )
