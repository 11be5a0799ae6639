#!/usr/bin/env python3
"""Fit the weights that choose the antecedent of a pronoun (core/actor/weights.h -> weights.c).

    antecedents.py [SHARED] [--rounds N] [--folds]

In:  SHARED/data/coref: gap_dev, gum_train, litbank_train. The tables and their cells are read from
     weights.h; which cells a candidate has is what the library itself says of it: it is built here
     with -DSS_ANTECEDENT_TRACE, so nothing is computed twice.
Out: core/actor/weights.c; on standard output the scores of every round, of five folds over the
     documents (each scored by weights that saw none of its fold) and of the whole.
How: a candidate's sum is its best mention's and its own; the probability of each candidate and of
     "none of them" is a softmax over sums, and the loss is minus the log of what the gold allows:
     the candidates of the pronoun's cluster; in GAP the name that is meant, or anything but the two
     names where neither is. L2 keeps cells that are rare near 0. Earlier pronouns change what later
     ones see, so tracing and fitting are done several times, each with the weights of the last.
     Few pronouns of these sets head the source of a statement in news or take a turn, so SPEAKER
     keeps the values it had, TURN and BACK are set on the visible novels, TAG, NONE_SOURCE, SPOKE,
     NOUN and the document of KIND, of which these sets hold none, by hand (EXPERIMENTS.md, "Antecedents of pronouns").
"""

import argparse
import ctypes
import itertools
import os
import pathlib
import re
import subprocess
import sys

import numpy as np
import data
import scipy.sparse as sparse
from scipy.optimize import minimize

ROOT = pathlib.Path(__file__).resolve().parents[2]
SETS = {"gap_dev": 2.0, "gum_train": 1.0, "litbank_train": 1.0}  # and the weight of a pronoun
FIXED = {
  "SPEAKER": (0.1, 0.0, 1.06), "TURN": -3.0, "BACK": 1.6, "TAG": -1.0, "NONE_SOURCE": -3.0, "SPOKE": 1.0, "NOUN": 1.2
}
CELLS = {("KIND", 18): 0.3}  # single ones: "it" is a document
L2, STEPS, FOLDS = 3.0, 80, 5
FEMININE = {"she", "her", "hers", "herself"}


def tables():
  """[(name, cells)] in the order of weights.h."""
  text = (ROOT / "core/actor/weights.h").read_text()
  found = re.findall(r"^  X\((\w+), ([\d *]+)\)", text, re.M)
  return [(name, int(np.prod([int(n) for n in cells.split("*")]))) for name, cells in found]


def cells():
  """[(table, index in it)] in the order of the weights."""
  return [(name, i) for name, count in tables() for i in range(count)]


def write_weights(weights):
  lines = [
    "/* Written by core/train/antecedents.py; fitted on GAP development, GUM train and LitBank",
    " * train. weights.h says what the tables are. */",
    '#include "actor/weights.h"',
    "",
    "const float ss_antecedent_weights[SS_W_COUNT] = {",
  ]
  at = 0
  for name, cells in tables():
    lines.append(f"    /* {name} */")
    numbers = [f"{w:.3f}f," for w in weights[at : at + cells]]
    lines += ["    " + " ".join(numbers[i : i + 10]) for i in range(0, cells, 10)]
    at += cells
  (ROOT / "core/actor/weights.c").write_text("\n".join(lines + ["};", ""]))


def read_weights():
  text = (ROOT / "core/actor/weights.c").read_text()
  found = re.findall(r"(-?[\d.]+)f,", text)
  return np.array([float(n) for n in found]) if len(found) == start_cells()[0] else 0


def start_cells():
  """Number of cells; 1 where a cell is fitted, 0 where it is fixed."""
  free = np.array([name not in FIXED and (name, i) not in CELLS for name, i in cells()])
  return len(free), free.astype(float)


