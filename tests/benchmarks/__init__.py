"""The figures of the README: `make bench` measures them on this machine, in one run, and writes them there."""
