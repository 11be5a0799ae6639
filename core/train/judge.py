"""How likely a cue of some probability and its frame are a statement: the weights of core/read/frame.c.

    judge.py MODEL --data DIR --library FILE

In: a model file; every third article of PolNeAR train, marks deleted in half of them. Out: on
standard output, the weights of a logistic regression over what frame.c's judge() looks at. Target:
the mean of "its content is found" and "its source, too", each at half the tokens (F1), as
score_quotes.py counts them.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

import data
import export
from model import B_CONTENT, B_SOURCE, I_CONTENT, I_SOURCE
from score import repaired, viterbi

LEAST_CUE = 0.25  # frame.c's least_cue
MEAN_SOURCE = 0.7
EDGE = 1e-4
HALF = 0.5
NAMES = ("bias", "of_cue", "of_source", "of_content", "with_source", "of_length")


def share_of(probabilities, tags, begin):
  """-> positions in the role, mean probability that they have it."""
  at = np.flatnonzero((tags == begin) | (tags == begin + 1))
  mean = probabilities[at][:, [begin, begin + 1]].sum(1).mean() if len(at) else 0.0
  return at, float(mean)


def f1(one, other):
  both = len(one & other)
  return 2 * both / (len(one) + len(other)) if both else 0.0


def worth(golds, source, content):
  """golds: [(source, content)], sets of tokens."""
  found = [s for s, c in golds if f1(c, content) >= HALF]
  return (bool(found) + any(f1(s, source) >= HALF for s in found)) / 2


@torch.no_grad()
def rows_of(net, unit):
  """-> [(features, worth)] of each cue and doubtful cue."""
  vectors, lengths = net.read([unit])
  cue = torch.softmax(net.cue(vectors), -1)[0].numpy()
  tags = repaired(cue.argmax(-1).tolist())
  golds = [
    (
      {i for i, r in enumerate(roles) if r in (B_SOURCE, I_SOURCE)},
      {i for i, r in enumerate(roles) if r in (B_CONTENT, I_CONTENT)},
    )
    for _, roles, _ in unit["frames"]
  ]
  out = []
  for i, tag in enumerate(tags):
    doubtful = tag == 0 and cue[i, 1] >= LEAST_CUE and (i == 0 or tags[i - 1] == 0)
    if tag != 1 and not doubtful:
      continue
    marks = torch.tensor([tags[:i] + [1] + tags[i + 1 :]])
    states, at, _ = net.frames(vectors, lengths, [0], [i], marks)
    scores = torch.log_softmax(net.role(states), -1)[0].numpy()
    roles, p, at = np.array(viterbi(scores)), np.exp(scores), at[0].numpy()
    source, source_mean = share_of(p, roles, B_SOURCE)
    content, content_mean = share_of(p, roles, B_CONTENT)
    if not len(content):
      continue
    odds = float(np.clip(cue[i, 1], EDGE, 1 - EDGE))
    features = (
      1.0,
      np.log(odds / (1 - odds)),
      source_mean if len(source) else MEAN_SOURCE,
      content_mean,
      float(len(source) > 0),
      np.log(len(content) + 1),
    )
    out.append((features, worth(golds, set(at[source].tolist()), set(at[content].tolist()))))
  return out


def fitted(x, y, steps=50):
  """Newton's method; y may lie between 0 and 1."""
  w = np.zeros(x.shape[1])
  for _ in range(steps):
    p = 1 / (1 + np.exp(-x @ w))
    w += np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + 1e-3 * np.eye(len(w)), x.T @ (y - p))
  return w


def main():
  parser = argparse.ArgumentParser(
    description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
  )
  parser.add_argument("model")
  for name in ("--data", "--library"):
    parser.add_argument(name, required=True)
  a = parser.parse_args()
  torch.set_num_threads(1)
  net, rows, _ = export.reader_of(a.model)
  make, found = data.Units(data.Tokens(a.library), rows), []
  for i, d in enumerate(data.load(Path(a.data) / "polnear/train.jsonl")[::3]):
    for unit in make.of(data.marks_deleted(d) if i % 2 else d):
      found += rows_of(net, unit)
  x, y = np.array([f for f, _ in found]), np.array([w for _, w in found])
  p = 1 / (1 + np.exp(-x @ fitted(x, y)))
  print(f"{len(y)} frames, mean worth {y.mean():.3f}, squared error {((p - y) ** 2).mean():.4f}")
  print(", ".join(f"{n} = {w:.3f}f" for n, w in zip(NAMES, fitted(x, y))))


if __name__ == "__main__":
  main()
