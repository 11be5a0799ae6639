"""The project's own scorer, for places where ../shared/eval is not at hand.

In:  gold documents (gold.py) and documents as `sayso jsonl` writes them, both as {id: document}.
Out: dictionaries of numbers between 0 and 1; a triple is (precision, recall, F1).
Promise: the definitions are those of ../shared/eval (score_quotes, score_actors, score_names);
run.py checks that the numbers are equal wherever that folder is present. Spans are compared as sets
of words; punctuation and marks never count.
"""

import collections
import math
import re
from bisect import bisect_left, bisect_right

WORD = re.compile(r"\w+(?:['’]\w+)*")
NAME_TYPES = ("PER", "ORG", "LOC")
ROLES = ("source", "cue", "content")
DETECTED = 0.5  # least content F1 of a pair that counts as found
SAME = 0.5  # least token F1 of two sources that agree


class Words:
    """The words of a text, to turn spans into sets of word numbers."""

    def __init__(self, text):
        found = [match.span() for match in WORD.finditer(text)]
        self.starts = [start for start, _ in found]
        self.ends = [end for _, end in found]

    def of(self, spans):
        touched = set()
        for start, end in spans or ():
            touched.update(range(bisect_right(self.ends, start), bisect_left(self.starts, end)))
        return frozenset(touched)


