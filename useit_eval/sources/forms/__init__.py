"""Filled-in questionnaires: exports of five programs to answers in long form."""