def fixed_weights():
  out = np.concatenate([np.zeros(count) + FIXED.get(name, 0.0) for name, count in tables()])
  for at, cell in enumerate(cells()):
    out[at] = CELLS.get(cell, out[at])
  return out


# ---- what the library sees -----------------------------------------------------------------------
def build(out):
  """The library that traces, with weights.c as it stands."""
  command = ["make", "-s", "-C", str(ROOT), f"OUT={out}", "CFLAGS=-DSS_ANTECEDENT_TRACE"]
  subprocess.run([*command, f"{out}/libsayso.so"], check=True)


def trace(path, library):
  """Child process: the documents of `path` through the library, which writes to standard error."""
  core = ctypes.CDLL(library)
  failure, model = data.Failure(), ctypes.c_void_p()
  here = ctypes.byref(failure)
  if core.sayso_model_builtin(ctypes.byref(model), None, here):
    raise SystemExit(failure.message)
  for number, document in enumerate(data.load(path)):
    text, opened = document["text"].encode(), ctypes.c_void_p()
    os.write(2, f"T {number}\n".encode())
    status = core.sayso_doc_open(ctypes.byref(opened), model, text, ctypes.c_size_t(len(text)),
                                 ctypes.byref(data.Options()), here)
    status = status or core.sayso_doc_update(opened, ctypes.c_double(-1), ctypes.c_size_t(0), None,
                                             None, None, here)
    if status:
      raise SystemExit(failure.message)
    core.sayso_doc_free(opened)


def run(shared, out, name):
  library, kept = f"{out}/libsayso.so", pathlib.Path(ROOT, out, f"{name}.trace")
  source = shared / "data/coref" / f"{name}.jsonl"
  with open(kept, "wb") as lines:
    command = [sys.executable, __file__, "--trace", str(source), str(ROOT / library)]
    subprocess.run(command, stderr=lines, check=True)
  return read_trace(kept, name, data.load(source))


# ---- questions with their gold -------------------------------------------------------------------
def read_trace(path, name, documents):
  """-> questions: {set, document, candidates: [(figure, mentions, cells)], none, allowed}; nodes of
  each document"""
  questions, nodes = [], [[] for _ in documents]
  document, text, at, gold = 0, "", [], None
  question = None
  with open(path, encoding="utf8", errors="replace") as lines:
    for line in lines:
      kind, *rest = line.split()
      if kind == "T":
        document = int(rest[0])
        text = documents[document]["text"]
        at = list(itertools.accumulate(
          (b & 0xC0 != 0x80 for b in text.encode()), initial=0))  # code points before each byte
        gold = gold_of(documents[document])
      elif kind == "Q":
        question = {"set": name, "document": document, "span": span_of(at, rest),
                    "mentions": {}, "cells": {}}
      elif kind == "Z":
        question["none"] = cells_of(rest)
      elif kind == "M":
        item = (span_of(at, rest[1:3]), cells_of(rest[3:]))
        question["mentions"].setdefault(int(rest[0]), []).append(item)
      elif kind == "F":
        question["cells"][int(rest[0])] = cells_of(rest[1:])
      elif kind == "C":
        question["choice"] = int(rest[0])
        question["gold"] = gold
        questions.append(question)
      elif kind == "N":
        nodes[document].append((*span_of(at, rest), int(rest[2])))
  for question in questions:
    question["allowed"] = allowed(question, nodes[question["document"]])
  return questions, nodes


def span_of(at, numbers):
  return at[int(numbers[0])], at[int(numbers[1])]


def cells_of(words):
  return [(int(cell), float(times or 1)) for cell, _, times in (w.partition(":") for w in words)]


def gold_of(document):
  """GAP: the document itself. Else clusters by span, and by the end of a span (the longest)."""
  if "pronoun" in document:
    return document
  spans = sorted(((*m["span"], m["cluster"]) for m in document["mentions"]), key=lambda m: -m[0])
  return {(b, e): c for b, e, c in spans}, {e: c for _, e, c in spans}


