"""Alembic's entry: runs the revisions on the connection that `store.migrate` hands over, in its transaction."""

from __future__ import annotations

from alembic import context

from useit_eval.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata())
with context.begin_transaction():
    context.run_migrations()
