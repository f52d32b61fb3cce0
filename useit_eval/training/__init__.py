"""Telling: the training pack for community researchers, three modules, generated for the study at hand."""

from useit_eval.training.modules_file import Module, Session, Sheet, load_module, load_modules
from useit_eval.training.pages import module_pages
from useit_eval.training.topic_guide import topic_guide

__all__ = ["Module", "Session", "Sheet", "load_module", "load_modules", "module_pages", "topic_guide"]