def figures_at(nodes, begin, end):
  """As score_gap.py: exactly there, else overlapping."""
  exact = {f for b, e, f in nodes if (b, e) == (begin, end)}
  return (exact or {f for b, e, f in nodes if b < end and e > begin}) - {-1}


def names_at(nodes, gold):
  return [figures_at(nodes, gold[n + "_offset"], gold[n + "_offset"] + len(gold[n])) for n in "AB"]


def allowed(question, nodes):
  """(figures that are right, may it be none) or None: the gold says nothing."""
  gold, met = question["gold"], question["mentions"]
  if isinstance(gold, dict):
    if question["span"][0] != gold["pronoun_offset"]:
      return None
    names, true = names_at(nodes, gold), [gold["A_coref"], gold["B_coref"]]
    if not any(true):
      return {f for f in met if f not in names[0] | names[1]}, True
    right = {f for f in met if any(t and f in n for t, n in zip(true, names))}
    return (right, False) if right else None
  spans, ends = gold
  cluster = spans.get(question["span"])
  right = {
    figure for figure, mentions in met.items() if cluster is not None and any(
      spans.get(span, ends.get(span[1])) == cluster for span, _ in mentions)
  }
  return right, not right


# ---- the fit -------------------------------------------------------------------------------------
class Problem:
  """All questions as sparse matrices: mentions, figures and the choice of none by cells."""

  def __init__(self, questions, cells):
    mention, figure, none = [], [], []
    self.figure_of, self.question_of, right, none_right, weight = [], [], [], [], []
    for number, question in enumerate(questions):
      figures, may_none = question["allowed"] or ((), True)
      none.append(question["none"])
      none_right.append(may_none)
      weight.append(SETS[question["set"]] if question["allowed"] else 0)
      for key, mentions in question["mentions"].items():
        for _, found in mentions:
          mention.append(found)
          self.figure_of.append(len(figure))
        figure.append(question["cells"][key])
        self.question_of.append(number)
        right.append(key in figures)
    self.mention, self.figure, self.none = (matrix(m, cells) for m in (mention, figure, none))
    self.figure_of, self.question_of = np.array(self.figure_of), np.array(self.question_of)
    self.starts = np.flatnonzero(np.diff(self.figure_of, prepend=-1))
    self.right, self.none_right = np.array(right, float), np.array(none_right, float)
    self.weight = np.array(weight, float)

  def loss(self, weights, free, chosen):
    """Regularised loss over the questions with a true `chosen`, and its gradient."""
    count, of = len(self.weight), self.question_of
    mentions, none = self.mention @ weights, self.none @ weights
    best = np.maximum.reduceat(mentions, self.starts)
    figures = best + self.figure @ weights
    top = none.copy()
    np.maximum.at(top, of, figures)
    e, n = np.exp(figures - top[of]), np.exp(none - top)
    whole = np.bincount(of, e, count) + n
    good = np.bincount(of, e * self.right, count) + n * self.none_right + 1e-30
    weight = self.weight * chosen
    by_figure = weight[of] * (e / whole[of] - e * self.right / good[of])
    by_none = weight * (n / whole - n * self.none_right / good)
    share = (mentions == best[self.figure_of]).astype(float)  # the best mentions take the gradient
    share /= np.add.reduceat(share, self.starts)[self.figure_of]
    gradient = self.mention.T @ (share * by_figure[self.figure_of])
    gradient += self.figure.T @ by_figure + self.none.T @ by_none
    value = weight @ (np.log(whole) - np.log(good)) + L2 * (weights * free) @ weights
    return value, (gradient + 2 * L2 * weights) * free

  def fit(self, start, free, chosen):
    found = minimize(self.loss, start, (free, chosen), jac=True, method="L-BFGS-B",
                     options={"maxiter": STEPS})
    return found.x


def matrix(rows, cells):
  flat = [(row, cell, times) for row, found in enumerate(rows) for cell, times in found]
  row, cell, times = zip(*flat)
  return sparse.csr_matrix((times, (row, cell)), (len(rows), cells))


