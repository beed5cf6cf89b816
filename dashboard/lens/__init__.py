"""The case lens: what the records state, held against a child's features, criterion by criterion. Never a score, never a rank.

`case` is what is asked, and what the answers settle among themselves; `rules` are the verdicts on single criteria, `setting` those
on the setting; `outcomes` are the figures of a publication; `table` writes every verdict that any answer can get (`verdict_table`).
With that table assets/case-evaluate.js puts them together for one child in the browser: a child's features never reach the server.
Its reference in Python is tests/lens_reference.py.
"""

from dashboard.lens.table import verdict_table

__all__ = ["verdict_table"]
