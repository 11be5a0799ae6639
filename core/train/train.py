"""Trains the reader that ships: on gold, and on what the teachers say of this and other text.

    train.py UNITS --quotes LABELS .. --names LABELS .. --data DIR --eval DIR --library FILE
             --glove DIR [--start WEIGHTS] --out FILE

In: what label.py wrote. Out: FILE, the averaged weights (32 bits); FILE.state, the checkpoint of
the last epoch: a run that finds one goes on from there. Deterministic for a seed. Development
scores are printed after each epoch, as numbers only.
"""

import argparse
import copy
import pickle
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import data
import export
import score
import words
from model import B_CONTENT, NAME_TAGS, NAME_TYPES, Reader

HARD = 0.3  # weight of gold beside the teachers, where there is gold
DOUBT = 0.05  # of gold where no teacher is asked
LOSS_CUE, LOSS_NAME, LOSS_OWN, LOSS_SPEECH = 3.0, 3.0, 0.1, 0.5
WARM_STEPS, LAST_RATE = 200, 0.01


# ---- what is learned -----------------------------------------------------------------------------
def mean_frames(said):
  """[{cue: (first, roles, own)}] of several teachers -> the same, averaged over those that have the
  frame."""
  out = {}
  for cue in set().union(*said):
    have = [s[cue] for s in said if cue in s]
    roles = np.mean([h[1].astype(np.float32) for h in have], 0)
    out[cue] = (have[0][0], roles, float(np.mean([h[2] for h in have])))
  return out


def taken(gold, kinds):
  """Gold as probabilities."""
  return (1 - DOUBT) * np.eye(kinds, dtype=np.float32)[gold] + DOUBT / kinds


def samples_of(units, quotes, names):
  """One sample a unit: arrays only, teachers averaged."""
  out = []
  for i, u in enumerate(units):
    cue = np.mean([q[i]["cue"].astype(np.float32) for q in quotes], 0)
    frames = mean_frames([q[i]["frames"] for q in quotes])
    name = [n[i]["name"].astype(np.float32) for n in names if n[i] is not None]
    gold = {c: (roles, kind) for c, roles, kind in u.get("frames", ())}
    if u["sure"]:
      cue = taken(u["cue"], 3)
      frames = {
        c: (first, taken(gold[c][0][first : first + len(roles)], len(roles[0])), own)
        for c, (first, roles, own) in frames.items()
        if c in gold
      }
    out.append(
      {
        "words": u["words"],
        "features": u["features"],
        "share": u["share"],
        "scarce": u["sure"] or "name" in u,
        "cue": cue,
        "gold_cue": u.get("cue"),
        "marks": np.array(u["cue"]) if gold else cue.argmax(-1),
        "frames": [
          (c, first, roles, *gold.get(c, (None, None)))
          for c, (first, roles, _) in sorted(frames.items())
        ],
        "name": np.mean(name, 0) if name else None,
        "gold_name": u.get("name"),
        "speech": u.get("speech"),
        "labels": u.get("labels"),
      }
    )
  return out


def blended(logp, soft, mask, hard):
  """Cross entropy with the teachers' probabilities where mask is 1, mixed with that of gold where
  hard is not -1."""
  loss = -((soft * logp).sum(-1) * mask).sum() / mask.sum().clamp(min=1)
  if (hard >= 0).any():
    loss = (1 - HARD) * loss + HARD * F.nll_loss(
      logp.flatten(0, 1), hard.flatten(), ignore_index=-1
    )
  return loss


def filled(rows, shape):
  out = np.zeros(shape, dtype=np.float32)
  for i, row in enumerate(rows):
    if row is not None:
      out[i, : len(row)] = row
  return torch.from_numpy(out)


def cue_loss(net, batch, vectors, mask):
  soft = filled([s["cue"] for s in batch], (*mask.shape, 3))
  hard = torch.full(mask.shape, -1)
  for i, s in enumerate(batch):
    if s["gold_cue"] is not None:
      hard[i, : len(s["gold_cue"])] = torch.tensor(s["gold_cue"])
  return blended(torch.log_softmax(net.cue(vectors), -1), soft, mask, hard)


