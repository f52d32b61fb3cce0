"""Telling: findings to chapters. Every sentence that states a finding names the ids it stands on."""

from useit_eval.report.index import index
from useit_eval.report.material import Material, Words
from useit_eval.report.overall import block_names, overall_chapter
from useit_eval.report.strand import strand_chapter

__all__ = ["Material", "Words", "block_names", "index", "overall_chapter", "strand_chapter"]
