"""The network that reads one unit: token features in, logits for cues, names and frames out.

In: integer features of tokens (data.py), or, for the teacher, vectors of a transformer
(teacher.py).
Out: logits. Promise: core/net follows this file line by line; the names of the state dict are the
names of the model file's sections (export.py lists the few that differ).

  features -> word vector -> bidirectional GRU over the unit
    -> cue tags (O B I), name tags (O, then B I of each type)
  for each cue: [token, cue, signed distance, cue tag] -> GRU over the cue's window
    -> roles (O B-source I-source B-content I-content)
    mean of the GRU's states over the content -> one logit: these are the speaker's own words
"""

import torch
import torch.nn as nn
import torch.nn.functional as F

WORDS, HASHED, PREFIXES, SUFFIXES, SHAPES, STATES = 90000, 8192, 2048, 4096, 15, 4
FORGOTTEN = (
  0.05,
  0.2,
  0.05,
  0.05,
)  # share of tokens whose word vector, hashed word, prefix, suffix is zero in training
WINDOW = 100  # tokens each side of a cue that its frame sees
OUT, B_SOURCE, I_SOURCE, B_CONTENT, I_CONTENT = range(5)
NAME_TYPES = ("PER", "ORG", "LOC", "NORP", "MISC")
NAME_TAGS = 1 + 2 * len(NAME_TYPES)
NORM_EPSILON = 1e-5


class BiGRU(nn.Module):
  def __init__(self, columns, width, layers, drop):
    super().__init__()
    self.gru = nn.GRU(
      columns,
      width // 2,
      layers,
      batch_first=True,
      bidirectional=True,
      dropout=drop if layers > 1 else 0,
    )
    self.drop = nn.Dropout(drop)

  def forward(self, x, lengths):
    packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    y, _ = nn.utils.rnn.pad_packed_sequence(
      self.gru(packed)[0], batch_first=True, total_length=x.shape[1]
    )
    return self.drop(y)


def padded(rows, fill=0):
  """Rows of numbers (or of equal tuples of numbers) of unlike length as one tensor."""
  most = max(map(len, rows))
  empty = fill if not isinstance(rows[0][0], tuple) else (fill,) * len(rows[0][0])
  return torch.tensor([list(r) + [empty] * (most - len(r)) for r in rows])


def distance_bucket(distance):
  """-20..20 as 1..39 about 20: exact below 8, then logarithmic."""
  far = 8 + torch.log2(distance.abs().float().clamp(min=1) / 8) * 3
  size = torch.where(distance.abs() < 8, distance.abs(), far.long().clamp(max=19))
  return 20 + torch.sign(distance) * size


class Heads(nn.Module):
  """All that comes after the token vectors [units, tokens, width]. A subclass gives read(units) ->
  vectors, lengths."""

  def __init__(self, width, frame_width, drop):
    super().__init__()
    self.cue = nn.Linear(width, 3)
    self.name = nn.Linear(width, NAME_TAGS)
    self.token, self.head = nn.Linear(width, frame_width), nn.Linear(width, frame_width)
    self.distance, self.mark = nn.Embedding(41, frame_width), nn.Embedding(3, frame_width)
    self.frame_norm = nn.LayerNorm(frame_width, eps=NORM_EPSILON)
    self.frame = BiGRU(frame_width, frame_width, 1, drop)
    self.role = nn.Linear(frame_width, 5)
    self.own = nn.Linear(frame_width, 1)
    self.drop = nn.Dropout(drop)

  def frames(self, vectors, lengths, rows, cues, marks):
    """For each (unit row, first token of a cue): states [frames, window, frame width], positions,
    mask.

    marks [units, tokens]: the cue tag of each token. The window is [cue - WINDOW, cue + WINDOW) cut
    to the unit.
    """
    first = torch.tensor([max(0, c - WINDOW) for c in cues])
    end = torch.tensor([min(int(lengths[r]), c + WINDOW) for r, c in zip(rows, cues)])
    at = first[:, None] + torch.arange(int((end - first).max()))
    mask, at = at < end[:, None], at.clamp(max=vectors.shape[1] - 1)
    r, c = torch.tensor(rows), torch.tensor(cues)
    x = (
      self.token(vectors)[r[:, None], at]
      + self.head(vectors[r, c])[:, None]
      + self.distance(distance_bucket(at - c[:, None]))
      + self.mark(marks[r[:, None], at])
    )
    x = self.frame_norm(F.gelu(x)) * mask[..., None]
    return self.frame(x, mask.sum(1)), at, mask

  def own_words(self, states, content):
    """One logit a frame. content [frames, window]: 1 where the role is content."""
    weight = content.float()
    mean = (states * weight[..., None]).sum(1) / weight.sum(1, keepdim=True).clamp(min=1)
    return self.own(mean)[:, 0]


class Reader(Heads):
  """What ships. Features of a token: [row in the word list (0: not there), hashed word, prefix,
  suffix, shape, state]."""

  def __init__(self, vectors, width=160, layers=2, frame_width=96, drop=0.2):
    """vectors [words, columns] of the word list (words.py): fixed, not trained."""
    super().__init__(width, frame_width, drop)
    self.vectors = nn.Embedding.from_pretrained(F.pad(vectors, (0, 0, 1, 0)))  # row 0 is zero
    self.word, self.prefix = nn.Embedding(HASHED, 32), nn.Embedding(PREFIXES, 16)
    self.suffix = nn.Embedding(SUFFIXES, 24)
    self.shape, self.state = nn.Embedding(SHAPES, 8), nn.Embedding(STATES, 8)
    for table in (self.word, self.prefix, self.suffix):
      nn.init.normal_(table.weight, std=0.1)
    self.project = nn.Linear(vectors.shape[1] + 32 + 16 + 24 + 8 + 8, width)
    self.norm = nn.LayerNorm(width, eps=NORM_EPSILON)
    self.encoder = BiGRU(width, width, layers, drop)

  def encode(self, features, lengths):
    """features [units, tokens, 6] -> vectors [units, tokens, width]."""
    tables = (self.vectors, self.word, self.prefix, self.suffix, self.shape, self.state)
    columns = [table(features[..., i]) for i, table in enumerate(tables)]
    if self.training:  # now and then a word is unknown, so that context and affixes must do
      columns = [self.forgotten(x, share) for x, share in zip(columns, FORGOTTEN)] + columns[
        len(FORGOTTEN) :
      ]
    x = torch.cat(columns, -1)
    return self.encoder(self.drop(self.norm(self.project(x))), lengths)

  @staticmethod
  def forgotten(x, share):
    return x * (torch.rand(x.shape[:-1]) >= share)[..., None]

  def read(self, units):
    lengths = torch.tensor([len(u["features"]) for u in units])
    return self.encode(padded([u["features"] for u in units]), lengths), lengths