def name_loss(net, batch, vectors, mask):
  known = [i for i, s in enumerate(batch) if s["name"] is not None]
  if not known:
    return 0.0
  logp, mask = torch.log_softmax(net.name(vectors[known]), -1), mask[known]
  soft = filled([batch[i]["name"] for i in known], (*mask.shape, NAME_TAGS))
  hard = torch.full(mask.shape, -1)
  for row, i in enumerate(known):
    gold = batch[i]["gold_name"]
    if gold is not None:  # O says nothing where some type is not annotated
      whole = all(kind in batch[i]["labels"] for kind in NAME_TYPES[:4])
      hard[row, : len(gold)] = torch.tensor([tag if tag or whole else -1 for tag in gold])
  return blended(logp, soft, mask, hard)


def speech_loss(speech, batch, vectors):
  """Where own words begin and end, asked of each token alone: a task that only teaches the encoder,
  `speech` does not ship."""
  known = [i for i, s in enumerate(batch) if s["speech"] is not None]
  if not known:
    return 0.0
  gold = torch.full((len(known), vectors.shape[1]), -1.0)
  for row, i in enumerate(known):
    gold[row, : len(batch[i]["speech"])] = torch.tensor(batch[i]["speech"])
  logits, told = speech(vectors[known])[..., 0], gold >= 0
  loss = F.binary_cross_entropy_with_logits(logits[told], gold[told], reduction="sum")
  return loss / told.sum().clamp(min=1)


def frame_loss(net, batch, vectors, lengths):
  todo = [(i, *frame) for i, s in enumerate(batch) for frame in s["frames"]]
  if not todo:
    return 0.0
  marks = filled([s["marks"] for s in batch], vectors.shape[:2]).long()
  states, at, mask = net.frames(vectors, lengths, [t[0] for t in todo], [t[1] for t in todo], marks)
  logp = torch.log_softmax(net.role(states), -1)
  soft, hard = filled([t[3] for t in todo], logp.shape), torch.full(logp.shape[:2], -1)
  for k, (_, _, first, roles, gold, _) in enumerate(todo):
    if gold is not None:
      hard[k, : len(roles)] = torch.tensor(gold[first : first + len(roles)])
  loss = blended(logp, soft, mask.float(), hard)
  own = [k for k, t in enumerate(todo) if t[5] in ("direct", "indirect")]
  if own:
    logits = net.own_words(states[own], hard[own] >= B_CONTENT)
    direct = torch.tensor([float(todo[k][5] == "direct") for k in own])
    loss = loss + LOSS_OWN * F.binary_cross_entropy_with_logits(logits, direct)
  return loss


def loss_of(net, speech, batch):
  vectors, lengths = net.read(batch)
  mask = (torch.arange(vectors.shape[1])[None] < lengths[:, None]).float()
  return (
    LOSS_CUE * cue_loss(net, batch, vectors, mask)
    + LOSS_NAME * name_loss(net, batch, vectors, mask)
    + LOSS_SPEECH * speech_loss(speech, batch, vectors)
    + frame_loss(net, batch, vectors, lengths)
  )


# ---- the run -------------------------------------------------------------------------------------
class Average:
  """A running mean of the weights: steadier than the last step's."""

  def __init__(self, net, keep=0.999):
    self.net, self.keep, self.steps = copy.deepcopy(net), keep, 0

  @torch.no_grad()
  def add(self, net):
    self.steps += 1
    keep = min(self.keep, self.steps / (10 + self.steps))
    for mean, now in zip(self.net.parameters(), net.parameters()):
      if now.requires_grad:
        mean.lerp_(now, 1 - keep)


def drawn(samples, chance, most):
  """Each sample as often as its share says, by chance for the part below one; of those without gold
  names that are not sure, the part `most`."""
  return [
    s
    for s in samples
    for _ in range(int(s["share"] * (1 if s["scarce"] else most) + chance.random()))
  ]


