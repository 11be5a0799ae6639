"""Documents and their units: what every other script here reads.

In: JSON lines of the data folder; the core library, whose tokens and features are the only ones (no
tokenizer here).
Out: documents (text, gold spans in code points) and units (dictionaries, see unit_of). Promise: a
variant of a document (marks deleted, wrapped, ...) is made on its text and goes through the core's
own layout like any other text.
"""

import ctypes
import gzip
import json
import re
from bisect import bisect_left, bisect_right
from pathlib import Path

import numpy as np

from model import B_CONTENT, B_SOURCE, NAME_TYPES, OUT

DOUBLE_MARKS = '“”"„«»'
PIECE = 200  # tokens; longer units are cut for training, at a sentence end where there is one


# ---- documents -----------------------------------------------------------------------------------
def load(path):
  opened = (
    gzip.open(path, "rt", encoding="utf8")
    if str(path).endswith(".gz")
    else open(path, encoding="utf8")
  )
  with opened as lines:
    return [json.loads(line) for line in lines if line.strip()]


def load_treebank(path):
  """Text alone of a CoNLL-U file: a document for each newdoc, paragraphs as marked."""
  documents, text = [], []
  with gzip.open(path, "rt", encoding="utf8") as lines:
    for line in lines:
      if line.startswith("# newdoc"):
        text = []
        documents.append({"id": f"tree-{len(documents)}", "parts": text})
      elif line.startswith("# newpar"):
        text.append("\n\n")
      elif line.startswith("# text = "):
        text.append(line[9:].strip() + " ")
  return [{"id": d["id"], "text": "".join(d["parts"]).strip()} for d in documents]


def unlabelled(folder):
  """Text that may train the shipped reader and has no attributions (PDNC is for scoring only and
  stays out)."""
  folder = Path(folder)
  litbank = load(folder / "ner/litbank.jsonl")
  named = {
    "gum": load(folder / "ner/gum_train.jsonl"),
    "wikigold": load(folder / "ner/wikigold.jsonl"),
    "uner": load(folder / "ner/uner_ewt_a.jsonl"),
    "litbank": [d for d in litbank if d["part"] == "train"],
  }
  plain = {
    "ewt": load_treebank(folder / "syntax/ewt_train.conllu.gz"),
    "gap": load(folder / "coref/gap_dev.jsonl"),
  }
  out = []
  for corpus, documents in {**named, **plain}.items():
    for i, d in enumerate(documents):
      kept = {
        k: d[k] for k in ("text", "entities", "labels") if k in d and corpus in named or k == "text"
      }
      out.append({"id": f"{corpus}-{i}", **kept})
  return out


def rewrite(document, pieces):
  """The document with character i replaced by pieces[i]; spans follow."""
  at = [0]
  for piece in pieces:
    at.append(at[-1] + len(piece))

  def moved(spans):
    return [[at[b], at[e]] for b, e in spans if at[e] > at[b]]

  out = {**document, "text": "".join(pieces)}
  if "attributions" in document:
    out["attributions"] = [
      {**a, **{k: moved(a[k]) for k in ("source", "cue", "content")}}
      for a in document["attributions"]
    ]
  if "entities" in document:
    out["entities"] = [[at[b], at[e], kind] for b, e, kind in document["entities"] if at[e] > at[b]]
  return out


def marks_deleted(document):
  return {
    **rewrite(document, ["" if c in DOUBLE_MARKS else c for c in document["text"]]),
    "deleted": True,
  }


def marks_changed(document, chance):
  """Curly marks as straight ones, guillemets, single or low ones: another habit of typing for each
  document."""
  opening, closing = chance.choice(
    [('"', '"'), ("«", "»"), ("‘", "’"), ("„", "“"), ("«\u00a0", "\u00a0»")]
  )
  pieces, inside = [], False
  for c in document["text"]:
    if c == "\n":
      inside = False
    if c == "“" or c == '"' and not inside:
      inside, c = True, opening
    elif c in '”"' and inside:
      inside, c = False, closing
    pieces.append(c)
  return rewrite(document, pieces)


