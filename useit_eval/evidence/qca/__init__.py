"""Qualitative comparative analysis of cases, crisp and fuzzy."""
