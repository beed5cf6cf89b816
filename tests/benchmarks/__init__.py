"""The figures of docs/speed.md: `make bench` measures them on this machine, in one run, and writes them there."""