def wrapped(document, width=72):
  """Hard-wrapped, a blank line between paragraphs."""
  pieces = list(document["text"])
  for paragraph in re.finditer(r"[^\n]+", document["text"]):
    start, space = paragraph.start(), None
    for i in range(paragraph.start(), paragraph.end()):
      if pieces[i] == " ":
        space = i
      if i - start >= width and space is not None:
        pieces[space], start, space = "\n", space + 1, None
  for lines in re.finditer(r"\n", document["text"]):
    alone = (
      document["text"][lines.start() - 1 : lines.start()] != "\n"
      and document["text"][lines.end() : lines.end() + 1] != "\n"
    )
    if alone:
      pieces[lines.start()] = "\n\n"
  return rewrite(document, pieces)


def recut(document, chance, share=0.15):
  """Some paragraphs divided at a sentence's end, some joined with the next; never inside an
  attribution."""
  text, pieces = document["text"], list(document["text"])
  held = [
    (min(spans)[0], max(e for _, e in spans))
    for a in document.get("attributions", ())
    if (spans := a["source"] + a["cue"] + a["content"])
  ]
  free = [True] * len(text)
  for begin, end in held:
    free[begin:end] = [False] * (end - begin)
  for found in re.finditer(r"(?<=[.!?”\"]) (?=[A-Z“\"])|\n+", text):
    at, end = found.span()
    if free[at] and chance.random() < share:
      pieces[at:end] = ["\n\n" if text[at] == " " else " "] + [""] * (end - at - 1)
  return rewrite(document, pieces)


def renamed(document, named, new):
  """The document with each name of `named` replaced by another of its kind, the same throughout:
  people and places word by word, organizations whole.

  named: [(kind, begin, end, whether more of the name follows)]; new: Names.
  """
  pieces, said = list(document["text"]), {}
  for kind, begin, end, first in named:
    name = document["text"][begin:end]
    whole = kind == "organizations"
    if not (name[:1].isupper() and len(name) > 1 and (whole or name.isalpha())):
      continue
    key = (kind, name.lower())
    if key not in said:
      said[key] = new.draw(kind, first)
    capitals = name.isupper() and len(name) > 3 and not whole
    pieces[begin:end] = [said[key].upper() if capitals else said[key]] + [""] * (end - begin - 1)
  return rewrite(document, pieces)


# Verbs that may stand for "said", each as "says" and "said": those of translated news and of tales among them.
SAYING = """
acknowledges acknowledged|adds added|admits admitted|affirms affirmed|alleges alleged|announces announced
argues argued|asserts asserted|attacks attacked|boasts boasted|cautions cautioned|claims claimed
comments commented|complains complained|concedes conceded|concludes concluded|confesses confessed
confides confided|confirms confirmed|counters countered|cries cried|declares declared|emphasises emphasised
exclaims exclaimed|explains explained|fumes fumed|insists insisted|jokes joked|laments lamented
maintains maintained|mocks mocked|muses mused|murmurs murmured|notes noted|objects objected
observes observed|opines opined|predicts predicted|proclaims proclaimed
promises promised|protests protested|quips quipped|reasons reasoned|recalls recalled|recounts recounted
reiterates reiterated|remarks remarked|repeats repeated|replies replied|responds responded
retorts retorted|reveals revealed|shouts shouted|sighs sighed|snaps snapped|specifies specified
states stated|stresses stressed|suggests suggested|summarises summarised|swears swore
thunders thundered|underlines underlined|underscores underscored|vows vowed|warns warned|writes wrote
"""
SAID = {"says": [], "said": []}
for pair in SAYING.replace("\n", "|").strip("|").split("|"):
  for word, other in zip(SAID, pair.split(" ", 1)):
    SAID[word].append(other)


def resaid(document, chance, share=0.5):
  """Some cues that hold "said" or "says" say so by another verb: the company of a cue tells it as
  well as its word."""
  pieces = list(document["text"])
  for b, e in {tuple(span) for a in document.get("attributions", ()) for span in a["cue"]}:
    for found in re.finditer(r"\b(said|says)\b", document["text"][b:e]):
      if chance.random() < share:
        begin, end = b + found.start(), b + found.end()
        pieces[begin:end] = [chance.choice(SAID[found[0]])] + [""] * (end - begin - 1)
  return rewrite(document, pieces)


