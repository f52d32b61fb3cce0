"""The kind refusal: data that cannot carry a method, and what can be done instead."""

from __future__ import annotations

from useit_eval.ground.errors import InputRefused


class CannotCarry(InputRefused):
    """The data cannot carry the method: ``what`` says why, ``next`` what can be done instead. No fault of a file."""
