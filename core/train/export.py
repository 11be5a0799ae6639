"""Weights -> the model file that the library holds.

    export.py WEIGHTS FILE --glove DIR [--name RUN] [--mean MODEL]
        --mean: half of WEIGHTS and half of the weights of a model file
    export.py WEIGHTS FILE --glove DIR --sketch    WEIGHTS of the first sketch: no names

In: a state dict of model.Reader; the word list of GloVe 6B, 50 columns. Out: the file that
core/net/model.h describes.
Promise: the same input gives the same bytes; read_file() gives back what the library computes with.
"""

import argparse
import struct
import zlib

import numpy as np
import torch

import words
from model import Reader

MAGIC, VERSION, FEATURE_SET, HEADER, ENTRY = b"SAYSOMDL", 1, 1, 64, 64
F32, F16, I8, U32, I4 = range(5)
ALIGN = 16


def in_bytes(table):
  """Rows as i8 with one scale each (16 bits): value = scale * i8."""
  scale = np.maximum(np.abs(table).max(1) / 127, 1e-6).astype(np.float16)
  return np.clip(np.rint(table / scale[:, None].astype(np.float32)), -127, 127), scale


def packed(halves):
  """-7..7 as 1..15, two a byte, the lower half first."""
  flat = (halves + 8).astype(np.uint8).ravel()
  flat = np.append(flat, np.zeros(len(flat) % 2, np.uint8))
  return flat[0::2] | flat[1::2] << 4


def unpacked(raw, count):
  return (np.stack([raw & 15, raw >> 4], 1).ravel()[:count].astype(np.int8) - 8).astype(np.float32)


def sections_of(weights, table):
  """-> [(name, type, rows, columns, bytes)]: word vectors in 4 bits, matrices and tables in 8,
  vectors in 32."""
  count, columns = table.halves.shape
  out = [
    ("word.hash", U32, 1, count, table.hashes.astype("<u4").tobytes()),
    ("word.vectors", I4, count, columns, packed(table.halves).tobytes()),
    ("word.vectors.scale", F16, 1, count, table.scales.astype("<f2").tobytes()),
  ]
  for name, tensor in weights.items():
    value = tensor.float().numpy()
    if value.ndim == 1:
      out.append((name, F32, 1, len(value), value.astype("<f4").tobytes()))
      continue
    rows, columns = value.shape
    value, scale = in_bytes(value)
    out.append((name, I8, rows, columns, value.astype("i1").tobytes()))
    out.append((f"{name}.scale", F16, 1, rows, scale.astype("<f2").tobytes()))
  return out


def file_of(sections, run):
  offset, table, body = HEADER + ENTRY * len(sections), b"", b""
  start = offset
  for name, kind, rows, columns, content in sections:
    table += struct.pack("<40s4IQ", name.encode(), kind, rows, columns, 0, offset)
    content += bytes(-len(content) % ALIGN)
    body += content
    offset += len(content)
  assert offset == start + len(body)
  rest = table + body
  front = struct.pack("<8sIIQ", MAGIC, VERSION, HEADER, HEADER + len(rest))
  rest = struct.pack("<III24s", FEATURE_SET, len(sections), 0, run.encode()) + rest
  return (
    front + struct.pack("<I", zlib.crc32(rest, zlib.crc32(front))) + rest
  )  # of all but these four bytes


def read_file(path):
  """-> {name: float32 array (hashes: uint32)}, quantised as shipped."""
  raw = open(path, "rb").read()
  head = struct.unpack_from("<8sIIQIIII24s", raw)
  if (
    head[0] != MAGIC or head[3] != len(raw) or head[4] != zlib.crc32(raw[28:], zlib.crc32(raw[:24]))
  ):
    raise SystemExit(f"{path}: not a whole model file")
  found = {}
  for i in range(head[6]):
    name, kind, rows, columns, _, offset = struct.unpack_from("<40s4IQ", raw, HEADER + ENTRY * i)
    name, count = name.rstrip(b"\0").decode(), rows * columns
    if kind == I4:
      value = unpacked(np.frombuffer(raw, np.uint8, (count + 1) // 2, offset), count)
    else:
      kinds = np.dtype({F32: "<f4", F16: "<f2", I8: "i1", U32: "<u4"}[kind])
      value = np.frombuffer(raw, kinds, count, offset)
    found[name] = value.reshape(rows, columns)
  out = {}
  for name, value in found.items():
    if name.endswith(".scale"):
      continue
    if name + ".scale" in found:
      value = value.astype(np.float32) * found[name + ".scale"].astype(np.float32).T
    out[name] = value if value.dtype == np.uint32 else value.astype(np.float32)
  return out


def state_of(found):
  """What read_file gave -> word hashes, state dict of model.Reader."""
  found = dict(found)
  hashes, state = found.pop("word.hash")[0], {}
  vectors = found.pop("word.vectors")
  state["vectors.weight"] = torch.tensor(
    np.vstack([np.zeros((1, vectors.shape[1]), np.float32), vectors])
  )
  for name, value in found.items():
    flat = name.endswith("bias") or ".bias_" in name or "norm." in name
    state[name] = torch.tensor(value[0] if flat else value)
  return hashes, state


def reader_of(file):
  """-> the reader as shipped, {word hash: row}, whether it knows names."""
  hashes, state = state_of(read_file(file))
  width, frame_width = state["project.weight"].shape[0], state["role.weight"].shape[1]
  net = Reader(state["vectors.weight"][1:], width, frame_width=frame_width)
  missing, _ = net.load_state_dict(state, strict=False)
  if any(k.split(".")[0] not in ("name", "own") for k in missing):
    raise SystemExit(f"{file} lacks {missing}")
  return net.eval(), {h: i + 1 for i, h in enumerate(hashes.tolist())}, "name.weight" not in missing


def main():
  parser = argparse.ArgumentParser(
    description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
  )
  parser.add_argument("weights")
  parser.add_argument("file")
  parser.add_argument("--glove", required=True)
  parser.add_argument("--name", default="")
  parser.add_argument("--mean")
  parser.add_argument("--sketch", action="store_true")
  a = parser.parse_args()
  weights = {k: v.float() for k, v in torch.load(a.weights, map_location="cpu").items()}
  weights.pop("glove.weight" if a.sketch else "vectors.weight")  # fixed: the word list's own
  if a.mean:
    other = state_of(read_file(a.mean))[1]
    weights = {k: (v + other[k]) / 2 for k, v in weights.items()}
  content = file_of(sections_of(weights, words.load(a.glove)), a.name)
  with open(a.file, "wb") as out:
    out.write(content)
  print(f"{a.file}: {len(content)} bytes")


if __name__ == "__main__":
  main()