# Written small inside a sentence.
SMALL = set("The A An His Her Its Their One Some Many Several Both He She They".split())


def to_invert(document, attribution):
  """Is it a whole sentence "source said content."? -> the three spans, or None."""
  text, spans = document["text"], [attribution[k] for k in ("source", "cue", "content")]
  if any(len(s) != 1 for s in spans):
    return None
  (sb, se), (vb, ve), (cb, ce) = (s[0] for s in spans)
  joined = text[se:vb] == " " and text[ve:cb] == " " and text[ce : ce + 1] == "."
  opens = sb == 0 or text[sb - 1] == "\n" or re.search(r"[.!?”\"] $", text[max(0, sb - 2) : sb])
  says = text[vb:ve].split()[-1] in (*SAID, *SAID["says"], *SAID["said"])
  if not (joined and opens and says and ce - cb > 20):
    return None
  if text.startswith("to ", cb) or re.search(r"[.!?:“”\"\n]", text[cb:ce]):
    return None
  others = (
    span
    for a in document["attributions"]
    if a is not attribution
    for k in ("source", "cue", "content")
    for span in a[k]
  )
  if any(b < ce and sb < e and not (cb <= b and e <= ce) for b, e in others):
    return None
  return (sb, se), (vb, ve), (cb, ce)


def inverted(document, chance, share=0.8):
  """Most sentences "The minister said that C." as "C, the minister said.": so newspapers translated
  from other languages put it, with and without marks."""
  text, out, at = document["text"], [], [0] * (len(document["text"]) + 1)
  place = size = 0

  def put(begin, end, written=None):
    nonlocal size
    written = text[begin:end] if written is None else written
    for i in range(begin, end):
      at[i] = size + min(i - begin, len(written))
    out.append(written)
    size += len(written)

  todo = [found for a in document["attributions"] if (found := to_invert(document, a))]
  for (sb, se), (vb, ve), (cb, ce) in sorted(todo):
    if sb < place or chance.random() >= share:
      continue
    put(place, sb)
    put(cb, cb + 5 * text.startswith("that ", cb), "")
    first = cb + 5 * text.startswith("that ", cb)
    put(first, first + 1, text[first].upper())
    put(first + 1, ce)
    put(se, se + 1, ", ")
    small = text[sb:se].split()[0] in SMALL
    put(sb, sb + 1, text[sb].lower() if small else text[sb])
    put(sb + 1, se)
    put(ve, ve + 1, " ")
    put(vb, ve)
    place = ce
  put(place, len(text))
  at[len(text)] = size
  moved = lambda spans: [[at[b], at[e - 1] + 1] for b, e in spans]
  if "entities" in document:
    named = document["entities"]
    document = {**document, "entities": [[*moved([[b, e]])[0], kind] for b, e, kind in named]}
  return {
    **document,
    "text": "".join(out),
    "attributions": [
      {**a, **{k: moved(a[k]) for k in ("source", "cue", "content")}}
      for a in document["attributions"]
    ],
  }


def reworded(document, chance, neighbours, share=0.15):
  """Some words replaced by others that mean and end alike (words.Neighbours); never in a cue. So
  the reader sees more words in the same company, and teachers judge text they were not taught on."""
  text, pieces = document["text"], list(document["text"])
  cues = sorted(span for a in document.get("attributions", ()) for span in a["cue"])
  for found in re.finditer(r"(?<![\w’'-])[a-z]{3,}(?![\w’'-])", text):
    begin, end = found.span()
    if chance.random() >= share or any(b < end and begin < e for b, e in cues):
      continue
    others = neighbours.of(found[0])
    if others:
      pieces[begin:end] = [chance.choice(others)] + [""] * (end - begin - 1)
  return rewrite(document, pieces)


