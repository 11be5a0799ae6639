"""How far the score of a statement can be trusted.

In:  gold documents and documents as `sayso jsonl` writes them, both as {id: document}.
Out: numbers between 0 and 1 about the pairs (score, right); a found statement is right when it is a
who+what match of score.py: its content found, its source the same.
Promise: every found statement with a word of content is judged once, none is left out.
"""

from collections import namedtuple

import score

BINS = 10
CUTS = (0.0, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)

Bin = namedtuple("Bin", "low high count score right")  # score and right: means; None when empty
Point = namedtuple("Point", "cut kept precision recall f1")


def judge(gold_documents, system_documents):
    """([(score, right)], number of gold statements)."""
    judged, gold_count = [], 0
    for ident, document in gold_documents.items():
        words = score.Words(document["text"])
        gold = score.as_words(document.get("attributions"), words)
        system = score.as_words(system_documents.get(ident, {}).get("attributions"), words)
        gold_count += len(gold)
        right = {
            j
            for i, j in score.pair_up(gold, system, score.content_overlap, score.DETECTED)
            if score.overlap(gold[i]["source"], system[j]["source"]) >= score.SAME
        }
        judged += [(one["score"], j in right) for j, one in enumerate(system)]
    return judged, gold_count


def mean(values):
    values = list(values)
    return sum(values) / len(values) if values else None


def brier(judged):
    """Mean squared distance of the score from what came true; 0 is perfect."""
    return mean((given - right) ** 2 for given, right in judged)


def constant_brier(judged):
    """What a score that is always the share of right ones would get."""
    share = mean(right for _, right in judged)
    return share * (1 - share) if judged else None


def bins(judged):
    """Ten bins of equal width, the last with 1.0."""
    sorted_in = [[] for _ in range(BINS)]
    for given, right in judged:
        sorted_in[max(0, min(BINS - 1, int(given * BINS)))].append((given, right))
    return [
        Bin(k / BINS, (k + 1) / BINS, len(one), mean(g for g, _ in one), mean(r for _, r in one))
        for k, one in enumerate(sorted_in)
    ]


def calibration_error(judged):
    """Mean distance between score and share of right ones, bins weighed by their statements."""
    return sum(b.count * abs(b.score - b.right) for b in bins(judged) if b.count) / len(judged)


def abstention(judged, gold_count, cuts=CUTS):
    """What is left when statements below a score are kept back."""
    out = []
    for cut in cuts:
        kept = [right for given, right in judged if given >= cut]
        out.append(Point(cut, len(kept), *score.triple(sum(kept), len(kept), gold_count)))
    return out


def lines(judged, gold_count):
    """The table and the curve as text."""
    yield "score      statements  mean score  right"
    for b in bins(judged):
        if b.count:
            yield f"{b.low:.1f} - {b.high:.1f}  {b.count:10d}  {b.score:10.3f}  {b.right:5.3f}"
    yield "--min-score    kept  precision  recall  F1 (who+what)"
    for p in abstention(judged, gold_count):
        yield (
            f"{p.cut:11.2f}  {p.kept:6d}  {100 * p.precision:9.1f}  {100 * p.recall:6.1f}"
            f"  {100 * p.f1:4.1f}"
        )
