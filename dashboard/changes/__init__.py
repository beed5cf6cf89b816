"""What changed from one version of the tables to the next: compared, added up, undone, and in words.

    tables       one version of the tables as texts, read from a folder, in the form with layers or the one before
    difference   two versions compared cell by cell; differences of several steps as one
    history      the steps that data/changes.csv lists, and the evidence as it was before them
    words        a change as a reader is told of it

`python -m dashboard.changes OLD NEW` adds a step to NEW/changes.csv; see --help.
"""
