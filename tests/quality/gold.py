#!/usr/bin/env python3
"""Build the JSON gold of the own texts from their readable notation.

    gold.py [DATA_FOLDER] [OUT_FOLDER]       (default: tests/data, build/quality/own)

In:  DATA_FOLDER/NAME with an ending of TEXTS (the text) and NAME.gold.txt (the notation, explained
     in tests/data/README.md).
Out: OUT_FOLDER/gold.jsonl         one text a line: id, text, actors, attributions, sources, labels,
                                   entities; QUOTES_GOLD and names gold of the scorers at once
     OUT_FOLDER/actors_gold.jsonl  the ACTORS_GOLD form: id, actors, sources
Promise: every span is an exact piece of the text. A string that is not found, or is found more
than once without a number, is an error that names the line; nothing is written then. Offsets are
code points, end exclusive.
"""

import json
import pathlib
import re
import sys

TEXTS = (".txt", ".md", ".tex", ".eml")
LABELS = ("PER", "ORG", "LOC", "NORP")
KINDS = ("direct", "mixed", "indirect", "unmarked", "written")
TYPES = ("direct", "mixed", "indirect")
ACTS = ("speech", "stance")
ACTOR_KINDS = ("person", "organization", "place", "group", "document", "author", "unknown")
GENDERS = ("m", "f", "unknown")

# Pairs of quotation marks in the own texts. A single mark opens after a space, a bracket or another
# mark and closes before anything but a letter: what is left are apostrophes.
OPENING = re.compile(r"“|``|(?<![\w”])\"(?=\w)|(?<!\w)[‘'](?=\w)")
CLOSING = re.compile(r"”|(?<=[\w.,?!])''|(?<=[\w.,?!])\"(?!\w)|(?<=[\w.,?!])[’'](?!\w)")


class GoldError(Exception):
    pass


def exactly(words):
    """A pattern for these words with any white space between them (hard-wrapped texts), not
    inside a longer word."""
    body = r"\s+".join(re.escape(word) for word in words.split())
    before = r"(?<!\w)" if re.match(r"\w", words) else ""
    after = r"(?!\w)" if re.search(r"\w$", words) else ""
    return re.compile(before + body + after)


def paragraphs(text):
    """Spans of the blocks between blank lines."""
    return [match.span() for match in re.finditer(r"(?:[^\n]+\n?)+", text)]


def find_once(text, words, begin, end):
    """The span of `words` in text[begin:end]; `words#2` is the second occurrence."""
    number = re.fullmatch(r"(.*\S)#(\d+)", words)
    plain = number.group(1) if number else words
    spans = [match.span() for match in exactly(plain).finditer(text, begin, end)]
    if number:
        if int(number.group(2)) > len(spans):
            raise GoldError(f"only {len(spans)} times here: {plain!r}")
        return spans[int(number.group(2)) - 1]
    if len(spans) != 1:
        raise GoldError(f"{'not found' if not spans else f'found {len(spans)} times'}: {plain!r}")
    return spans[0]


def find_piece(text, piece, scope):
    """One span. `> piece` looks in the next paragraph; `first ... last` runs from the one to the
    other."""
    blocks, index = scope
    while piece.startswith("> "):
        piece, index = piece[2:], index + 1
    begin, end = blocks[index]
    first, dots, last = piece.partition(" ... ")
    start, stop = find_once(text, first, begin, end)
    if dots:
        stop = find_once(text, last, stop, end)[1]
    return [start, stop]


def find_pieces(text, field, scope):
    return (
        []
        if field == "-"
        else [find_piece(text, piece.strip(), scope) for piece in field.split(" + ")]
    )


def marked_letters(text):
    """For each code point: is it a letter inside quotation marks? A mark left open ends with its
    paragraph."""
    inside = [False] * len(text)
    for begin, end in paragraphs(text):
        depth = 0
        closing = {match.start() for match in CLOSING.finditer(text, begin, end)}
        opening = {match.start() for match in OPENING.finditer(text, begin, end)}
        for at in range(begin, end):
            depth += at in opening and at not in closing
            depth -= at in closing and depth > 0
            inside[at] = depth > 0 and text[at].isalpha()
    return inside


def type_by_marks(text, content, inside):
    letters = [at for begin, end in content for at in range(begin, end) if text[at].isalpha()]
    share = sum(inside[at] for at in letters) / max(1, len(letters))
    return "direct" if share > 0.9 else "mixed" if share > 0 else "indirect"


def type_of(kind, by_marks):
    """The scorers' type. Marks decide where there are any; unmarked own words count as direct."""
    if kind[0] in ("direct", "mixed", "indirect"):
        if kind[0] != by_marks:
            raise GoldError(f"kind {kind[0]}, but by its marks it is {by_marks}")
        return by_marks
    if by_marks != "indirect":
        if kind[0] == "unmarked":
            raise GoldError(f"kind unmarked, but by its marks it is {by_marks}")
        return by_marks
    return "direct" if kind[0] == "unmarked" else kind[1]


def one_of(value, allowed, what):
    if value not in allowed:
        raise GoldError(f"{what} {value!r} is none of {', '.join(allowed)}")
    return value


def read_actor(fields):
    ident, name, kind, gender, aliases = fields
    return {
        "id": ident,
        "name": name,
        "kind": one_of(kind, ACTOR_KINDS, "kind"),
        "gender": one_of(gender, GENDERS, "gender"),
        "aliases": [
            alias.strip() for alias in aliases.split(";") if alias.strip() not in ("", "-")
        ],
    }


