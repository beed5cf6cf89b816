"""The same four charts and one filter in other frameworks, as their documentation would have it. They run in an environment of their own."""
