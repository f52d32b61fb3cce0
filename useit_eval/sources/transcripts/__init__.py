"""Transcripts and captions: who speaks when, in which language, and which labels are one voice."""