class Names:
  """Names to put in the place of others: of the word lists, and of gold on training text.

  organizations: more of them.
  """

  def __init__(self, folder, chance, organizations):
    folder, self.chance = Path(folder), chance

    def column(name, at):
      lines = (folder / "lexicon" / name).read_text(encoding="utf8").splitlines()
      rows = [line.split("\t") for line in lines if line and line[0] != "#"]
      return [r[at] for r in rows if len(r) > at and r[at].isalpha() and r[at][0].isupper()]

    self.given = column("given_names.tsv", 0)[:6000]
    self.places = column("countries.tsv", 0) + column("capitals.tsv", 1)
    self.surnames, self.organizations = set(), set(organizations)
    for d in load(folder / "coref/gap_dev.jsonl"):
      self.surnames.update(d[k].split()[-1] for k in "AB" if " " in d[k])
    for name in ("gum_train", "wikigold", "uner_ewt_a"):
      for d in load(folder / f"ner/{name}.jsonl"):
        for b, e, kind in d["entities"]:
          if kind == "PER" and " " in d["text"][b:e]:
            self.surnames.add(d["text"][b:e].split()[-1])
          elif kind == "ORG" and d["text"][b].isupper() and "\n" not in d["text"][b:e]:
            self.organizations.add(d["text"][b:e])
    self.surnames = sorted(s for s in self.surnames if s.isalpha() and s[0].isupper())
    self.organizations = sorted(self.organizations)

  def draw(self, kind, first):
    """first: a forename."""
    if kind == "people":
      return self.chance.choice(self.given if first else self.surnames)
    return self.chance.choice(self.places if kind == "places" else self.organizations)


def case_lost(document, chance, share=0.08):
  """Some paragraphs in capitals or without any, as headlines and careless typing have them."""
  pieces = list(document["text"])
  for paragraph in re.finditer(r"[^\n]+", document["text"]):
    if chance.random() < share:
      change = chance.choice([str.upper, str.lower, str.lower])
      for i in range(paragraph.start(), paragraph.end()):
        changed = change(pieces[i])
        pieces[i] = changed if len(changed) == 1 else pieces[i]
  return rewrite(document, pieces)


# ---- units ---------------------------------------------------------------------------------------
class Failure(ctypes.Structure):
  """sayso_error"""

  _fields_ = [
    ("status", ctypes.c_int),
    ("place", ctypes.c_size_t),
    ("message", ctypes.c_char * 256),
  ]


class Options(ctypes.Structure):
  """sayso_options"""

  _fields_ = [
    ("format", ctypes.c_int),
    ("allocator", ctypes.c_void_p),
    ("actors", ctypes.c_char_p),
    ("actors_size", ctypes.c_size_t),
    ("given", ctypes.c_int),
    ("given_items", ctypes.c_void_p),
    ("given_count", ctypes.c_uint32),
  ]


class Tokens:
  """Tokens and features of a text, from the core library (build/release/libsayso.so)."""

  def __init__(self, library):
    self.core = ctypes.CDLL(str(library))
    self.core.sayso_format_by_path.restype = ctypes.c_bool

  def check(self, status, failure):
    if status:
      raise SystemExit(f"the core library: {failure.message.decode()}")

  def dump(self, text, stage, model=None, name=""):
    """name: of the file, whose ending tells the format."""
    document, out, size, failure = (
      ctypes.c_void_p(),
      ctypes.c_char_p(),
      ctypes.c_size_t(),
      Failure(),
    )
    options, form = Options(), ctypes.c_int()
    if self.core.sayso_format_by_path(name.encode(), ctypes.byref(form)):
      options.format = form.value
    status = self.core.sayso_doc_open(
      ctypes.byref(document),
      model,
      text,
      ctypes.c_size_t(len(text)),
      ctypes.byref(options),
      ctypes.byref(failure),
    )
    self.check(status, failure)
    status = self.core.sayso_doc_dump(
      document, stage.encode(), ctypes.byref(out), ctypes.byref(size), ctypes.byref(failure)
    )
    self.check(status, failure)
    made = ctypes.string_at(out, size.value).decode()
    self.core.sayso_doc_free(document)
    return made

  def __call__(self, text):
    """-> units, each a list of (begin, end, lower-cased word, word, hashed, prefix, suffix, shape,
    state); code points."""
    raw = text.encode()
    at = np.cumsum(
      np.frombuffer(raw, np.uint8) & 0xC0 != 0x80
    )  # code points up to and with each byte
    at = [0] + at.tolist()
    units = []
    for line in self.dump(raw, "features").splitlines():
      units.append([(at[t[0]], at[t[1]], *t[2:]) for t in json.loads(line)["tokens"]])
    return units


