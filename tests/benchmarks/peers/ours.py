"""Compare with the same four charts on the page: what stands on two of its tabs, on one."""

from dashboard.pages import compare

compare.TAB_CHARTS = {**compare.TAB_CHARTS, "randomised": ("contrast", "dumbbell", "survival")}

from app import server  # noqa: E402 - the tabs are joined before the application is made

__all__ = ["server"]
