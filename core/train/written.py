"""Texts written for this project with their attributions marked inline: written/, its README the
notation.

    written.py FILE ..       refuses what cannot be read, and counts

Out: documents with gold attributions and names (data.py), "sure": no teacher is asked, as these saw
few texts without marks, few commentaries, interviews and tales. Of "## names: …" the names alone are
gold.
"""

import collections
import re
import sys
from pathlib import Path

FOLDER = Path(__file__).parent / "written"
OPENED = re.compile(r"\[([SVCU])(\d+) ")
NAMES = re.compile(r"(PER|ORG|LOC|NORP) \| (.*)")
LABELS = ["PER", "ORG", "LOC", "NORP"]
# A mark opens after a space, a bracket or another mark and closes before anything but a letter:
# what is left are apostrophes.
OPENING = re.compile(r"[“«„]|(?<![\w”])\"(?=\w)|(?<!\w)[‘'](?=\w)")
CLOSING = re.compile(r"[”»]|(?<=[\w.,?!…])\"(?!\w)|(?<=[.,?!…])[’'](?!\w)")


class Unreadable(Exception):
  pass


def plain(marked, where):
  """-> text, {number: {"S" "V" "C" "U": spans}}"""
  text, opened, spans, at, place = [], [], collections.defaultdict(dict), 0, 0
  while place < len(marked):
    begins = OPENED.match(marked, place)
    if begins:
      opened.append((begins[1], int(begins[2]), at))
      place = begins.end()
    elif marked[place] == "]":
      if not opened:
        raise Unreadable(f"{where}: ] without [ at {marked[max(0, place - 40) : place]!r}")
      part, number, first = opened.pop()
      spans[number].setdefault(part, []).append([first, at])
      place += 1
    elif marked[place] == "[":
      raise Unreadable(f"{where}: no label at {marked[place : place + 20]!r}")
    else:
      text.append(marked[place])
      at, place = at + 1, place + 1
  if opened:
    raise Unreadable(f"{where}: [{opened[-1][0]}{opened[-1][1]} is never closed")
  return "".join(text), spans


def inside_marks(text):
  """For each code point: does it stand in quotation marks? A mark left open ends with its
  paragraph."""
  inside = [False] * len(text)
  for paragraph in re.finditer(r"[^\n]+", text):
    opening = {m.start() for m in OPENING.finditer(text, *paragraph.span())}
    closing = {m.start() for m in CLOSING.finditer(text, *paragraph.span())}
    depth = 0
    for at in range(*paragraph.span()):
      depth += at in opening
      depth -= at in closing and depth > 0
      inside[at] = depth > 0
  return inside


def type_of(text, content, inside):
  """As data.md has it: direct where more than 90% of the letters are in marks."""
  letters = [at for b, e in content for at in range(b, e) if text[at].isalpha()]
  share = sum(inside[at] for at in letters) / max(1, len(letters))
  return "direct" if share > 0.9 else "mixed" if share else "indirect"


def attributions_of(text, spans, where):
  inside, out = inside_marks(text), []
  for number, parts in sorted(spans.items()):
    content = parts.get("C") or parts.get("U")
    if not content or "V" not in parts:
      raise Unreadable(f"{where}: statement {number} lacks its cue or its content")
    kind = "direct" if "U" in parts else type_of(text, content, inside)
    out.append({"source": parts.get("S", []), "cue": parts["V"], "content": content, "type": kind})
  return out


def entities_of(text, names, where):
  """Every occurrence of every name, the longest first, none overlapping."""
  taken, out = [False] * len(text), []
  for name, label in sorted(names.items(), key=lambda item: (-len(item[0]), item[0])):
    found = list(re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text))
    if not found:
      raise Unreadable(f"{where}: there is no {name!r}")
    for b, e in (m.span() for m in found):
      if not any(taken[b:e]):
        out.append([b, e, label])
        taken[b:e] = [True] * (e - b)
  return sorted(out)


def document_of(block, where):
  title, *lines = block.split("\n")
  listed = [m for line in lines if (m := NAMES.fullmatch(line))]
  names = {n.strip(): m[1] for m in listed for n in m[2].split(";") if n.strip()}
  marked = "\n".join(line for line in lines if not NAMES.fullmatch(line)).strip()
  text, spans = plain(marked, where)
  out = {"id": f"written-{where}", "text": text, "labels": LABELS}
  out["entities"] = entities_of(text, names, where)
  if title.startswith("names:"):
    return out
  return {**out, "sure": True, "attributions": attributions_of(text, spans, where)}


def read(path):
  blocks = re.split(r"(?m)^## ", path.read_text(encoding="utf8"))[1:]
  return [document_of(block, f"{path.stem}-{i + 1}") for i, block in enumerate(blocks)]


def documents():
  return [d for path in sorted(FOLDER.glob("*.txt")) for d in read(path)]


def main():
  made = [d for path in sys.argv[1:] for d in read(Path(path))]
  said = collections.Counter(a["type"] for d in made for a in d.get("attributions", ()))
  print(f"{len(made)} documents, {sum(len(d['text'].split()) for d in made)} words, {dict(said)}")


if __name__ == "__main__":
  main()