class Units:
  """documents -> units with features, gold cues, frames and names."""

  def __init__(self, tokens, words):
    """words: {crc32 of a lower-cased word: row of the word list}."""
    self.tokens, self.words = tokens, words

  def of(self, document):
    out = []
    for found in self.tokens(document["text"]):
      for piece in pieces_of(found, document["text"]):
        out.append(self.unit_of(document, piece))
    return out

  def unit_of(self, document, tokens):
    spans = [(t[0], t[1]) for t in tokens]
    unit = {
      "id": document["id"],
      "spans": spans,
      "words": [document["text"][b:e] for b, e in spans],
      "features": [(self.words.get(t[3], 0), *t[4:9]) for t in tokens],
    }
    if "attributions" in document:
      unit["cue"], unit["frames"] = gold_of(document["attributions"], spans)
      unit["speech"] = speech_of(document["attributions"], spans)
    if "entities" in document:
      unit["name"], unit["labels"] = names_of(document["entities"], spans), document["labels"]
    unit["deleted"] = document.get("deleted", False)
    unit["sure"] = document.get("sure", False)
    return unit


def pieces_of(tokens, text):
  """Cuts of at most PIECE tokens, after the last full stop in reach."""
  while len(tokens) > PIECE:
    stops = [
      i for i in range(PIECE // 2, PIECE) if text[tokens[i][0] : tokens[i][1]] in (".", "!", "?")
    ]
    cut = stops[-1] + 1 if stops else PIECE
    yield tokens[:cut]
    tokens = tokens[cut:]
  if tokens:
    yield tokens


def aligned(spans, tokens):
  """Indexes of the tokens that overlap a span."""
  out = set()
  for b, e in spans:
    first = bisect_right(tokens, b, key=lambda t: t[1])
    out.update(range(first, max(first, bisect_left(tokens, e, key=lambda t: t[0]))))
  return sorted(out)


def gold_of(attributions, tokens):
  """-> cue tags, [(first cue token, roles, type)]. A discontinuous cue is tagged at its first
  piece."""
  cue, frames = [0] * len(tokens), {}
  for a in attributions:
    at = aligned(a["cue"], tokens)
    if not at:
      continue
    length = next((n for n in range(1, len(at)) if at[n] != at[n - 1] + 1), len(at))
    cue[at[0]] = 1
    for i in at[1:length]:
      cue[i] = 2
    roles = [OUT] * len(tokens)
    for begin, key in ((B_SOURCE, "source"), (B_CONTENT, "content")):
      before = None
      for i in aligned(a[key], tokens):
        roles[i] = begin if before != i - 1 or before is None else begin + 1
        before = i
    if at[0] in frames:
      roles = [max(x, y) for x, y in zip(frames[at[0]][0], roles)]
    frames[at[0]] = (roles, a.get("type"))
  return cue, [(c, roles, kind) for c, (roles, kind) in frames.items()]


def speech_of(attributions, tokens):
  """For each token: 1.0 in somebody's own words, also those of a cue in another unit; 0.0 not; -1.0:
  partly own words, which ones is not known."""
  speech = [0.0] * len(tokens)
  for value, kind in ((-1.0, "mixed"), (1.0, "direct")):
    for a in attributions:
      if a.get("type") == kind:
        for i in aligned(a["content"], tokens):
          speech[i] = value
  return speech


def names_of(entities, tokens):
  tags = [0] * len(tokens)
  for b, e, kind in entities:
    at = aligned([[b, e]], tokens)
    for i in at:
      tags[i] = 1 + 2 * NAME_TYPES.index(kind) + (i != at[0])
  return tags


def batches(units, size, chance, spread=20):
  """Batches of `size` tokens (padding counted) of like length, in random order."""
  order = sorted(units, key=lambda u: len(u["words"]) + spread * chance.random())
  out, batch = [], []
  for unit in order:
    if (
      batch
      and (len(batch) + 1) * max(len(unit["words"]), max(len(u["words"]) for u in batch)) > size
    ):
      out.append(batch)
      batch = []
    batch.append(unit)
  out.append(batch)
  chance.shuffle(out)
  return out
