"""The case lens: what the records state, held against a child's features, criterion by criterion. Never a score, never a rank.

`case` is the child and what its answers settle among themselves; `rules` are the verdicts on single criteria; `outcomes` are
the figures of a publication in the order for one child; `table` puts them together (`assess`), and writes every verdict that
any answer can get (`verdict_table`). With that table assets/case-evaluate.js puts them together in the browser, in the same
way: a child's features never reach the server.
"""

from dashboard.lens.case import Case, with_implied_answers
from dashboard.lens.table import assess, verdict_table

__all__ = ["Case", "assess", "verdict_table", "with_implied_answers"]
