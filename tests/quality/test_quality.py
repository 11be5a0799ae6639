#!/usr/bin/env python3
"""Tests of the gold notation, of the own scorer and of the floors (standard library alone)."""

import itertools
import pathlib
import random
import tempfile
import unittest

import calibration
import gold
import run
import score
import written

TEXT = """The fair opened.

"We sold
four," said Ann Lee, a baker. "Four!" He
said he saw none.

"I stay. You go.

"All of you," Lee said.
"""
HEAD = """
actor | A1 | Ann Lee | person | f | Lee
actor | A2 | Bo | person | m | -
PER | Ann Lee; Lee
"""
SOLD = """
@ "We sold
Ann Lee, a baker | said#1 | "We sold four," + "Four!" | direct | speech | A1
"""
STAY = """
@ "I stay
> Lee | > said | "I stay. ... You go. + > "All of you," | direct | speech | A1
"""


def built(lines):
    return gold.build("sample", TEXT, HEAD + lines)


def words_of(document, spans):
    return [document["text"][begin:end] for begin, end in spans]


class Notation(unittest.TestCase):
    def test_spans_are_pieces_of_the_text(self):
        d = built(SOLD)
        self.assertEqual(
            words_of(d, d["attributions"][0]["content"]), ['"We sold\nfour,"', '"Four!"']
        )
        self.assertEqual(d["attributions"][0]["type"], "direct")
        self.assertEqual(
            d["sources"], [{"index": 0, "span": d["attributions"][0]["source"], "actors": ["A1"]}]
        )

    def test_next_paragraph_and_ends(self):
        d = built(STAY)
        self.assertEqual(
            words_of(d, d["attributions"][0]["content"]), ['"I stay. You go.', '"All of you,"']
        )

    def test_names_longest_first(self):
        d = built("")
        self.assertEqual([TEXT[b:e] for b, e, _ in d["entities"]], ["Ann Lee", "Lee"])

    def test_doubt(self):
        d = built('@ "We sold\nHe | said#2 | he saw none | indirect | speech | A2?\n')
        self.assertTrue(d["sources"][0]["doubt"])

    def refused(self, lines, sentence):
        with self.assertRaisesRegex(gold.GoldError, sentence):
            built(lines)

    def test_refusals(self):
        self.refused(
            '@ "We sold\nHe | said | he saw none | indirect | speech | A2\n',
            "found 2 times: 'said'",
        )
        self.refused(
            '@ "We sold\nShe | said#2 | he saw none | indirect | speech | A2\n', "not found: 'She'"
        )
        self.refused(
            '@ "We sold\nHe | said#3 | he saw none | indirect | speech | A2\n', "only 2 times"
        )
        self.refused(
            '@ "We sold\nHe | said#2 | he saw none | direct | speech | A2\n',
            "by its marks it is indirect",
        )
        self.refused(
            '@ "We sold\nHe | said#2 | he saw none | indirect | speech | A9\n', "actor 'A9'"
        )
        self.refused('@ "We sold\nHe | said#2 | he saw none | indirect | speech\n', "5 fields")
        self.refused("@ Nothing\n", "0 paragraphs begin")
        self.refused("He | said | none | indirect | speech | A2\n", "before the first @")
        self.refused("PER | Zoe\n", "name not found")

    def test_own_texts(self):
        texts = gold.build_all(run.ROOT / "tests" / "data")
        self.assertEqual(
            [document["id"] for document, _ in texts],
            ["article", "fiction", "interview", "news", "release"],
        )
        self.assertEqual(len(gold.build_all(run.ROOT / "tests" / "data" / "more")), 15)

    def test_straight_single_marks(self):
        text = "'I can't,' he said. The dogs' bowl.\n"
        inside = gold.marked_letters(text)
        self.assertEqual("".join(c for c, marked in zip(text, inside) if marked), "Icant")


class Written(unittest.TestCase):
    """The inline notation (core/train/written)."""

    MARKED = """## news
[C1 "We [S2 our aides] [V2 hope] [C2 to stay],"] [S1 Ann Lee] [V1 said], [C1 "all of us."]

[U3 No], [S3 she] [V3 added].
PER | Ann Lee"""

    def test_parts_nest_and_come_in_pieces(self):
        document = written.document_of(self.MARKED[3:], "news-1")
        text, (one, two, three) = document["text"], document["attributions"]
        pieces = [[text[b:e] for b, e in a["content"]] for a in (one, two, three)]
        self.assertEqual(
            pieces, [['"We our aides hope to stay,"', '"all of us."'], ["to stay"], ["No"]]
        )
        self.assertEqual([a["type"] for a in (one, two, three)], ["direct", "direct", "direct"])
        self.assertEqual([text[b:e] for b, e, _ in document["entities"]], ["Ann Lee"])

    def test_refusals(self):
        for old, new in (
            ("[V1 said]", "said"),
            ("[S1 Ann Lee]", "[S1 Ann Lee"),
            ("[U3 No]", "No]"),
            ("PER | Ann Lee", "PER | Bo"),
        ):
            with self.assertRaises(written.Unreadable):
                written.document_of(self.MARKED[3:].replace(old, new), "news-1")

    def test_all_files_can_be_read(self):
        self.assertGreater(len(written.documents()), 3000)
        for file, count in (("texts.txt", 28), ("chosen.txt", 24), ("kinds.txt", 57)):
            self.assertEqual(len(written.read(run.ROOT / "tests/data/held" / file)), count)

    def test_of_names_documents_the_names_alone_are_gold(self):
        document = written.document_of("names: mail\nAnn Lee is in Rome.\nPER | Ann Lee\nLOC | Rome", "mail-1")
        self.assertEqual(document["entities"], [[0, 7, "PER"], [14, 18, "LOC"]])
        self.assertNotIn("attributions", document)
        self.assertNotIn("sure", document)