def read_kind(field):
    """`written indirect`: words reported in the writer's words; plain `written`: the author's
    own words."""
    kind = field.split()
    one_of(kind[0], KINDS, "kind")
    if kind[0] == "written" and len(kind) == 1:
        kind.append("direct")
    if len(kind) == 2 and kind[0] == "written":
        one_of(kind[1], TYPES, "type")
    elif len(kind) != 1:
        raise GoldError(f"bad kind {field!r}")
    return kind


def read_statement(text, fields, scope, inside, known):
    source, cue, content, kind_field, act, who = fields
    kind = read_kind(kind_field)
    spans = find_pieces(text, content, scope)
    if not spans:
        raise GoldError("a statement without content")
    actors = [] if who == "-" else who.rstrip("?").split()
    for actor in actors:
        one_of(actor, known, "actor")
    return {
        "source": find_pieces(text, source, scope),
        "cue": find_pieces(text, cue, scope),
        "content": spans,
        "kind": kind[0],
        "act": one_of(act, ACTS, "act"),
        "actor": actors,
        "doubt": who.endswith("?"),
        "type": type_of(kind, type_by_marks(text, spans, inside)),
    }


def find_names(text, names, skipped):
    """All occurrences of all names, the longest first, none overlapping, none in a skipped
    piece."""
    taken = [False] * len(text)
    for begin, end in skipped:
        taken[begin:end] = [True] * (end - begin)
    out = []
    for name, label in sorted(names.items(), key=lambda item: -len(item[0])):
        found = 0
        for match in exactly(name).finditer(text):
            begin, end = match.span()
            if not any(taken[begin:end]):
                out.append([begin, end, label])
                taken[begin:end] = [True] * (end - begin)
                found += 1
        if not found:
            raise GoldError(f"name not found: {name!r}")
    return sorted(out)


def split_fields(line, count):
    fields = [field.strip() for field in line.split(" | ")]
    if len(fields) != count or "" in fields:
        raise GoldError(f"{len(fields)} fields, {count} expected")
    return fields


def read_line(line, text, state):
    key = line.split(" | ")[0].strip()
    if line.startswith("@ "):
        opening = exactly(line[2:].strip())
        found = [i for i, (begin, _) in enumerate(state["blocks"]) if opening.match(text, begin)]
        if len(found) != 1:
            raise GoldError(f"{len(found)} paragraphs begin with {line[2:].strip()!r}")
        state["scope"] = (state["blocks"], found[0])
    elif key == "actor":
        actor = read_actor(split_fields(line, 6)[1:])
        if actor["id"] in state["actors"]:
            raise GoldError(f"actor {actor['id']} twice")
        state["actors"][actor["id"]] = actor
    elif key in LABELS:
        for name in split_fields(line, 2)[1].split(";"):
            state["names"][name.strip()] = key
    elif key == "skip":
        piece = split_fields(line, 2)[1]
        state["skipped"].append(find_piece(text, piece, ([(0, len(text))], 0)))
    else:
        if state["scope"] is None:
            raise GoldError("a statement before the first @ line")
        state["statements"].append(
            read_statement(
                text, split_fields(line, 6), state["scope"], state["inside"], state["actors"]
            )
        )


def build(name, text, notation):
    """The gold document of one text; GoldError names the line that is wrong."""
    state = {
        "blocks": paragraphs(text),
        "inside": marked_letters(text),
        "scope": None,
        "actors": {},
        "names": {},
        "skipped": [],
        "statements": [],
    }
    for number, line in enumerate(notation.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            read_line(line, text, state)
        except (GoldError, ValueError) as error:
            raise GoldError(f"{name}.gold.txt:{number}: {error}") from None
    try:
        entities = find_names(text, state["names"], state["skipped"])
    except GoldError as error:
        raise GoldError(f"{name}.gold.txt: {error}") from None
    statements = state["statements"]
    sources = [
        {"index": i, "span": s["source"], "actors": s["actor"]}
        | ({"doubt": True} if s["doubt"] else {})
        for i, s in enumerate(statements)
        if s["actor"]
    ]
    for statement in statements:
        del statement["doubt"]
    return {
        "id": name,
        "text": text,
        "actors": list(state["actors"].values()),
        "attributions": statements,
        "labels": list(LABELS),
        "entities": entities,
        "sources": sources,
    }


def build_all(folder):
    """[(gold document, path of the text)] of every text with a notation file, in the order of
    their names."""
    out = []
    for notation in sorted(pathlib.Path(folder).glob("*.gold.txt")):
        name = notation.name[: -len(".gold.txt")]
        texts = [
            p
            for p in (notation.with_name(name + ending) for ending in TEXTS)
            if p.exists()
        ]
        if len(texts) != 1:
            raise GoldError(f"{name}: {len(texts)} texts beside its gold")
        text = texts[0].read_bytes().decode("utf-8")
        out.append((build(name, text, notation.read_text(encoding="utf-8")), texts[0]))
    return out


def write_lines(path, documents):
    with open(path, "w", encoding="utf-8") as out:
        for document in documents:
            out.write(json.dumps(document, ensure_ascii=False) + "\n")


def actors_form(document):
    return {key: document[key] for key in ("id", "actors", "sources")}


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else root / "tests" / "data"
    out = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else root / "build" / "quality" / "own"
    try:
        documents = [document for document, _ in build_all(folder)]
    except GoldError as error:
        sys.exit(f"gold.py: {error}")
    out.mkdir(parents=True, exist_ok=True)
    write_lines(out / "gold.jsonl", documents)
    write_lines(out / "actors_gold.jsonl", map(actors_form, documents))
    for d in documents:
        print(
            f"{d['id']:10s} {len(d['attributions']):3d} statements, {len(d['actors']):2d} actors, "
            f"{len(d['entities']):3d} names, {len(d['text'].split()):4d} words"
        )


if __name__ == "__main__":
    main()