def overlap(one, other):
    """F1 of two sets; two empty sets agree."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def triple(right, system, gold):
    precision = right / system if system else 0.0
    recall = right / gold if gold else 0.0
    return precision, recall, harmonic(precision, recall)


def harmonic(precision, recall):
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def pair_up(gold, system, value, least):
    """One-to-one pairs (i, j), the best value first, the earlier first among equals; a pair
    shares a word of content."""
    pairs = []
    for i, one in enumerate(gold):
        for j, other in enumerate(system):
            if one["content"] & other["content"]:
                worth = value(one, other)
                if worth >= least:
                    pairs.append((-worth, i, j))
    used_gold, used_system, out = set(), set(), []
    for _, i, j in sorted(pairs):
        if i not in used_gold and j not in used_system:
            used_gold.add(i)
            used_system.add(j)
            out.append((i, j))
    return out


def content_overlap(one, other):
    return overlap(one["content"], other["content"])


def same_content(one, other):
    return float(one["content"] == other["content"])


def as_words(statements, words):
    """Each statement with its spans as word sets; one without a word of content is left out."""
    sets = [
        statement | {role: words.of(statement.get(role)) for role in ROLES}
        for statement in statements or ()
    ]
    return [statement for statement in sets if statement["content"]]


def score_quotes(gold_documents, system_documents):
    count = collections.Counter()
    for ident, document in gold_documents.items():
        words = Words(document["text"])
        gold = as_words(document.get("attributions"), words)
        system = as_words(system_documents.get(ident, {}).get("attributions"), words)
        count["gold"] += len(gold)
        count["system"] += len(system)
        count["exact"] += len(pair_up(gold, system, same_content, 1.0))
        for i, j in pair_up(gold, system, content_overlap, DETECTED):
            count_pair(count, gold[i], system[j])
    total = (count["system"], count["gold"])
    return {
        "who+what": triple(count["who"], *total),
        "detect": triple(count["detect"], *total),
        "content exact": triple(count["exact"], *total),
        "source exact": count["source exact"] / max(1, count["sources"]),
        "kind": count["kind"] / max(1, count["detect"]),
        "act": count["act"] / max(1, count["detect"]),
        "unmarked": triple(count["unmarked"], count["system unmarked"], count["gold unmarked"]),
    }


def count_pair(count, gold, system):
    count["detect"] += 1
    count["who"] += overlap(gold["source"], system["source"]) >= SAME
    if gold["source"]:
        count["sources"] += 1
        count["source exact"] += gold["source"] == system["source"]
    kinds = gold.get("kind"), system.get("kind")
    count["kind"] += kinds[0] == kinds[1]
    count["act"] += gold.get("act") == system.get("act")
    count["unmarked"] += kinds == ("unmarked", "unmarked")
    count["gold unmarked"] += kinds[0] == "unmarked"
    count["system unmarked"] += kinds[1] == "unmarked"


def score_names(gold_documents, system_documents):
    right = system_count = gold_count = 0
    for ident, document in gold_documents.items():
        types = [label for label in NAME_TYPES if label in document.get("labels", NAME_TYPES)]
        gold = {tuple(entity) for entity in document.get("entities", ()) if entity[2] in types}
        found = system_documents.get(ident, {}).get("entities") or ()
        system = {(*entity["span"], entity["type"]) for entity in found if entity["type"] in types}
        right += len(gold & system)
        system_count += len(system)
        gold_count += len(gold)
    return triple(right, system_count, gold_count)


def best_assignment(weight):
    """{a: b}, one-to-one, of the greatest sum. weight: {(a, b): number > 0}.

    Pairs that weigh nothing are left out. Each connected part is solved alone, rows and columns in
    the order of their names, so ties fall as in ../shared/eval.
    """
    out = {}
    for left, right in connected_parts(weight):
        if len(left) <= len(right):
            pairs = assign_rows([[weight.get((a, b), 0) for b in right] for a in left])
        else:
            turned = assign_rows([[weight.get((a, b), 0) for a in left] for b in right])
            pairs = [(i, j) for j, i in turned]
        out.update((left[i], right[j]) for i, j in pairs if weight.get((left[i], right[j]), 0) > 0)
    return out


def connected_parts(weight):
    """[(sorted a's, sorted b's)]: the parts of the graph whose edges are the pairs of `weight`."""
    neighbours = collections.defaultdict(set)
    for a, b in weight:
        neighbours["a", a].add(("b", b))
        neighbours["b", b].add(("a", a))
    parts, seen = [], set()
    for start in sorted(neighbours):
        part, waiting = set(), [start]
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                part.add(node)
                waiting.extend(neighbours[node])
        if part:
            parts.append(
                tuple(sorted(name for side, name in part if side == wanted) for wanted in "ab")
            )
    return parts


def assign_rows(worth):
    """Hungarian method with potentials: [(row, column)] of the greatest sum; no more rows than
    columns. O(rows^2 columns)."""
    rows, columns = len(worth), len(worth[0])
    row_potential, column_potential = [0] * rows, [0] * columns
    owner = [None] * columns
    for new_row in range(rows):
        least, came_from, done = [math.inf] * columns, [None] * columns, [False] * columns
        row, column = new_row, None
        while row is not None:  # grow a shortest path from the new row until it meets a free column
            following, step = None, math.inf
            for j in range(columns):
                if done[j]:
                    continue
                cost = -worth[row][j] - row_potential[row] - column_potential[j]
                if cost < least[j]:
                    least[j], came_from[j] = cost, column
                if least[j] < step:
                    step, following = least[j], j
            row_potential[new_row] += step
            for j in range(columns):
                if done[j]:
                    row_potential[owner[j]] += step
                    column_potential[j] -= step
                else:
                    least[j] -= step
            column = following
            row, done[column] = owner[column], True
        while column is not None:  # hand each column of the path to the row before it
            before = came_from[column]
            owner[column] = new_row if before is None else owner[before]
            column = before
    return [(row, column) for column, row in enumerate(owner) if row is not None]


def actor_ids(value):
    if value is None:
        return set()
    return set(map(str, value)) if isinstance(value, list) else {str(value)}


def last_words(names):
    return {words[-1].casefold() for words in map(WORD.findall, names) if words}


def score_actors(gold_documents, system_documents):
    """resolved: (P, R, F1) over statements; resolved | found; named: the share of persons and
    organizations called rightly."""
    total = collections.Counter()
    for ident, document in gold_documents.items():
        count_actors(total, document, system_documents.get(ident, {}))
    precision = total["right"] / max(1, total["system"])
    recall = total["right"] / max(1, total["gold"])
    return {
        "resolved": (precision, recall, harmonic(precision, recall)),
        "resolved | found": total["right"] / max(1, total["found"]),
        "named": total["named"] / max(1, total["to name"]),
    }


def count_actors(total, document, output):
    words = Words(document["text"])
    truth = {
        s["index"]: sorted(actor_ids(s["actors"]))
        for s in document["sources"]
        if not s.get("doubt")
    }
    gold = [{"content": words.of(statement["content"])} for statement in document["attributions"]]
    system = as_words(output.get("attributions"), words)
    pairs = dict(pair_up(gold, system, content_overlap, DETECTED))
    index_of = {j: i for i, j in pairs.items()}
    total["gold"] += len(truth)
    total["system"] += sum(j not in index_of or index_of[j] in truth for j in range(len(system)))
    given = {i: actor_ids(system[pairs[i]].get("actor")) for i in truth if i in pairs}
    weight = collections.Counter((a, b) for i in given for a in truth[i] for b in given[i])
    aligned = best_assignment(weight)
    total["found"] += len(given)
    for i, answer in given.items():
        wanted = {aligned[a] for a in truth[i] if a in aligned}
        total["right"] += len(wanted & answer) / max(len(truth[i]), len(answer), 1)
    count_names(total, document, output, {i: truth[i] for i in given}, aligned)


def count_names(total, document, output, found, aligned):
    name = {
        a["id"]: a["name"] for a in document["actors"] if a["kind"] in ("person", "organization")
    }
    called = {
        str(a["id"]): [a.get("name", ""), *a.get("aliases", [])] for a in output.get("actors") or ()
    }
    for actors in found.values():
        who = [a for a in actors if a in name]
        if who:
            hits = [
                bool(last_words([name[a]]) & last_words(called.get(aligned.get(a), [])))
                for a in who
            ]
            total["to name"] += 1
            total["named"] += sum(hits) / len(who)
