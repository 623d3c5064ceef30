"""The proof of a report: the article beside what was made of it, each part linked with its other, as one HTML page.

segments.py                     an article cut where the items that cover it begin and end
items.py                        what the report says, with its places in the article and what is doubtful about it
left_out.py                     what the report does not say, and why
page.py page.html.j2 .css .js   all of it as a page that needs nothing but itself
"""

from summarise.proof.page import render_proof

__all__ = ["render_proof"]
