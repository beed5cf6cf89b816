"""Import a register's own files into the table of states, and put states into words.

    records    one record of ClinicalTrials.gov as a row, or its faults
    files      the rows of a downloaded file, JSON or CSV
    fetch      records from the public interface, on request only
    adding     rows compared with what is known, and added; never replaced
    signals    what changed from one state to the next
    words      a state, its age, and its change from the review to now, in words for the screen

`python -m dashboard.registry FILE... --into data/registry --as-of YYYY-MM-DD` imports; see --help.
"""
