#!/usr/bin/env python3
"""Measure quality and compare it with the floors; `make quality` runs this.

    run.py [--sayso COMMAND] [--shared FOLDER] [--out FOLDER] [--floors FILE] [--raise]

In:  the command (default build/sayso); the own texts with gold; ../shared with data and scorers
     where present (--shared, or the environment's SAYSO_SHARED).
Out: a table on standard output, `N passed, N failed, N skipped` as its last line, exit status 1
     when anything failed. What the system read and wrote stays under the out folder (default
     build/quality).
Promise: the system sees `id` and `text` alone, but for --given=attributions, which is a measure of
its own and adds source, cue and content. Development sets are scored as numbers; nothing of them
is printed. A floor that is missing: the measure is printed only. `--raise` lifts the floors to
what was reached, and never lowers one.
"""

import argparse
import json
import math
import os
import pathlib
import shlex
import subprocess
import sys

import calibration
import gold as own_gold
import score

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "core" / "train"))
import written  # noqa: E402  the inline notation has one reader
TIME_LIMIT = 600  # seconds for one run of the system over one set
AGREEMENT = 0.0005  # the own scorer and ../shared/eval may differ by this much
NEVER_RAISED = {"polnear.wrapped.difference"}  # a tolerance, not an achievement
SPAN_ROLES = ("source", "cue", "content")
OWN_SETS = ("own.", "more.", "held.", "chosen.", "kinds.")  # measures of these begin so; they run everywhere
FORMATS = {".md": "markdown", ".tex": "tex", ".eml": "mail"}  # by the ending; else plain


class Broken(Exception):
    """The system or a scorer did not do its job; the sentence goes into the table."""


