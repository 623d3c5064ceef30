"""An office teaches the model its own way of writing bullets, from the reports that its clerks corrected.

    files.py  reports.py     pairs in files; summaries that were edited, beside what the program wrote
    pairs.py  corpus.py      what of it can be taught, and why the rest cannot
    rehearsal.py             what the model repeats so as not to forget
    trainer.py  scoring.py   the training, and how near the bullets come to the clerk's
    saving.py  run.py        the model folder; the whole

Nothing of it runs when a report is written; only the command line imports it.
"""

from summarise.tuning.corpus import LEAST, Corpus, collect
from summarise.tuning.run import Stage, Tell, Tuned, tune
from summarise.tuning.saving import check_folder

__all__ = ["LEAST", "Corpus", "Stage", "Tell", "Tuned", "check_folder", "collect", "tune"]
