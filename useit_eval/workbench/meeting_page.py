"""One difference as a page of the meeting's form: the passage, what each coder said, definitions side by side."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from useit_eval.ground.frames import labels
from useit_eval.ground.wording import day, listed, text

if TYPE_CHECKING:
    import pandas as pd

    from useit_eval.workbench.meeting import Meeting

KINDS = {
    "place": "only some marked this place",
    "code": "the same place, another code",
    "link": "the same passage, linked otherwise",
}
STYLE = """<style>
.useit-meeting { font-size: 15px; line-height: 1.5; color: var(--jp-content-font-color1, #111); max-width: 74rem; }
.useit-meeting h3, .useit-meeting h4 { margin: 0.6em 0 0.3em; font-size: 1.05em; }
.useit-meeting blockquote { margin: 0.3em 0; padding: 0.5em 0.9em; border-left: 4px solid #0072b2;
  background: var(--jp-layout-color2, #f2f2f2); white-space: pre-wrap; }
.useit-meeting .quiet { font-size: 0.93em; font-style: italic; }
.useit-meeting .sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: 0.7em; }
.useit-meeting .sides > section { border: 1px solid var(--jp-border-color1, #999); border-radius: 4px; padding: 0.5em 0.9em; }
.useit-meeting dl { display: block; margin: 0; }
.useit-meeting dt, .useit-meeting dd { display: block; float: none; width: auto; padding: 0; }
.useit-meeting dt { font-weight: 600; } .useit-meeting dd { margin: 0 0 0.4em; }
.useit-meeting p { margin: 0.2em 0; }
.useit-meeting .told { border: 2px solid #005a32; border-radius: 4px; padding: 0.4em 0.9em; }
.useit-meeting .fault { border: 2px solid #a1260d; border-radius: 4px; padding: 0.4em 0.9em; }
</style>"""


def draw_difference(meeting: Meeting, number: int) -> str:
    """Return the difference of that number (from 0) as HTML; everything that anybody wrote is escaped."""
    row = meeting.differences.iloc[number].to_dict()
    codings = meeting.codings()
    own = codings[codings["coding_id"].isin(labels(row["codings"]))]
    where = f"{row['source']}, {row['locator']}" if row["locator"] else row["source"]
    place = f"{where}, characters {row['start']:,} to {row['end']:,}"
    return "".join([
        STYLE, '<div class="useit-meeting">',
        f"<h3>Difference {number + 1} of {len(meeting.differences)}: {KINDS[row['kind']]}</h3>",
        f'<p class="quiet">{_safe(place)}</p>',
        *_passages(own),
        "<h4>What each said</h4>", '<div class="sides">', *(_said(coder, said, own) for coder, said in row["said"]), "</div>",
        "<h4>What the codebook says</h4>",
        '<div class="sides">', *(_guide(guide) for guide in row["definitions"]), "</div>", "</div>",
    ])  # fmt: skip


def draw_message(words: str, *, fault: bool = False) -> str:
    """Return one sentence as a box, escaped; a fault is announced at once to those who listen to the screen."""
    if not words:
        return ""
    how = ("fault", "alert") if fault else ("told", "status")
    return f'{STYLE}<div class="useit-meeting"><p class="{how[0]}" role="{how[1]}">{_safe(words)}</p></div>'


def draw_note(words: str) -> str:
    """Return a remark that always stands under the form, escaped."""
    return f'{STYLE}<div class="useit-meeting"><p class="quiet">{_safe(words)}</p></div>'


def tell_standing(standing: dict[str, Any], told: str) -> str:
    """Return in a sentence what stands about a difference, who decided it and when; "" where nothing does."""
    if not standing:
        return ""
    people = listed(labels(standing["decided_by"]))
    return f"Decided by {people} on {day(standing['recorded_at'][:10])}: {told}. Saving again replaces it; the earlier decision stays in the record."


def _safe(words: object) -> str:
    return html.escape(text(words))


def _passages(own: pd.DataFrame) -> Iterator[str]:
    """Give each passage once, where consent lets its words be shown."""
    spans = own.sort_values(["start", "end"]).drop_duplicates(["start", "end"])
    if not spans["quotable"].astype(bool).all():
        yield '<p class="quiet">The words are not shown: consent, or mixed speech, keeps them from being quoted. Read them in the source.</p>'
        return
    if spans["quote"].isna().any():
        yield '<p class="quiet">The text is not at hand on this machine, so the words cannot be shown.</p>'
        return
    for row in spans.to_dict("records"):
        same = own[(own["start"] == row["start"]) & (own["end"] == row["end"])]
        who = f'<p class="quiet">Marked by {_safe(listed(sorted(set(same["coder"]))))}:</p>' if len(spans) > 1 else ""
        yield f"{who}<blockquote>{_safe(row['quote'])}</blockquote>"


def _said(coder: str, said: str, own: pd.DataFrame) -> str:
    memos = own.loc[(own["coder"] == coder) & own["memo"].notna(), "memo"] if "memo" in own else ()
    notes = "".join(f'<p class="quiet">Note: {_safe(memo)}</p>' for memo in dict.fromkeys(memos))
    return f"<section><p><strong>{_safe(coder)}</strong></p><p>{_safe(said)}</p>{notes}</section>"


def _guide(guide: dict[str, str]) -> str:
    told = (("Definition", "definition"), ("Use it when", "use_when"), ("Do not use it when", "do_not_use_when"))
    lines = "".join(f"<dt>{name}</dt><dd>{_safe(guide[key]) or 'not said'}</dd>" for name, key in told)
    return f"<section><p><strong>{_safe(guide['name'])}</strong></p><dl>{lines}</dl></section>"
