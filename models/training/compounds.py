"""Step 0: which Vietnamese syllables make a word together, counted over VietNews.

    python models/training/compounds.py --vietnews VIETNEWS_DIR --out summarise/language/vi/compounds.txt

White space separates syllables, not words, so a decoder that may drop what stands between white space would cut "chủ động"
in two. A pair of neighbouring syllables is taken for one word when it occurs often and its normalised pointwise mutual
information (Bouma 2009, "Normalized (Pointwise) Mutual Information in Collocation Extraction") is high.
"""

from __future__ import annotations

import argparse
import math
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

from corpora import vietnews

SYLLABLE = re.compile(r"[^\W\d_]+")
LEAST_COUNT, LEAST_NPMI = 40, 0.33


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vietnews", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    single: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for document in vietnews(args.vietnews, "train", every=2):
        for line in document.lines:
            for clause in re.split(r"[^\w\s]|\d", line):
                # Names are units of their own; a capital inside a clause would count them here.
                syllables = [word if word.islower() else "" for word in SYLLABLE.findall(clause)]
                single.update(word for word in syllables if word)
                pairs.update(pair for pair in pairwise(syllables) if all(pair))
    total = sum(single.values())

    def npmi(pair: tuple[str, str], count: int) -> float:
        joint = count / total
        return math.log(joint / (single[pair[0]] / total) / (single[pair[1]] / total)) / -math.log(joint)

    found = sorted(
        " ".join(pair) for pair, count in pairs.items() if count >= LEAST_COUNT and npmi(pair, count) >= LEAST_NPMI
    )
    args.out.write_text("\n".join(found) + "\n", "utf-8")
    print(f"{len(found)} words of two syllables, from {total} syllables")


if __name__ == "__main__":
    main()