def started(path):
  return export.state_of(export.read_file(path))[1] if path.endswith(".model") else torch.load(path)


def rate_at(step, total):
  return min(1, step / WARM_STEPS) * max(LAST_RATE, 1 - step / total)


def run(a, samples, scorer):
  torch.manual_seed(a.seed)
  vectors = torch.from_numpy(words.vectors(words.load(a.glove)))
  net = Reader(vectors, a.width, frame_width=a.frame_width, drop=a.drop)
  if a.start:
    net.load_state_dict(started(a.start))
  speech = nn.Linear(a.width, 1)
  average, trained = Average(net), [p for p in net.parameters() if p.requires_grad]
  trained += speech.parameters()
  optimizer = torch.optim.AdamW(trained, lr=a.rate, weight_decay=0.01)
  first, step, state, start = 0, 0, Path(f"{a.out}.state"), time.time()
  if state.exists():
    saved = torch.load(state)
    net.load_state_dict(saved["net"])
    speech.load_state_dict(saved["speech"])
    average.net.load_state_dict(saved["average"])
    optimizer.load_state_dict(saved["optimizer"])
    first, step, average.steps = saved["epoch"] + 1, saved["step"], saved["step"]
  for epoch in range(first, a.epochs):
    chance = random.Random(a.seed * 1000 + epoch)
    torch.manual_seed(a.seed * 1000 + epoch)
    groups = data.batches(drawn(samples, chance, a.share), a.batch, chance)
    total = len(groups) * a.epochs
    net.train()
    for batch in groups:
      optimizer.param_groups[0]["lr"] = a.rate * rate_at(step, total)
      loss = loss_of(net, speech, batch)
      optimizer.zero_grad()
      loss.backward()
      nn.utils.clip_grad_norm_(trained, 1.0)
      optimizer.step()
      average.add(net)
      step += 1
      if step % 100 == 0:
        print(
          f"  step {step} of {total}, {time.time() - start:.0f} s, loss {loss.item():.3f}",
          flush=True,
        )
    torch.save(average.net.state_dict(), a.out)
    torch.save(
      {
        "net": net.state_dict(),
        "speech": speech.state_dict(),
        "average": average.net.state_dict(),
        "optimizer": optimizer.state_dict(),
        "epoch": epoch,
        "step": step,
      },
      state,
    )
    scores = f"{scorer.score_quotes(average.net)} | {scorer.score_names(average.net)}"
    print(f"epoch {epoch}, {time.time() - start:.0f} s: {scores}", flush=True)
  print("marks deleted:", scorer.score_quotes(average.net, data.marks_deleted), flush=True)


def loaded(path):
  with open(path, "rb") as file:
    return pickle.load(file)


def main():
  parser = argparse.ArgumentParser(
    description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
  )
  parser.add_argument("units")
  parser.add_argument("--quotes", nargs="+", required=True)
  parser.add_argument("--names", nargs="+", required=True)
  for name in ("--data", "--eval", "--library", "--glove", "--out"):
    parser.add_argument(name, required=True)
  parser.add_argument("--start", help="weights to begin with, or a model file")
  parser.add_argument("--share", type=float, default=1, help="of units without gold names drawn")
  parser.add_argument("--width", type=int, default=192)
  parser.add_argument("--frame-width", type=int, default=96)
  parser.add_argument("--epochs", type=int, default=9)
  parser.add_argument("--rate", type=float, default=5e-3)
  parser.add_argument("--drop", type=float, default=0.2)
  parser.add_argument("--batch", type=int, default=3000, help="tokens")
  parser.add_argument("--seed", type=int, default=1)
  a = parser.parse_args()
  torch.set_num_threads(1)
  make = data.Units(data.Tokens(a.library), words.load(a.glove).row)
  samples = samples_of(loaded(a.units), [loaded(p) for p in a.quotes], [loaded(p) for p in a.names])
  run(a, samples, score.Scorer(a.data, a.eval, make))


if __name__ == "__main__":
  main()
