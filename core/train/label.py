"""What the teachers say of each unit the reader learns from.

    label.py units --data DIR --library FILE --glove DIR --out UNITS
        the units: PolNeAR train, sentences made of it (templates.py), texts written for this
        (written.py), and text without gold
    label.py renamed UNITS TEACHER --data DIR --library FILE --glove DIR --out MORE
        the units, and copies with other names (a names teacher finds them), other words and other
        paragraphs
    label.py quotes|names UNITS TEACHER OUT
        one teacher's probabilities, in 16 bits; a model file is a teacher of quotes, too

Out: UNITS, a pickled list of units (data.py) with "share", the chance of being drawn in an epoch;
OUT, a list as long: quotes {"cue" [n,3], "frames" {first cue token: (window start, roles [w,5], own
words)}}; names {"name" [n,11]} or None. train.py averages what several teachers say.
"""

import argparse
import collections
import itertools
import pickle
import random
from pathlib import Path

import torch

import data
import export
import teacher
import templates
import words
import written
from model import B_CONTENT
from score import repaired

CUE_FROM = 0.3  # a frame is labelled where the cue is at least this likely, and where gold has one
BATCH = 3000  # tokens
B_PER, I_PER, B_ORG, I_ORG, B_LOC, I_LOC = range(1, 7)  # tags of model.NAME_TYPES
FRAMES = 128  # frames at a time


def units_of(folder, make, seed=1):
  chance, out = random.Random(seed), []

  def add(document, share):
    for unit in make.of(document):
      unit["share"] = share
      out.append(unit)

  for d in data.load(Path(folder) / "polnear/train.jsonl"):
    add(d, 0.6)
    add(data.marks_deleted(d), 0.25)
    if chance.random() < 0.5:
      d = data.marks_changed(d, chance)
      add(data.wrapped(d) if chance.random() < 0.5 else d, 0.3)
  for d in templates.documents(folder, chance):
    add(d, 1.0)
  for d in written.documents():
    add(d, 1.0)
    if "attributions" not in d:
      add(data.case_lost(d, chance), 0.5)
      continue
    add(data.marks_deleted(d), 0.4)
    if chance.random() < 0.5:
      d = data.marks_changed(d, chance)
      add(data.wrapped(d) if chance.random() < 0.5 else d, 0.3)
  for d in data.unlabelled(folder):
    d, draw = data.case_lost(d, chance), chance.random()
    d = data.marks_deleted(d) if draw < 0.25 else data.marks_changed(d, chance) if draw < 0.4 else d
    # Few sources have gold names: they are seen twice.
    add(
      data.wrapped(d) if chance.random() < 0.1 else d,
      2.0 if d["id"].startswith(("gum", "uner", "wikigold")) else 1.0,
    )
  return out


def spans_named(net, units):
  """What a names teacher takes for words of people's names, for places of one word and for
  organizations: [(kind, begin, end, whether more of the name follows)]."""
  named = []
  for batch in batches_of(units):
    for i, said in zip(batch, say_names(net, [units[i] for i in batch])):
      tags, spans = said["name"].argmax(-1).tolist() + [0], units[i]["spans"]
      for k, (begin, end) in enumerate(spans):
        if tags[k] in (B_PER, I_PER):
          named.append(("people", begin, end, tags[k + 1] == I_PER))
        elif tags[k] == B_LOC and tags[k + 1] != I_LOC:
          named.append(("places", begin, end, False))
        elif tags[k] == B_ORG:
          last = k
          while tags[last + 1] == I_ORG:
            last += 1
          named.append(("organizations", begin, spans[last][1], False))
  return named


COPIES = 2  # with other names, of each document; one of a text written for the reader


def organizations_of(documents, named):
  """What the teacher took for an organization more than once."""
  count = collections.Counter(
    d["text"][begin:end]
    for d, spans in zip(documents, named)
    for kind, begin, end, _ in spans
    if kind == "organizations"
  )
  return [name for name, times in sorted(count.items()) if times > 1 and "\n" not in name]


