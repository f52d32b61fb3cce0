"""The bench: one study opened, and a file for each verb that works on it.

Names are fetched when first used, so that importing the package stays light. No module bears the name of its verb:
importing it would hide the verb.
"""

from __future__ import annotations

import importlib

_HOMES = {
    "Bench": "bench",
    "open_study": "bench",
    "InitReport": "new_study",
    "init_study": "new_study",
    "AddReport": "arrival",
    "add_source": "arrival",
    "FolderReport": "folder",
    "add_folder": "folder",
    "VoicesReport": "voices",
    "propose_study_voices": "voices",
    "adopt_voices": "voices",
    "StatusReport": "status",
    "study_status": "status",
    "ExportReport": "shipment",
    "export_coding": "shipment",
    "WithdrawPlan": "withdrawal",
    "WithdrawReport": "withdrawal",
    "open_to_withdraw": "withdrawal",
    "plan_withdrawal": "withdrawal",
    "withdraw": "withdrawal",
    "MergeReport": "merging",
    "merge_study": "merging",
    "BackupReport": "keeping",
    "back_up_study": "keeping",
    "restore_study": "keeping",
    "tell_acts": "keeping",
    "verify_study": "keeping",
    "QuestionnairesReport": "questionnaires",
    "add_questionnaires": "questionnaires",
    "questionnaire_of": "questionnaires",
    "Meeting": "meeting",
    "prepare_meeting": "meeting",
    "compare_meeting": "meeting",
    "show_differences": "meeting",
    "hold_meeting": "meeting_held",
    "judge_bearing": "judging",
    "edit_theories": "judging",
    "sign_ratings": "judging",
    "write_sheet": "sheets",
    "read_back": "sheets",
    "gather_material": "material",
    "flag_passages": "disclosing",
    "PagesReport": "chapters",
    "write_chapters": "chapters",
    "write_training": "training_pack",
    "run_models": "modelling",
    "show": "showing",
    "show_gaps": "casework",
    "tell_sources": "sources_told",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str):
    if name not in _HOMES:
        raise AttributeError(f"useit_eval.workbench has no {name!r}. It has: {', '.join(__all__)}.")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
