"""What names teachers think of each word of the list alone: a few columns beside its vector.

    hints.py TEACHER .. --library FILE --glove DIR --out FILE

The reader has met few of its 90,000 words in training; a transformer has met most of them. Each
word, with a capital, is put into CARRIERS; of the teachers' mean log-probabilities of the types
there the first COLUMNS principal components are kept, of equal size. As in Model2Vec, the word list
is distilled apart from the sentences. Out: float32 [words, COLUMNS], rows of words.load().
"""

import argparse

import numpy as np
import torch

import data
import teacher
import words
from model import NAME_TYPES

COLUMNS = 6
SIZE = 0.25  # standard deviation: that of the vectors beside them
MOST = 3.0  # standard deviations
CARRIERS = ("{}", "He met {} .", "{} said so .", "They live in {} .")
BATCH = 512


def unit_of(carrier, word, looks):
  parts = carrier.split()
  return {
    "words": [word if p == "{}" else p for p in parts],
    "features": [[0, 0, 0, 0, *looks(p if p != "{}" else "Word")] for p in parts],
  }


def kinds_of(scores):
  """Logits [.., tags] -> log-probabilities of no name and of each type, B and I together."""
  scores = torch.log_softmax(scores, -1)
  kinds = [scores[..., :1]]
  for k in range(len(NAME_TYPES)):
    kinds.append(torch.logsumexp(scores[..., 1 + 2 * k : 3 + 2 * k], -1, keepdim=True))
  return torch.cat(kinds, -1)


@torch.no_grad()
def said_of(net, names, looks):
  """-> [words, carriers * kinds]"""
  columns = []
  for carrier in CARRIERS:
    at, rows = carrier.split().index("{}"), []
    for start in range(0, len(names), BATCH):
      batch = [unit_of(carrier, w, looks) for w in names[start : start + BATCH]]
      rows.append(kinds_of(net.name(net.read(batch)[0][:, at])))
    columns.append(torch.cat(rows))
  return torch.cat(columns, 1).numpy()


def components(table):
  """The first COLUMNS principal components, each of size SIZE."""
  table = (table - table.mean(0)) / table.std(0)
  left, values, _ = np.linalg.svd(table, full_matrices=False)
  made = left[:, :COLUMNS] * np.sqrt(len(table))
  return (np.clip(made, -MOST, MOST) * SIZE).astype(np.float32)


def looks_of(tokens):
  """-> function: a word to its shape and state, as the library sees them."""
  seen = {}

  def looks(word):
    if word not in seen:
      seen[word] = tokens(word)[0][0][7:9]
    return seen[word]

  return looks


def main():
  parser = argparse.ArgumentParser(
    description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
  )
  parser.add_argument("teachers", nargs="+")
  for name in ("--library", "--glove", "--out"):
    parser.add_argument(name, required=True)
  a = parser.parse_args()
  torch.set_num_threads(1)
  names, looks = words.load(a.glove).words, looks_of(data.Tokens(a.library))
  table = np.mean([said_of(teacher.load(path), names, looks) for path in a.teachers], 0)
  with open(a.out, "wb") as file:
    np.save(file, components(table))


if __name__ == "__main__":
  main()