class Table:
    """Measures and checks in the order they were taken."""

    def __init__(self, floors):
        self.floors, self.seen = floors, {}
        self.passed = self.failed = self.skipped = 0
        self.broken = False  # a check failed: the numbers may be about nothing

    def title(self, text):
        print(f"\n{text}")

    def measure(self, name, value, floored=True, note=""):
        """One number in points. `floored` false: a slice for the reader, never a floor."""
        value = round(value, 6)
        if floored:
            self.seen[name] = value
        floor = self.floors.get(name) if floored else None
        verdict = " " * 11
        if floor is not None:
            good = value >= floor
            self.passed += good
            self.failed += not good
            verdict = f"floor {floor:5.1f}"
            note += "" if good else "  FAILED"
        print(f"  {name:32s} {value:6.1f}  {verdict}  {note}".rstrip())

    def triple(self, name, value, floored=True):
        """Precision, recall and F1 (0 to 1); the F1 is the measure."""
        self.measure(
            name, 100 * value[2], floored, f"P {100 * value[0]:5.1f}  R {100 * value[1]:5.1f}"
        )

    def row(self, name, cells):
        """Numbers in points for the reader alone, one line."""
        print(f"  {name:32s} " + "".join(f"{100 * cell:9.1f}" for cell in cells))

    def check(self, sentence, good, reason=""):
        self.passed += bool(good)
        self.failed += not good
        self.broken |= not good
        print(f"  {sentence}: {'ok' if good else 'FAILED  ' + reason}".rstrip())

    def finish(self, shared_present):
        for name in self.floors:
            if name in self.seen:
                continue
            if name.startswith(OWN_SETS) or shared_present:
                self.failed += 1
                print(f"  {name:32s} not measured, floor {self.floors[name]:.1f}  FAILED")
            else:
                self.skipped += 1
        if self.skipped:
            print(f"\n  {self.skipped} floors skipped: no data at hand")
        print(f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped")
        return 1 if self.failed else 0


# ---- floors --------------------------------------------------------------------------------------


def read_floors(path):
    floors = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        if line.strip() and not line.startswith("#"):
            name, value = line.rsplit(None, 1)
            floors[name] = float(value)
    return floors


def raise_floors(path, seen):
    """Rewrites the file: comments and order stay, values rise, measures without a floor are
    added at the end."""
    reached = {
        name: math.floor(10 * value + 1e-6) / 10
        for name, value in seen.items()
        if name not in NEVER_RAISED
    }
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    out = []
    for line in lines:
        if line.strip() and not line.startswith("#"):
            name, value = line.rsplit(None, 1)
            line = f"{name} {max(float(value), reached.pop(name, -math.inf)):.1f}"
        out.append(line)
    out += [f"{name} {value:.1f}" for name, value in reached.items()]
    path.write_text("\n".join(out) + "\n", encoding="utf-8")


# ---- running the system --------------------------------------------------------------------------


def read_lines(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def strip(document, given):
    """What the system may see."""
    out = {"id": document["id"], "text": document["text"]}
    if given:
        out["attributions"] = [
            {role: a.get(role) or [] for role in SPAN_ROLES} for a in document["attributions"]
        ]
    return out


class System:
    def __init__(self, command, out):
        self.command, self.out = shlex.split(command), out

    def run(self, name, documents, options=()):
        """Path of the system's output for these gold documents."""
        given = any(option.startswith("--given=") for option in options)
        source, target = self.out / f"{name}.in.jsonl", self.out / f"{name}.out.jsonl"
        own_gold.write_lines(source, [strip(document, given) for document in documents])
        with open(source, "rb") as reader, open(target, "wb") as writer:
            try:
                done = subprocess.run(
                    [*self.command, "jsonl", *options],
                    stdin=reader,
                    stdout=writer,
                    stderr=subprocess.PIPE,
                    timeout=TIME_LIMIT,
                    check=False,
                )
            except FileNotFoundError:
                raise Broken(f"{self.command[0]} is not there; build it first") from None
            except subprocess.TimeoutExpired:
                raise Broken(f"{name}: no end after {TIME_LIMIT} s") from None
        if done.returncode != 0:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise Broken(f"{name}: exit status {done.returncode}{': ' + said[-1] if said else ''}")
        return target


def complaint(documents, outputs):
    """The first breach of the jsonl contract, or None."""
    if [d["id"] for d in documents] != [o.get("id") for o in outputs]:
        return "ids differ, or are in another order"
    for document, output in zip(documents, outputs):
        if "error" in output:
            return f"an error line: {output['error']}"
        breach = bad_document(output, len(document["text"]))
        if breach:
            return breach
    return None


def bad_document(output, length):
    known = {actor["id"] for actor in output["actors"]}
    spans = [entity["span"] for entity in output["entities"]] + [
        mention["span"] for mention in output["mentions"]
    ]
    spans += [span for a in output["attributions"] for role in SPAN_ROLES for span in a[role]]
    if any(not 0 <= begin < end <= length for begin, end in spans):
        return "a span outside the text, or empty"
    if any(
        a["kind"] not in own_gold.KINDS or a["act"] not in own_gold.ACTS
        for a in output["attributions"]
    ):
        return "an unknown kind or act"
    if any(
        actor["kind"] not in own_gold.ACTOR_KINDS or actor["gender"] not in own_gold.GENDERS
        for actor in output["actors"]
    ):
        return "an unknown kind or gender of an actor"
    linked = [x for a in output["attributions"] for x in a["actor"]]
    linked += [
        x["actor"] for x in output["entities"] + output["mentions"] if x["actor"] is not None
    ]
    return None if set(linked) <= known else "an actor that is not listed"


def checked_output(table, name, documents, path):
    """Reads the output and books the contract check; {id: document}."""
    try:
        outputs = read_lines(path)
        breach = complaint(documents, outputs)
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
        raise Broken(f"{name}: output is not what the contract says: {error!r}") from None
    table.check(f"{name}: output keeps the contract", breach is None, breach or "")
    return {output["id"]: output for output in outputs if "id" in output}


# ---- the own texts -------------------------------------------------------------------------------


def own_texts(table, system, evaluation):
    """The five texts, each with floors of its own."""
    table.title("Own texts")
    texts, outputs = own_set(table, system, "own", ROOT / "tests" / "data")
    for ident, document in texts.items():
        own_measures(table, f"own.{ident}", {ident: document}, outputs)
    own_totals(table, system, evaluation, "own", texts, outputs)


def more_texts(table, system, evaluation):
    """Texts of other kinds: floors for all together, so that none is tuned to alone."""
    table.title("More own texts (who+what, detect, actors, names)")
    texts, outputs = own_set(table, system, "more", ROOT / "tests" / "data" / "more")
    for ident, document in texts.items():
        table.row(f"more.{ident}", own_numbers({ident: document}, outputs))
    own_totals(table, system, evaluation, "more", texts, outputs)


def held_texts(table, system, evaluation):
    """Texts in the manner of core/train/written that nothing was trained on or mended by; weights are
    chosen by the scores of the second and third file."""
    for name, file in (("held", "texts.txt"), ("chosen", "chosen.txt"), ("kinds", "kinds.txt")):
        table.title(f"Held-out texts ({file})")
        documents = written.read(ROOT / "tests" / "data" / "held" / file)
        path = system.run(name, documents)
        outputs = checked_output(table, name, documents, path)
        texts = {document["id"]: document for document in documents}
        quotes = score.score_quotes(texts, outputs)
        for measure in ("who+what", "detect", "content exact"):
            table.triple(f"{name}.{measure.replace(' ', '_')}", quotes[measure])
        table.measure(f"{name}.source_exact", 100 * quotes["source exact"])
        table.triple(f"{name}.names", score.score_names(texts, outputs))


def own_set(table, system, name, folder):
    """({id: gold document}, {id: output}) of the texts in a folder."""
    built = own_gold.build_all(folder)
    own_gold.write_lines(system.out / f"{name}.gold.jsonl", [document for document, _ in built])
    own_gold.write_lines(
        system.out / f"{name}.actors_gold.jsonl",
        [own_gold.actors_form(document) for document, _ in built],
    )
    outputs, texts = {}, {}
    for document, path in built:
        texts[document["id"]] = document
        outputs |= own_output(table, system, f"{name}.{document['id']}", document, path)
    return texts, outputs


def own_totals(table, system, evaluation, name, texts, outputs):
    own_measures(table, f"{name}.all", texts, outputs)
    own_details(table, f"{name}.all", texts, outputs)
    if evaluation:
        own_gold.write_lines(system.out / f"{name}.out.jsonl", outputs.values())
        compare_scorers(table, system.out, evaluation, name, texts, outputs)


def own_output(table, system, name, document, path):
    """One text in a run of its own, so that one failure leaves the others measured."""
    known = FORMATS.get(path.suffix)
    options = [f"--input-format={known}"] if known else []
    try:
        return checked_output(table, name, [document], system.run(name, [document], options))
    except Broken as error:
        table.check(name, False, str(error))
        return {}


def own_measures(table, name, texts, outputs):
    quotes = score.score_quotes(texts, outputs)
    table.triple(f"{name}.who+what", quotes["who+what"])
    table.triple(f"{name}.detect", quotes["detect"])
    table.triple(f"{name}.actors", score.score_actors(texts, outputs)["resolved"])
    table.triple(f"{name}.names", score.score_names(texts, outputs))


def own_numbers(texts, outputs):
    quotes = score.score_quotes(texts, outputs)
    return (
        quotes["who+what"][2],
        quotes["detect"][2],
        score.score_actors(texts, outputs)["resolved"][2],
        score.score_names(texts, outputs)[2],
    )


def own_details(table, name, texts, outputs):
    quotes, actors = score.score_quotes(texts, outputs), score.score_actors(texts, outputs)
    table.measure(f"{name}.source_exact", 100 * quotes["source exact"])
    table.measure(f"{name}.named", 100 * actors["named"])
    table.measure(f"{name}.kind", 100 * quotes["kind"])
    table.measure(f"{name}.act", 100 * quotes["act"])
    table.triple(f"{name}.content_exact", quotes["content exact"], floored=False)
    table.triple(f"{name}.unmarked", quotes["unmarked"], floored=False)


def compare_scorers(table, out, evaluation, name, texts, outputs):
    """The own scorer must give the numbers of ../shared/eval."""
    quotes, names, actors = (
        score.score_quotes(texts, outputs),
        score.score_names(texts, outputs),
        score.score_actors(texts, outputs),
    )
    gold, found = out / f"{name}.gold.jsonl", out / f"{name}.out.jsonl"
    theirs = evaluation.score("score_quotes", gold, found)
    ours = [
        *quotes["who+what"],
        *quotes["detect"],
        *quotes["content exact"],
        quotes["source exact"],
    ]
    table.check(
        f"{name}: own quote scorer agrees with ../shared/eval",
        equal(
            ours,
            [
                *theirs["who+what"],
                *theirs["detect"],
                *theirs["content exact"],
                theirs["source exact | detected"],
            ],
        ),
    )
    table.check(
        f"{name}: own name scorer agrees with ../shared/eval",
        equal(names, evaluation.score("score_names", gold, found)["names"]),
    )
    theirs = evaluation.score("score_actors", gold, out / f"{name}.actors_gold.jsonl", found)
    table.check(
        f"{name}: own actor scorer agrees with ../shared/eval",
        equal(
            [*actors["resolved"], actors["resolved | found"], actors["named"]],
            [*theirs["resolved"], theirs["resolved | found"], theirs["named"] or 0.0],
        ),
    )


def equal(ours, theirs):
    return len(ours) == len(theirs) and all(
        abs(one - other) <= AGREEMENT for one, other in zip(ours, theirs)
    )


# ---- ../shared -----------------------------------------------------------------------------------


class Evaluation:
    """The scorers of ../shared/eval, each run as a program of its own."""

    def __init__(self, folder):
        self.folder = folder

    def score(self, scorer, *arguments):
        done = self.call(scorer, *arguments, "--json")
        return json.loads(done.stdout)

    def change(self, changer, documents):
        """Documents through marks_deleted or wrapped."""
        lines = "".join(json.dumps(document, ensure_ascii=False) + "\n" for document in documents)
        done = self.call(changer, text=lines)
        return [json.loads(line) for line in done.stdout.splitlines() if line.strip()]

    def call(self, program, *arguments, text=""):
        command = [sys.executable, "-B", self.folder / "eval" / f"{program}.py", *arguments]
        environment = os.environ | {"PYTHONUTF8": "1"}
        done = subprocess.run(
            command, input=text, capture_output=True, encoding="utf-8", env=environment, check=False
        )
        if done.returncode != 0:
            raise Broken(f"{program}: {(done.stderr.strip().splitlines() or ['failed'])[-1]}")
        return done


def polnear(table, system, evaluation):
    """Quotes: plain, marks deleted, wrapped; then actors on the same articles."""
    documents = read_lines(evaluation.folder / "data" / "polnear" / "dev.jsonl")
    table.title("PolNeAR dev")
    plain, path = scored_set(table, system, evaluation, "polnear", documents)
    table.measure("polnear.source_exact", 100 * plain["source exact | detected"])
    table.triple("polnear.content_exact", plain["content exact"])
    table.triple("polnear.cue_exact", plain["cue exact"], floored=False)
    if "kind | detected" in plain:
        table.measure("polnear.kind", 100 * plain["kind | detected"])
    actors(table, system, evaluation, documents, path)
    scores(table, documents, path)
    table.title("PolNeAR dev, double marks deleted")
    bare, _ = scored_set(
        table,
        system,
        evaluation,
        "polnear.marks_deleted",
        evaluation.change("marks_deleted", documents),
    )
    table.triple("polnear.marks_deleted.unmarked", bare["unmarked | detected"])
    table.title("PolNeAR dev, wrapped at 72 columns")
    wrapped, _ = scored_set(
        table, system, evaluation, "polnear.wrapped", evaluation.change("wrapped", documents)
    )
    table.measure(
        "polnear.wrapped.difference", 100 * (wrapped["who+what"][2] - plain["who+what"][2])
    )


def scored_set(table, system, evaluation, name, documents):
    gold = system.out / f"{name}.gold.jsonl"
    own_gold.write_lines(gold, documents)
    path = system.run(name, documents)
    checked_output(table, name, documents, path)
    result = evaluation.score("score_quotes", gold, path, "--unmarked")
    table.triple(f"{name}.who+what", result["who+what"])
    table.triple(f"{name}.detect", result["detect"])
    return result, path


def scores(table, documents, path):
    """Are the scores of found statements the share of them that is right?"""
    table.title("PolNeAR dev, scores of statements")
    gold = {document["id"]: document for document in documents}
    judged, gold_count = calibration.judge(gold, {o["id"]: o for o in read_lines(path)})
    if not judged:
        raise Broken("no statement was found, so no score can be judged")
    for line in calibration.lines(judged, gold_count):
        print(f"  {line}")
    print(
        f"  Brier score {calibration.brier(judged):.4f}"
        f" (always the mean: {calibration.constant_brier(judged):.4f})"
    )
    # 100 less the calibration error, so that a floor can hold it
    table.measure("polnear.calibrated", 100 * (1 - calibration.calibration_error(judged)))


def actors(table, system, evaluation, documents, path):
    """End to end on the output at `path`, then with the gold attributions given."""
    actors_gold = evaluation.folder / "eval" / "actors_dev.jsonl"
    chosen = {line["id"] for line in read_lines(actors_gold)}
    some = [document for document in documents if document["id"] in chosen]
    given = system.run("actors.given", some, ["--given=attributions"])
    checked_output(table, "actors.given", some, given)
    for name, found in (("actors", path), ("actors.given", given)):
        result = evaluation.score(
            "score_actors", system.out / "polnear.gold.jsonl", actors_gold, found
        )
        table.triple(f"{name}.resolved", result["resolved"])
        table.measure(f"{name}.resolved_found", 100 * result["resolved | found"], floored=False)
        table.triple(f"{name}.b3", result["B3"])
        if result["named"] is not None:
            table.measure(f"{name}.named", 100 * result["named"])


def names(table, system, evaluation):
    table.title("Names")
    for name in ("uner_ewt_b", "gum_dev"):
        gold = evaluation.folder / "data" / "ner" / f"{name}.jsonl"
        documents = read_lines(gold)
        path = system.run(f"names.{name}", documents)
        checked_output(table, f"names.{name}", documents, path)
        result = evaluation.score("score_names", gold, path)
        table.triple(f"names.{name}", result["names"])
        for label in score.NAME_TYPES:
            table.triple(f"names.{name}.{label}", result[label], floored=False)


def pronouns(table, system, evaluation):
    """Ambiguous pronouns, and how evenly both genders are served over both sets."""
    table.title("Pronouns (GAP)")
    folder, both = evaluation.folder / "data" / "coref", {}
    for name in ("gap_val", "gap_dev"):
        gold = folder / f"{name}.jsonl"
        documents = read_lines(gold)
        path = system.run(name, documents)
        outputs = checked_output(table, name, documents, path)
        both |= {ident: (d, outputs.get(ident, {})) for ident, d in by_id(documents).items()}
        result = evaluation.score("score_gap", gold, path)
        table.triple(f"{name}.overall", result["overall"], floored=name == "gap_val")
        for gender in ("masculine", "feminine"):
            table.triple(f"{name}.{gender}", result[gender], floored=False)
    system_gold, found = system.out / "gap.gold.jsonl", system.out / "gap.out.jsonl"
    own_gold.write_lines(system_gold, [gold for gold, _ in both.values()])
    own_gold.write_lines(found, [output for _, output in both.values()])
    bias = evaluation.score("score_gap", system_gold, found)["bias"]
    # 100 less the distance from even, so that a floor can hold it
    table.measure("gap.even", 100 - abs(100 * bias - 100), note=f"F1 feminine / masculine {bias:.3f}")


def by_id(documents):
    return {document["id"]: document for document in documents}


def coreference(table, system, evaluation):
    table.title("Coreference")
    for name in ("gum_dev", "litbank_dev"):
        gold = evaluation.folder / "data" / "coref" / f"{name}.jsonl"
        documents = read_lines(gold)
        path = system.run(f"coref.{name}", documents)
        checked_output(table, f"coref.{name}", documents, path)
        result = evaluation.score("score_coref", gold, path, "--kinds", "name,pronoun", "--relaxed")
        table.measure(f"coref.{name}", 100 * result["CoNLL"])
        whole = evaluation.score("score_coref", gold, path)
        table.measure(f"coref.{name}.all_strict", 100 * whole["CoNLL"], floored=False)


def speakers(table, system, evaluation):
    """Novels with the quotations given, and no list of characters."""
    table.title("Speakers (novels, --given=content)")
    gold = evaluation.folder / "data" / "fiction" / "pdnc_visible.jsonl"
    documents = [
        document | {"attributions": [{"content": quote["spans"]} for quote in document["quotes"]]}
        for document in read_lines(gold)
    ]
    path = system.run("speakers", documents, ["--given=content"])
    checked_output(table, "speakers", documents, path)
    result = evaluation.score("score_speakers", gold, path)
    table.measure("speakers.accuracy", 100 * result["all"]["accuracy"])
    explicit = result["by type"].get("explicit", result["by type"].get("Explicit"))
    table.measure("speakers.explicit_precision", 100 * explicit["precision"])
    table.measure("speakers.coverage", 100 * result["all"]["coverage"], floored=False)
    table.measure("speakers.wrong", 100 * result["all"]["wrong"], floored=False)


STORY = 60000  # code points of a novel that are read as a story


def without_marks(document):
    """The novel's beginning without double quotation marks; its quotations are where they were."""
    text, at = document["text"][:STORY], [0]
    for character in text:
        at.append(at[-1] + (character not in "“”„«»\""))
    quotes = [
        quote | {"spans": [[at[first], at[end]] for first, end in quote["spans"]]}
        for quote in document["quotes"]
        if quote["spans"][-1][1] < len(text)
    ]
    kept = "".join(c for c in text if c not in "“”„«»\"")
    return {
        "id": document["id"],
        "text": kept,
        "quotes": quotes,
        "characters": document["characters"],
    }


def stories(table, system, evaluation):
    """Direct speech whose marks were lost: novels without them, nothing given."""
    table.title("Stories (novels without quotation marks)")
    novels = evaluation.folder / "data" / "fiction" / "pdnc_visible.jsonl"
    documents = [without_marks(document) for document in read_lines(novels)]
    gold = system.out / "stories.gold.jsonl"
    own_gold.write_lines(gold, documents)
    path = system.run("stories", documents)
    result = evaluation.score("score_speakers", gold, path)
    table.measure("stories.found", 100 * result["all"]["matched"])
    table.measure("stories.accuracy", 100 * result["all"]["accuracy"])
    implicit = result["by type"]["Implicit"]
    table.measure("stories.untagged_found", 100 * implicit["matched"])
    table.measure("stories.untagged_accuracy", 100 * implicit["accuracy"])


# ---- main ----------------------------------------------------------------------------------------


def read_arguments():
    parser = argparse.ArgumentParser(description="Measure quality and compare it with the floors.")
    parser.add_argument(
        "--sayso", default=str(ROOT / "build" / "sayso"), help="the command to measure"
    )
    parser.add_argument(
        "--shared",
        type=pathlib.Path,
        help="folder with data and eval (default ../shared)",
        default=pathlib.Path(os.environ.get("SAYSO_SHARED") or ROOT.parent / "shared"),
    )
    parser.add_argument(
        "--out", type=pathlib.Path, default=ROOT / "build" / "quality", help="where files go"
    )
    parser.add_argument(
        "--floors", type=pathlib.Path, default=ROOT / "tests" / "quality" / "floors.txt"
    )
    parser.add_argument(
        "--raise", dest="lift", action="store_true", help="lift the floors to what was reached"
    )
    return parser.parse_args()


def main():
    arguments = read_arguments()
    arguments.out.mkdir(parents=True, exist_ok=True)
    table, system = Table(read_floors(arguments.floors)), System(arguments.sayso, arguments.out)
    present = (arguments.shared / "eval").is_dir() and (arguments.shared / "data").is_dir()
    evaluation = Evaluation(arguments.shared) if present else None
    steps = [own_texts, more_texts, held_texts] + ([polnear, names, pronouns, coreference, speakers, stories] if present else [])
    for step in steps:
        try:
            step(table, system, evaluation)
        except (Broken, own_gold.GoldError) as error:
            table.check(f"{step.__name__}", False, str(error))
    if not present:
        print("\n  the folder with the shared data is not there: only the own texts were scored")
    status = table.finish(present)
    if arguments.lift and table.broken:
        print("the floors stay as they are: a check failed", file=sys.stderr)
    elif arguments.lift:
        raise_floors(arguments.floors, table.seen)
    return status


if __name__ == "__main__":
    sys.exit(main())
