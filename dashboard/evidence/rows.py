"""The records of a table: a tuple, or `Rows` that builds them on request where thousands say the same."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, compress
from operator import add, attrgetter
from typing import Any, TypeVar, overload

Record = TypeVar("Record")


class Rows(Sequence[Record]):
    """Records, such as thousands of gaps, many of which differ only in their first fields, which identify them.

    `apart` holds the first fields of every row, column by column. `said` holds the rest of a row once for all rows that share it. `which`
    holds, for every row, the index of its rest in `said`.
    """

    def __init__(self, row: type[Any], apart: Sequence[Sequence[Any]], said: Sequence[tuple[Any, ...]], which: Sequence[int]) -> None:
        self.row, self.apart, self.said, self.which = row, apart, said, which
        # as `row._make` does, without a call for each of many thousand rows
        self._made = partial(tuple.__new__, row)

    def __len__(self) -> int:
        return len(self.which)

    def __iter__(self) -> Iterator[Record]:
        return map(self._made, map(add, zip(*self.apart, strict=True), map(self.said.__getitem__, self.which)))

    @overload
    def __getitem__(self, place: int) -> Record: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Record]: ...

    def __getitem__(self, place: int | slice) -> Record | Sequence[Record]:
        if isinstance(place, slice):
            return [self[one] for one in range(len(self))[place]]
        return self._made((*(cells[place] for cells in self.apart), *self.said[self.which[place]]))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rows) and [*self] == [*other]

    __hash__ = None  # type: ignore[assignment]  # typeshed says every object has a hash

    def values(self, name: str) -> Iterable[Any]:
        place = self.row._fields.index(name) - len(self.apart)
        return self.apart[place] if place < 0 else map([rest[place] for rest in self.said].__getitem__, self.which)

    def only(self, chosen: Sequence[bool]) -> Rows[Record]:
        apart = [[*compress(cells, chosen)] for cells in self.apart]
        return Rows(self.row, apart, self.said, array("I", compress(self.which, chosen)))

    def joined(self, others: Iterable[Rows[Record]]) -> Rows[Record]:
        apart, said, which = [[*cells] for cells in self.apart], [*self.said], array("I", self.which)
        for other in others:
            which.extend(map(len(said).__add__, other.which))
            said += other.said
            for own, cells in zip(apart, other.apart, strict=True):
                own += cells
        return Rows(self.row, apart, said, which)


def values(records: Sequence[Any], name: str) -> Iterable[Any]:
    """The values of one column, row by row: for a full scan much cheaper than building the records."""
    return records.values(name) if isinstance(records, Rows) else map(attrgetter(name), records)


def columns(records: Sequence[Any], *names: str) -> Iterator[tuple[Any, ...]]:
    """The values of some columns, one tuple per row."""
    return zip(*(values(records, name) for name in names), strict=True)


def only(records: Sequence[Any], chosen: Sequence[bool]) -> Sequence[Any]:
    """The records for which `chosen` is true."""
    return records.only(chosen) if isinstance(records, Rows) else tuple(compress(records, chosen))


def joined(tables: Sequence[Sequence[Any]]) -> Sequence[Any]:
    """The records of several files of one table, one file after another."""
    filled: list[Any] = [records for records in tables if records] or [()]
    first, *others = filled
    return first.joined(others) if isinstance(first, Rows) else tuple(chain(first, *others))


def alike(records: Sequence[Any]) -> tuple[Mapping[int, Any], Sequence[int]]:
    """One record for each distinct rest, by its number, and every record's number: what is true of one rest is true of all."""
    which = records.which if isinstance(records, Rows) else range(len(records))
    one = dict(zip(which, range(len(which)), strict=True))
    return {number: records[place] for number, place in one.items()}, which