class Scorer(unittest.TestCase):
    def test_assignment_is_optimal(self):
        chance = random.Random(5)
        for _ in range(200):
            weight = {
                (f"a{i}", f"b{j}"): chance.randint(1, 4)
                for i in range(4)
                for j in range(5)
                if chance.random() < 0.5
            }
            best = max(
                sum(weight.get((f"a{i}", f"b{j}"), 0) for i, j in enumerate(chosen))
                for chosen in itertools.permutations(range(5), 4)
            )
            found = score.best_assignment(weight)
            self.assertEqual(len(set(found.values())), len(found))
            self.assertEqual(sum(weight[pair] for pair in found.items()), best)

    def test_marks_and_punctuation_do_not_count(self):
        d = built(SOLD)
        spans = {
            role: [
                [b + (TEXT[b] == '"'), e - 1 if TEXT[e - 1] in '",' else e]
                for b, e in d["attributions"][0][role]
            ]
            for role in score.ROLES
        }
        output = {
            "sample": {
                "attributions": [spans | {"kind": "direct", "act": "speech", "actor": ["X"]}],
                "actors": [{"id": "X", "name": "A. Lee", "aliases": []}],
            }
        }
        quotes = score.score_quotes({"sample": d}, output)
        self.assertEqual(quotes["who+what"], (1.0, 1.0, 1.0))
        self.assertEqual(quotes["content exact"], (1.0, 1.0, 1.0))
        actors = score.score_actors({"sample": d}, output)
        self.assertEqual((actors["resolved"], actors["named"]), ((1.0, 1.0, 1.0), 1.0))

    def test_nothing_found(self):
        d = built('@ "We sold\nHe | said#2 | he saw none | indirect | speech | A2\n')
        self.assertEqual(score.score_quotes({"sample": d}, {})["detect"], (0.0, 0.0, 0.0))
        self.assertEqual(score.score_names({"sample": d}, {}), (0.0, 0.0, 0.0))
        self.assertEqual(
            score.score_actors({"sample": d}, {"sample": {"error": "x"}})["resolved"],
            (0.0, 0.0, 0.0),
        )


class Calibration(unittest.TestCase):
    JUDGED = [(0.95, True), (0.93, True), (0.55, True), (0.52, False), (1.0, True)]

    def test_judge(self):
        d = built(SOLD)
        right = {role: d["attributions"][0][role] for role in score.ROLES} | {"score": 0.9}
        wrong = {"source": [], "cue": [], "content": [[0, 3]], "score": 0.4}
        judged = calibration.judge({"s": d}, {"s": {"attributions": [wrong, right]}})
        self.assertEqual(judged, ([(0.4, False), (0.9, True)], 1))
        self.assertEqual(calibration.judge({"s": d}, {}), ([], 1))

    def test_brier(self):
        self.assertAlmostEqual(calibration.brier([(1.0, True), (0.5, False)]), 0.125)
        self.assertAlmostEqual(calibration.constant_brier(self.JUDGED), 0.16)

    def test_bins(self):
        filled = {b.low: (b.count, b.right) for b in calibration.bins(self.JUDGED) if b.count}
        self.assertEqual(filled, {0.5: (2, 0.5), 0.9: (3, 1.0)})
        self.assertAlmostEqual(calibration.calibration_error([(0.8, True), (0.8, True)]), 0.2)

    def test_abstention(self):
        none, some = calibration.abstention(self.JUDGED, 8, (0.0, 0.9))
        self.assertEqual((none.kept, none.precision, none.recall), (5, 0.8, 0.5))
        self.assertEqual((some.kept, some.precision, some.recall), (3, 1.0, 0.375))


class Floors(unittest.TestCase):
    def test_floors_only_rise(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "floors.txt"
            path.write_text("# why\na 50.0\nb 60.0\npolnear.wrapped.difference -1.0\n")
            run.raise_floors(
                path, {"a": 55.68, "b": 40.0, "c": 12.34, "polnear.wrapped.difference": 0.0}
            )
            self.assertEqual(
                path.read_text(), "# why\na 55.6\nb 60.0\npolnear.wrapped.difference -1.0\nc 12.3\n"
            )

    def test_the_system_sees_no_gold(self):
        document = {
            "id": 1,
            "text": "x",
            "attributions": [{"source": [], "cue": [], "content": [[0, 1]], "type": "direct"}],
            "entities": [[0, 1, "PER"]],
            "actors": [],
        }
        self.assertEqual(set(run.strip(document, given=False)), {"id", "text"})
        self.assertEqual(
            set(run.strip(document, given=True)["attributions"][0]), set(run.SPAN_ROLES)
        )


if __name__ == "__main__":
    unittest.main()
