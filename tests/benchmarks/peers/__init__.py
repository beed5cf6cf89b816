"""The same four charts and one filter in other frameworks, as their documentation has it; they run in an environment of their own."""
