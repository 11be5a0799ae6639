"""Decisions of a network on documents, and their score by the project's scorers.

In: a net (teacher or reader), documents, units. Out: attributions and entities as `sayso jsonl`
gives them, before marks and statements are put together; so a score here is the network's, the
command's is `make quality`.

    score.py MODEL --data DIR --eval DIR --library FILE       of a model file, as quantised
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import torch

import data
import export
from model import B_CONTENT, B_SOURCE, NAME_TYPES

BATCH = 4000  # tokens


def viterbi(scores):
  """Best path of [tokens, tags] where an I tag (even, not 0) needs its B or I before it."""
  tags = scores.shape[1]
  step = np.zeros((tags, tags), dtype=np.float32)
  for inside in range(2, tags, 2):
    step[:, inside] = -1e9
    step[inside - 1 : inside + 1, inside] = 0
  best, back = scores[0].copy(), []
  best[2::2] = -1e9
  for row in scores[1:]:
    paths = best[:, None] + step
    back.append(paths.argmax(0))
    best = paths.max(0) + row
  out = [int(best.argmax())]
  for b in reversed(back):
    out.append(int(b[out[-1]]))
  return out[::-1]


def repaired(tags):
  """An I cue without a B before it begins a cue."""
  before = 0
  for i, tag in enumerate(tags):
    tags[i] = 1 if tag == 2 and before == 0 else tag
    before = tags[i]
  return tags


def spans_of(indexes, tokens):
  out, before = [], None
  for i in indexes:
    if before is not None and i == before + 1:
      out[-1][1] = tokens[i][1]
    else:
      out.append([tokens[i][0], tokens[i][1]])
    before = i
  return out


def names_in(unit, tags):
  out = []
  for i, tag in enumerate(tags):
    b, e = unit["spans"][i]
    if tag and tag % 2 == 0:
      out[-1]["span"][1] = e
    elif tag:
      out.append({"span": [b, e], "type": NAME_TYPES[tag // 2]})
  return out


def attribution(unit, cue, cues, at, roles):
  end = cue + 1
  while end < len(cues) and cues[end] == 2:
    end += 1
  where = {
    key: [p for p, r in zip(at, roles) if r in (begin, begin + 1)]
    for key, begin in (("source", B_SOURCE), ("content", B_CONTENT))
  }
  return {
    "cue": spans_of(range(cue, end), unit["spans"]),
    **{k: spans_of(v, unit["spans"]) for k, v in where.items()},
  }


@torch.no_grad()
def predict(net, documents, make):
  """-> {id: {"attributions", "entities"}}"""
  net.eval()
  found = {d["id"]: {"attributions": [], "entities": []} for d in documents}
  units = sorted((u for d in documents for u in make.of(d)), key=lambda u: len(u["words"]))
  start = 0
  while start < len(units):
    count = max(1, BATCH // max(1, len(units[min(len(units) - 1, start + 60)]["words"])))
    predict_batch(net, units[start : start + count], found)
    start += count
  return found


def predict_batch(net, units, found):
  vectors, lengths = net.read(units)
  cues, names = net.cue(vectors).argmax(-1), torch.log_softmax(net.name(vectors), -1).numpy()
  todo = []
  for i, u in enumerate(units):
    n = len(u["words"])
    tags = repaired(cues[i, :n].tolist())
    cues[i, :n] = torch.tensor(tags)
    todo += [(i, k) for k in range(n) if tags[k] == 1]
    found[u["id"]]["entities"] += names_in(u, viterbi(names[i, :n]))
  if not todo:
    return
  states, at, mask = net.frames(vectors, lengths, [t[0] for t in todo], [t[1] for t in todo], cues)
  roles = torch.log_softmax(net.role(states), -1).numpy()
  for k, (i, cue) in enumerate(todo):
    n = int(mask[k].sum())
    made = attribution(
      units[i],
      cue,
      cues[i, : len(units[i]["words"])].tolist(),
      at[k, :n].tolist(),
      viterbi(roles[k, :n]),
    )
    if made["content"]:
      found[units[i]["id"]]["attributions"].append(made)


class Scorer:
  """Development scores, as numbers only."""

  def __init__(self, folder, scorers, make):
    sys.path.insert(0, str(scorers))
    import score_names
    import score_quotes

    self.names, self.quotes, self.make, self.folder = score_names, score_quotes, make, Path(folder)

  def score_quotes(self, net, change=lambda d: d):
    gold = [change(d) for d in data.load(self.folder / "polnear/dev.jsonl")]
    r = self.quotes.score({d["id"]: d for d in gold}, predict(net, gold, self.make))
    keys = (
      "who+what",
      "detect",
      "cue exact",
      "content exact",
      "all exact",
      "source exact | detected",
    )
    return " ".join(f"{k} {100 * (r[k][2] if isinstance(r[k], tuple) else r[k]):.1f}" for k in keys)

  def score_names(self, net):
    out = []
    for name in ("uner_ewt_b", "gum_dev"):
      gold = data.load(self.folder / f"ner/{name}.jsonl")
      r = self.names.score({d["id"]: d for d in gold}, predict(net, gold, self.make))
      out.append(
        f"{name} "
        + " ".join(f"{k} {100 * r[k][2]:.1f}" for k in ("names", "PER", "ORG", "LOC", "spans"))
      )
    return "; ".join(out)


def main():
  parser = argparse.ArgumentParser(
    description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
  )
  parser.add_argument("model")
  for name in ("--data", "--eval", "--library"):
    parser.add_argument(name, required=True)
  a = parser.parse_args()
  torch.set_num_threads(1)
  net, rows, named = export.reader_of(a.model)
  scorer = Scorer(a.data, a.eval, data.Units(data.Tokens(a.library), rows))
  print("as is        ", scorer.score_quotes(net))
  print("marks deleted", scorer.score_quotes(net, data.marks_deleted))
  print("wrapped      ", scorer.score_quotes(net, data.wrapped))
  if named:
    print("names        ", scorer.score_names(net))


if __name__ == "__main__":
  main()
