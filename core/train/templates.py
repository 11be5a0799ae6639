"""Paragraphs in the manner of translated newspapers, made of what PolNeAR train has people say.

Out: documents with gold attributions (data.py), "sure": no teacher is asked, as these saw no such
text. English newspapers hardly write "For the minister, …" or "The secretary attacked: …", and
print marks; so the reader would not know the frames that texts from other languages are full of.
"""

import re
from pathlib import Path

import data

# $S, $s: the source, $O: what was said in the speaker's own words, $C: a clause, $V: a verb; a cue
# stands in [ ].
TEMPLATES = """
$S [$V:] $O.|$S [$V:] $O.|$S then [$V:] $O.|$S, for his part, [$V:] $O.|$S, instead, [$V:] $O.
$O, $s [$V].|$O, $s [$V].|$O, $s [$V] on Tuesday evening.|$O, $s [$V] to reporters.|$O, [$V] $s.|$O, $s [$V], leaving the room.
$O, $s later [$V].|$O, $s [$V] in an interview.|$O, $s [$V] after the meeting.|$O, $s [$V] with a smile.
For $s, $C.|For $s, instead, $C.|According to $s, $C.|In the words of $s, $C.|In the view of $s, $C.|In the eyes of $s, $C.
In the opinion of $s, $C.|As $s [$V], $C.|$S [let it be known] that $C.|$S [makes it known] that $C.|$S [made it clear] that $C.
$S [did not rule out] that $C.|$S [does not hide] that $C.|$S [is convinced] that $C.|$S [reminds everyone] that $C.
$S [has no doubts:] $O.|$S [is certain:] $O.|$S [was blunt:] $O.|$S [does not mince words:] $O.|$S [puts it this way:] $O.
$S [let slip:] $O.|$S [cut it short:] $O.|$S [is clear:] $O.|$S [took the floor:] $O.|$S [speaks plainly:] $O.|$S[:] $O.
The reply of $s [came] at once: $O.|The [words of] $s: $O.|Then it [is the turn of] $s: $O.
$S [attacks:] $O.|$S [relaunches:] $O.|$S [warns:] $O.|$S [$V:] $O. Then he left.|$C, [$V] $s.|$C, $s [$V].|$C, $s [$V] in a note.
"""
# The cue of these stands before the source and has no brackets.
OPENINGS = ("For", "According to", "In the words of", "In the view of", "In the eyes of", "In the opinion of", "As")
PRONOUNS = set("i we you he she it they who which that this these those what one".split())
MARKED = 0.35  # share of own words in marks
TOLD = 0.5  # share of paragraphs that begin with a sentence of the tale
PARAGRAPHS = 8  # a document


def templates():
  return [t for line in TEMPLATES.strip().splitlines() for t in line.split("|")]


def parts_of(documents):
  """-> sources, own words, clauses, sentences of the tale: texts."""
  sources, own, clauses, tale = set(), set(), set(), set()
  for d in documents:
    text, said = d["text"], d["attributions"]
    cues = [b for a in said for b, _ in a["cue"]]
    for a in said:
      if len(a["source"]) == 1:
        source = text[slice(*a["source"][0])]
        if len(source.split()) <= 10 and source.split()[0].lower() not in PRONOUNS and source[-1].isalnum() and not re.search(r"[’']s$", source):
          sources.add(source)
      if len(a["content"]) != 1 or any(a["content"][0][0] <= c < a["content"][0][1] for c in cues):
        continue
      content = text[slice(*a["content"][0])].strip(data.DOUBLE_MARKS + " ,.")
      if not 5 <= len(content.split()) <= 40 or any(m in content for m in data.DOUBLE_MARKS + "\n"):
        continue
      if a["type"] == "direct" and content[0].isupper():
        own.add(content)
      elif a["type"] == "indirect" and content.startswith("that "):
        clauses.add(content[5:])
    spans = [span for a in said for k in ("source", "cue", "content") for span in a[k]]
    for found in re.finditer(r"(?<=[.] )[A-Z][^.!?\n“”\"]{30,160} [a-z]{4,}[.](?= [A-Z])", text):
      if not any(b < found.end() and found.start() < e for b, e in spans):
        tale.add(found[0])
  return [sorted(x) for x in (sources, own, clauses, tale)]


def put(template, parts, chance):
  """-> sentence, its attribution. Cue and spans in code points of the sentence."""
  source, own, clause, _ = (chance.choice(p) for p in parts)
  verb = chance.choice(data.SAID[chance.choice(("said", "said", "says"))] + ["said"] * 8)
  marked = chance.random() < MARKED
  out, at, spans, cue = "", 0, {"source": [], "cue": [], "content": []}, None
  opening = next((o for o in OPENINGS if template.startswith(o + " ") and "[" not in template), None)
  opening = "As" if template.startswith("As ") else opening
  if opening and opening != "As":
    spans["cue"].append([0, len(opening)])
  for piece in re.findall(r"\$\w|.", template):
    begin = len(out)
    if piece in ("$S", "$s"):
      small = source.split()[0] in data.SMALL or source.split()[0].islower()
      first = source[0].lower() if piece == "$s" and small else source[0].upper()
      out += first + source[1:]
      spans["source"].append([begin, len(out)])
    elif piece in ("$O", "$C"):
      said = own if piece == "$O" else clause
      if begin == 0:
        said = said[0].upper() + said[1:]
      said = f"“{said}”" if marked else said
      out += said
      spans["content"].append([begin, len(out)])
    elif piece == "$V":
      out += verb
    elif piece == "[":
      cue = begin
    elif piece == "]":
      spans["cue"].append([cue, begin])
    else:
      out += piece
  kind = "direct" if "$O" in template or marked else "indirect"
  return out, {**spans, "type": kind}


def documents(folder, chance, count=3000):
  """count paragraphs."""
  parts, out = parts_of(data.load(Path(folder) / "polnear/train.jsonl")), []
  kinds = templates()
  for number in range(count):
    if number % PARAGRAPHS == 0:
      out.append({"id": f"template-{number}", "text": "", "attributions": [], "sure": True, "deleted": True})
    d = out[-1]
    d["text"] += "\n\n" if d["text"] else ""
    if chance.random() < TOLD:
      d["text"] += chance.choice(parts[3]) + " "
    sentence, said = put(chance.choice(kinds), parts, chance)
    base = len(d["text"])
    d["text"] += sentence
    if chance.random() < TOLD:
      d["text"] += " " + chance.choice(parts[3])
    moved = {k: [[b + base, e + base] for b, e in said[k]] for k in ("source", "cue", "content")}
    d["attributions"].append({**moved, "type": said["type"]})
  return out