# ---- scores --------------------------------------------------------------------------------------
def gap_counts(nodes, documents, chosen):
  """{gender: [right, said, true]} over the GAP documents with these numbers."""
  counts = {"masculine": np.zeros(3), "feminine": np.zeros(3)}
  for number in chosen:
    gold = documents[number]
    begin = gold["pronoun_offset"]
    meant = figures_at(nodes[number], begin, begin + len(gold["pronoun"]))
    gender = "feminine" if gold["pronoun"].lower() in FEMININE else "masculine"
    for name, true in zip(names_at(nodes[number], gold), (gold["A_coref"], gold["B_coref"])):
      said = bool(name & meant)
      counts[gender] += (said and true, said, true)
  return counts


def show_gap(what, counts):
  f1 = {k: 200 * c[0] / (c[1] + c[2]) for k, c in counts.items()}
  right, said, true = sum(counts.values())
  print(f"{what}: GAP precision {100 * right / said:.1f}, recall {100 * right / true:.1f}, "
        f"F1 {200 * right / (said + true):.1f}; masculine {f1['masculine']:.1f}, "
        f"feminine {f1['feminine']:.1f}, ratio {f1['feminine'] / f1['masculine']:.3f}", flush=True)


def show_picks(what, questions):
  """Share of pronouns of coreference sets whose pick is right, "none" where nothing is."""
  for name in list(SETS)[1:]:
    picks = [(q["choice"] in q["allowed"][0]) or (q["choice"] < 0 and q["allowed"][1])
             for q in questions if q["set"] == name]
    print(f"{what}: {name} {100 * np.mean(picks):.1f} of {len(picks)} pronouns", flush=True)


# ---- the whole -----------------------------------------------------------------------------------
def main():
  parser = argparse.ArgumentParser(description="Fit the antecedent weights.")
  parser.add_argument("shared", type=pathlib.Path, nargs="?", default=ROOT.parent / "shared")
  parser.add_argument("--rounds", type=int, default=3)
  parser.add_argument("--folds", action="store_true", help="score five folds over GAP as well")
  parser.add_argument("--trace", nargs=2, help=argparse.SUPPRESS)
  arguments = parser.parse_args()
  if arguments.trace:
    return trace(*arguments.trace)
  shared, out = arguments.shared.resolve(), "build/antecedents"
  cells, free = start_cells()
  weights = read_weights() * free + fixed_weights()
  gap = data.load(shared / "data/coref/gap_dev.jsonl")
  for step in range(arguments.rounds + 1):
    write_weights(weights)
    build(out)
    traced = {name: run(shared, out, name) for name in SETS}
    questions = [q for found, _ in traced.values() for q in found]
    what = f"after round {step}" if step else "before"
    show_gap(what, gap_counts(traced["gap_dev"][1], gap, range(len(gap))))
    show_picks(what, questions)
    if step < arguments.rounds:
      problem = Problem(questions, cells)
      weights = problem.fit(weights, free, np.ones(len(questions)))
  if arguments.folds:
    score_folds(shared, out, gap, questions, weights, free)
    write_weights(weights)
  return 0


def score_folds(shared, out, gap, questions, weights, free):
  """Each fold by weights fitted from nothing on the other folds, through the library."""
  problem, total = Problem(questions, len(weights)), {}
  fold_of = np.array([q["document"] % FOLDS for q in questions])
  for fold in range(FOLDS):
    write_weights(problem.fit(fixed_weights(), free, fold_of != fold))
    build(out)
    _, nodes = run(shared, out, "gap_dev")
    counts = gap_counts(nodes, gap, range(fold, len(gap), FOLDS))
    show_gap(f"fold {fold + 1}", counts)
    total = {k: c + total.get(k, 0) for k, c in counts.items()}
  show_gap("five folds", total)


if __name__ == "__main__":
  sys.exit(main())
