"""Indicators of areas over time: files of statistics to readings in long form."""
