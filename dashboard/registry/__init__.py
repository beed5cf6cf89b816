"""A register's own files, read into the table of states, and the states in words.

    records    one record of ClinicalTrials.gov as a row, or the faults that keep it from being one
    files      from the bytes of a download, be it JSON or CSV, to rows
    fetch      the same from the public interface, on request only
    adding     rows compared with what is known, and added; never replaced
    signals    what changed from one state to the next
    words      a state, its age, and the way from the review to now, as the screens say it

`python -m dashboard.registry FILE... --into data/registry --as-of YYYY-MM-DD` imports; see --help.
"""
