"""The coder for a room: one process that serves the same coder as the notebook to everybody who has a slip with a code."""
