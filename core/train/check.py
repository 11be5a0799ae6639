"""PyTorch and the library must agree on the weights as shipped (make train-check).

    check.py [--root DIR] [--library FILE] [--model FILE] [--write]

In: the five texts of tests/data, the library, core/model/sayso.model. Checks that the hashes of the
library's features are those of zlib, and its cue, name and role scores those of PyTorch, to
TOLERANCE.
--write: writes a sample of both to tests/golden (TEXT.features.golden, TEXT.scores.golden: each
SAMPLE-th line), with which `make test` compares the library where there is no PyTorch.
"""

import argparse
import ctypes
import json
import zlib
from pathlib import Path

import torch

import data
import export
from model import HASHED, PREFIXES, SUFFIXES
from score import repaired

TOLERANCE = 1e-4
SAMPLE = 5


class Core(data.Tokens):
  """The library with its built-in weights, or those of a file, and the plain C kernel."""

  def __init__(self, library, file=None):
    super().__init__(library)
    self.model, failure = ctypes.c_void_p(), data.Failure()
    if file:
      self.bytes = file.read_bytes()  # read in place
      status = self.core.sayso_model_load(
        ctypes.byref(self.model),
        self.bytes,
        ctypes.c_size_t(len(self.bytes)),
        None,
        ctypes.byref(failure),
      )
    else:
      status = self.core.sayso_model_builtin(ctypes.byref(self.model), None, ctypes.byref(failure))
    self.check(status, failure)
    self.check(self.core.sayso_model_set_kernel(self.model, b"c", ctypes.byref(failure)), failure)

  def stage(self, path, stage):
    return self.dump(path.read_bytes(), stage, self.model, path.name)


def hashed_alike(token):
  _, _, word, crc, hashed, prefix, suffix = token[:7]

  def crc_of(start, text):
    return zlib.crc32((start + text).encode())

  return (crc, hashed, prefix, suffix) == (
    crc_of("", word),
    crc_of("w", word) % HASHED,
    crc_of("p", word[:3]) % PREFIXES,
    crc_of("s", word[-3:]) % SUFFIXES,
  )


def numbers(label, row):
  return label + "".join(f" {x:.5f}" for x in row)


@torch.no_grad()
def scores_of(net, tokens, rows, named):
  """Lines as the dump of the stage "scores" has them."""
  features = torch.tensor([[[rows.get(t[3], 0), *t[4:9]] for t in tokens]])
  lengths = torch.tensor([len(tokens)])
  vectors = net.encode(features, lengths)
  cue, name = net.cue(vectors)[0], net.name(vectors)[0]
  lines = []
  for i in range(len(tokens)):
    lines.append(
      numbers(f"  token {i} cue", cue[i].tolist())
      + (numbers(" name", name[i].tolist()) if named else "")
    )
  marks = torch.tensor([repaired(cue.argmax(-1).tolist())])
  for c in (i for i, tag in enumerate(marks[0].tolist()) if tag == 1):
    states, at, _ = net.frames(vectors, lengths, [0], [c], marks)
    for i, row in zip(at[0].tolist(), torch.log_softmax(net.role(states), -1)[0].tolist()):
      lines.append(numbers(f"  frame {c} token {i}", row))
  return lines


def apart(a, b):
  """Greatest difference of the numbers of two lines; infinite where their words differ."""
  most = 0.0
  for x, y in zip(a.split(), b.split()):
    if x != y and not ("." in x and "." in y):
      return float("inf")
    most = max(most, abs(float(x) - float(y)) if x != y else 0.0)
  return most if len(a.split()) == len(b.split()) else float("inf")


def checked(core, net, rows, named, path):
  """-> (feature lines, score lines, greatest difference) of one text."""
  units = [json.loads(line)["tokens"] for line in core.stage(path, "features").splitlines()]
  wrong = [t for unit in units for t in unit if not hashed_alike(t)]
  if wrong:
    raise SystemExit(f"{path.name}: features of {wrong[0]} are not zlib's")
  features, scores = [], []
  for i, unit in enumerate(units):
    features += [json.dumps(t, ensure_ascii=False, separators=(",", ":")) for t in unit]
    scores += [f"unit {i}"] + (scores_of(net, unit, rows, named) if unit else [])
  found = core.stage(path, "scores").splitlines()
  if len(found) != len(scores):
    raise SystemExit(
      f"{path.name}: {len(found)} lines of scores, {len(scores)} expected: other cues or frames"
    )
  return features, scores, max(map(apart, scores, found))


def sampled(lines):
  """Every SAMPLE-th line, and the lines that say which unit follows."""
  return [line for i, line in enumerate(lines) if line.startswith("unit") or i % SAMPLE == 0]


def main():
  parser = argparse.ArgumentParser(
    description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
  )
  parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2])
  parser.add_argument("--library", type=Path)
  parser.add_argument("--model", type=Path, help="another model file than the built-in one")
  parser.add_argument("--write", action="store_true")
  a = parser.parse_args()
  torch.set_num_threads(1)
  core = Core(a.library or a.root / "build/release/libsayso.so", a.model)
  net, rows, named = export.reader_of(a.model or a.root / "core/model/sayso.model")
  worst = 0.0
  for path in sorted((a.root / "tests/data").glob("*.*")):
    if path.name == "README.md" or path.name.endswith(".gold.txt"):
      continue
    features, scores, most = checked(core, net, rows, named, path)
    worst = max(worst, most)
    print(f"{path.name}: {len(scores)} lines of scores, greatest difference {most:.1e}")
    if a.write:
      for stage, lines in (("features", features), ("scores", scores)):
        (a.root / f"tests/golden/{path.stem}.{stage}.golden").write_text(
          "\n".join(sampled(lines)) + "\n", encoding="utf8"
        )
  raise SystemExit(0 if worst <= TOLERANCE else f"PyTorch and the library differ by {worst:.1e}")


if __name__ == "__main__":
  main()
