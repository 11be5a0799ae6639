#!/usr/bin/env python3
"""Write the lists that are cut from larger ones: given_names.txt, nicknames.txt, places.txt.

    make_lists.py ../shared/data/lexicon

The other lists of this folder are written by hand. Run by hand when a source or a rule here changes; the results are committed.
"""
import os, re, sys, unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
MIN_BIRTHS = 2500  # rarer names are mostly surnames and spellings that a text seldom holds
SURE = 0.9         # share of one sex from which a name tells the gender
RARE_SURE = 0.95   # … of a rarer one, which tells nothing else


def fold(text):
    text = text.replace("’", "'").replace("ø", "o").replace("ł", "l").replace("ı", "i")
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()


def rows(folder, name):
    for line in open(os.path.join(folder, name), encoding="utf-8"):
        if line.strip() and not line.startswith("#"):
            yield line.rstrip("\n").split("\t")


def write(name, header, lines):
    with open(os.path.join(HERE, name), "w", encoding="utf-8") as out:
        out.write("".join(f"# {h}\n" for h in header) + "".join(f"{l}\n" for l in sorted(lines)))


def given_names(folder):
    lines, extra = {}, {}
    for line in open(os.path.join(HERE, "more_names.tsv"), encoding="utf-8"):
        if not line.startswith("#") and line.strip():
            gender, names = line.rstrip("\n").split("\t")
            for n in names.split():
                extra[fold(n)] = gender
    for name, female, male in rows(folder, "given_names.tsv"):
        f, m = int(female), int(male)
        if f + m < MIN_BIRTHS:
            if max(f, m) >= RARE_SURE * (f + m):
                lines[fold(name)] = ("f" if f > m else "m") + " rare"
            continue
        classes = "f" if f >= SURE * (f + m) else "m" if m >= SURE * (f + m) else "f m"
        lines[fold(name)] = classes + (" common" if f + m >= 60000 else "")
    places = {fold(w) for row in rows(folder, "countries.tsv") for w in (row[0], row[2])}
    for name in places & lines.keys():
        if "common" not in lines[name]:
            del lines[name]  # "Rome", "London": rather the place
    for name, gender in extra.items():
        lines[name] = gender + (" common" if "common" in lines.get(name, "") else "")
    write("given_names.txt", [
        "Given names. Classes: f, m, both when neither sex has 90%; common: 60,000 births or more; rare: fewer than",
        f"{MIN_BIRTHS} (95% of one sex): it tells the gender of a name that is known to be a person's, nothing else.",
        "Source: US Social Security Administration national baby names 1880-2020, names with 200 births or more, from",
        "hackerb9/ssa-baby-names raw-data, commit 0b1a1316457d55447d1a1f7bfe57ee15e53cc2f0; and more_names.tsv (our own).",
        "Licence: data of the US government, public domain in the US; our own part CC0. Written by make_lists.py.",
    ], [f"{n}\t{c}" for n, c in lines.items()])
    return lines


def nicknames(folder, names):
    formal = {}
    more = [l.rstrip("\n").split("\t") for l in open(os.path.join(HERE, "more_nicknames.tsv"), encoding="utf-8")
            if l.strip() and not l.startswith("#")]
    for name, nick in [*rows(folder, "nicknames.tsv"), *more]:
        name, nick = fold(name.strip()), fold(nick.strip())
        if name != nick and re.fullmatch(r"[a-z][a-z'-]+", nick):
            formal.setdefault(nick, set()).add(name)
    write("nicknames.txt", [
        "Nicknames and spellings. Third column: the given names each stands for, | between them.",
        "Source: carltonnorthern/nicknames names.csv, commit 21d75051c39cb022d145388d60c87dc30505228b; and more_nicknames.tsv (our own).",
        "Licence: Apache-2.0; our own part CC0. Written by make_lists.py.",
    ], [f"{n}\t\t{'|'.join(sorted(f))}" for n, f in formal.items()])


def places(folder):
    own, lines = {}, {}

    def add(key, classes, value):
        key = fold(key).strip()
        if re.fullmatch(r"[a-z][a-z.'& -]*", key) and len(key) > 1:
            lines.setdefault(key, (classes, value))

    for line in open(os.path.join(HERE, "more_places.tsv"), encoding="utf-8"):
        if line.startswith("#") or not line.strip():
            continue
        key, classes, value = line.rstrip("\n").split("\t")
        for k in key.split("|"):
            add(k, classes, value)
        if classes == "adjective":
            own[value] = True
    for name, _, capital, _, other in rows(folder, "countries.tsv"):
        if name in ("US", "UK"):
            name = {"US": "United States", "UK": "United Kingdom"}[name]
        plain = name.replace("&", "and")
        add(plain, "country", plain)
        for o in other.split("|") if other else []:
            add(o, "country", plain)
            add(re.sub("^the ", "", o, flags=re.I), "country", plain)
        if capital:
            add(capital, "capital", plain)
    for name, capital in rows(folder, "capitals.tsv"):
        add(capital, "capital", name.replace("&", "and"))
    write("places.txt", [
        "Places that may act: countries, their adjectives, peoples, capitals and seats. Third column: the country.",
        "Sources: datasets/country-codes, commit caa72d1e0e5af8876c170bb36a9e4d64a01bba88; dariusk/corpora countries_with_capitals,",
        "commit cf30ca27ab176b63623af1ddcfa2447ac07305ba; and more_places.tsv (our own; its adjectives were checked with the list",
        "data/geography/nationalities.json of dariusk/corpora). Licences: PDDL 1.0; CC0; CC0. Written by make_lists.py.",
    ], [f"{k}\t{c}\t{v}" for k, (c, v) in lines.items()])


def main():
    folder = sys.argv[1]
    nicknames(folder, given_names(folder))
    places(folder)


if __name__ == "__main__":
    main()