def renamed_of(folder, make, net, neighbours, seed=2):
  """Copies with other names and other verbs of saying; every second one with other words and
  tags behind what is said."""
  chance, out = random.Random(seed), []
  documents = data.load(Path(folder) / "polnear/train.jsonl") + written.documents()
  documents += data.unlabelled(folder)
  named = [spans_named(net, make.of(d)) for d in documents]
  names = data.Names(folder, chance, organizations_of(documents, named))
  for copy, (d, spans) in itertools.product(range(COPIES), zip(documents, named)):
    if copy and d["id"].startswith("written"):
      continue
    d = data.renamed(d, spans, names)
    d = data.inverted(d, chance) if copy % 2 and "attributions" in d else d
    d = data.resaid(data.reworded(d, chance, neighbours) if copy % 2 else d, chance)
    d = data.recut(d, chance) if chance.random() < 0.5 else d
    d = d if "attributions" in d else data.case_lost(d, chance)
    draw = chance.random()
    d = (
      data.marks_deleted(d) if draw < 0.25 else data.marks_changed(d, chance) if draw < 0.4 else d
    )
    d = data.wrapped(d) if chance.random() < 0.1 else d
    out += [{**unit, "share": 0.5} for unit in make.of(d)]
  return out


def batches_of(units):
  """Indexes of units of like length, BATCH tokens at a time."""
  order = sorted(range(len(units)), key=lambda i: len(units[i]["words"]))
  batch = []
  for i in order:
    if batch and (len(batch) + 1) * len(units[i]["words"]) > BATCH:
      yield batch
      batch = []
    batch.append(i)
  if batch:
    yield batch


@torch.no_grad()
def say_quotes(net, units):
  vectors, lengths = net.read(units)
  cue = torch.softmax(net.cue(vectors), -1)
  marks, todo, out = cue.argmax(-1), [], []
  for i, u in enumerate(units):
    n = len(u["words"])
    gold = {c for c, _, _ in u.get("frames", ())}
    marks[i, :n] = torch.tensor(u["cue"] if gold else repaired(marks[i, :n].tolist()))
    todo += [(i, k) for k in range(n) if cue[i, k, 1] > CUE_FROM or k in gold]
    out.append({"cue": cue[i, :n].half().numpy(), "frames": {}})
  for start in range(0, len(todo), FRAMES):
    part = todo[start : start + FRAMES]
    states, at, mask = net.frames(
      vectors, lengths, [i for i, _ in part], [k for _, k in part], marks
    )
    roles = torch.softmax(net.role(states), -1)
    own = torch.sigmoid(net.own_words(states, (roles.argmax(-1) >= B_CONTENT) & mask))
    for x, (i, k) in enumerate(part):
      n = int(mask[x].sum())
      out[i]["frames"][k] = (int(at[x, 0]), roles[x, :n].half().numpy(), float(own[x]))
  return out


@torch.no_grad()
def say_names(net, units):
  vectors, lengths = net.read(units)
  name = torch.softmax(net.name(vectors), -1)
  return [{"name": name[i, :n].half().numpy()} for i, n in enumerate(lengths.tolist())]


def apply(task, units, net):
  out = [None] * len(units)
  say = say_quotes if task == "quotes" else say_names
  # Names of text whose marks were deleted are those of the text with marks: not asked twice.
  todo = [i for i, u in enumerate(units) if task == "quotes" or not (u["deleted"] and "cue" in u)]
  for batch in batches_of([units[i] for i in todo]):
    for i, said in zip(batch, say(net, [units[todo[i]] for i in batch])):
      out[todo[i]] = said
  return out


def loaded(path):
  with open(path, "rb") as file:
    return pickle.load(file)


def main():
  parser = argparse.ArgumentParser(
    description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
  )
  tasks = parser.add_subparsers(dest="task", required=True)
  for task in ("units", "renamed"):
    p = tasks.add_parser(task)
    if task == "renamed":
      p.add_argument("units")
      p.add_argument("teacher")
    for name in ("--data", "--library", "--glove", "--out"):
      p.add_argument(name, required=True)
  for task in ("quotes", "names"):
    p = tasks.add_parser(task)
    for name in ("units", "teacher", "out"):
      p.add_argument(name)
  a = parser.parse_args()
  torch.set_num_threads(1)
  if a.task in ("units", "renamed"):
    make = data.Units(data.Tokens(a.library), words.load(a.glove).row)
    made = units_of(a.data, make) if a.task == "units" else loaded(a.units)
    if a.task == "renamed":
      made += renamed_of(a.data, make, teacher.load(a.teacher), words.Neighbours(a.glove))
    print(f"{len(made)} units, {sum(len(u['words']) for u in made)} tokens")
  else:
    net = export.reader_of(a.teacher)[0] if a.teacher.endswith(".model") else teacher.load(a.teacher)
    made = apply(a.task, loaded(a.units), net)
  with open(a.out, "wb") as file:
    pickle.dump(made, file)


if __name__ == "__main__":
  main()
