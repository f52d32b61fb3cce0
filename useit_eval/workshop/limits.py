"""How much, and how often: buckets that fill at a steady rate, for each participant, each address, and wrong codes."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable

MOST_BYTES = 256 * 1024
MOST_KEYS = 5_000


class Buckets:
    """A bucket of ``burst`` tokens for each key, refilled at ``rate`` a second; those used longest ago are forgotten."""

    def __init__(self, *, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._held: dict[Hashable, tuple[float, float]] = {}

    def wait(self, key: Hashable) -> float:
        """Return how many seconds until a token is there: 0 when there is one. Nothing is taken."""
        return max(0.0, (1 - self._level(key)) / self._rate)

    def take(self, key: Hashable) -> float:
        """Take a token and return 0, or take none and return in how many seconds there will be one."""
        wait = self.wait(key)
        if not wait:
            level = self._level(key)
            self._held.pop(key, None)
            self._held[key] = (level - 1, self._clock())
            while len(self._held) > MOST_KEYS:
                del self._held[next(iter(self._held))]
        return wait

    def _level(self, key: Hashable) -> float:
        level, at = self._held.get(key, (self._burst, self._clock()))
        return min(self._burst, level + (self._clock() - at) * self._rate)


class Limits:
    """The buckets of one workshop. Each test may ask for other rates."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.participant = Buckets(rate=10, burst=80, clock=clock)
        self.address = Buckets(rate=30, burst=400, clock=clock)
        """For whoever is not yet known: thirty phones behind one router have one address."""
        self.guesses = Buckets(rate=0.2, burst=15, clock=clock)
        self.all_guesses = Buckets(rate=5, burst=100, clock=clock)

    def guess_wait(self, address: str) -> float:
        """Return how many seconds an address must wait before another code is looked at."""
        return max(self.guesses.wait(address), self.all_guesses.wait(""))

    def note_wrong(self, address: str) -> None:
        """Note a wrong code."""
        self.guesses.take(address)
        self.all_guesses.take("")
