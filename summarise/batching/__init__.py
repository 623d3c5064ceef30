"""Many articles in, a folder of reports out: everything accounted for, nothing done twice, nothing lost.

    inputs.py      paths, folders, patterns, lists and zip archives → the articles that they name
    naming.py      a name of its own for the files of each article
    settings.py    what the reports depend on beside the articles, and its digest
    work.py        articles → the content of their files: the one function that every engine runs
    engine.py      where that function runs: here, in processes of this machine, on a cluster
    processes.py  preload.py   worker processes of this machine
    cluster.py  driver.py  members.py   the workers of a Ray cluster
    manifest.py    what became of each article, in SQLite
    store.py       the output folder: one run at a time, files that appear whole
    run.py         all of it
    ledger.py      the same as `batch.json`

Only the process that was started reads articles and writes files; others get bytes and give bytes. So nothing but a
connection is needed to work elsewhere, and a killed worker can leave nothing behind.
"""
