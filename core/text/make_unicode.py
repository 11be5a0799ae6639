#!/usr/bin/env python3
"""Write unicode_data.c: class, lower case and base letter of every code point, from Python's Unicode database.

    python3 core/text/make_unicode.py > core/text/unicode_data.c

Not part of the build; the table is committed. Two stages: page of 128 code points -> row of 32-bit entries
(class in the low 4 bits, bit 4: combining, then the index of a mapping).
"""
import unicodedata

CLASSES = "OTHER SPACE LOWER UPPER LETTER DIGIT NUMBER MARK PUNCTUATION SYMBOL".split()

def class_of(c):
    category = unicodedata.category(c)
    if c.isspace() or category in ("Zs", "Zl", "Zp"): return "SPACE"
    if category in ("Lu", "Lt"): return "UPPER"
    if category == "Ll": return "LOWER"
    if category[0] == "L": return "LETTER"
    if category == "Nd": return "DIGIT"
    if category[0] == "N": return "NUMBER"
    if category[0] == "M": return "MARK"
    if category[0] == "P": return "PUNCTUATION"
    if category[0] == "S": return "SYMBOL"
    return "OTHER"

def base_of(c):
    """The lower-case letter without its accents, one code point: for comparing names."""
    extra = {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ħ": "h", "ŧ": "t"}
    low = c.lower()
    low = low[0] if low else c
    if ord(c) >= 0x2C00 or 0x900 <= ord(c) < 0x1E00: return low      # accents are a matter of Latin, Greek, Cyrillic
    flat = unicodedata.normalize("NFD", low)[0]
    return extra.get(flat, flat)

def main():
    maps, entries = {(0, 0): 0}, []
    for i in range(0x110000):
        c = chr(i)
        low = c.lower()
        low = ord(low[0]) if len(low) >= 1 else i
        key = (low - i, ord(base_of(c)) - i)
        index = maps.setdefault(key, len(maps))
        entries.append(CLASSES.index(class_of(c)) | index << 4)
    pages, stage1 = {}, []
    for p in range(0, 0x110000, 128):
        row = tuple(entries[p:p + 128])
        stage1.append(pages.setdefault(row, len(pages)))
    assert len(pages) < 65536 and len(maps) < 4096
    print("/* Written by make_unicode.py from Unicode %s; do not edit. */" % unicodedata.unidata_version)
    print('#include "text/unicode.h"\n')
    def table(kind, name, items, per_line):
        print(f"const {kind} {name} = {{")
        for i in range(0, len(items), per_line): print("  " + ",".join(map(str, items[i:i + per_line])) + ",")
        print("};")
    table("uint16_t", f"ss_unicode_pages[{len(stage1)}]", stage1, 32)
    table("uint16_t", f"ss_unicode_rows[{len(pages) * 128}]", [e for row in pages for e in row], 32)
    table("int32_t", f"ss_unicode_maps[{len(maps) * 2}]", [x for pair in maps for x in pair], 16)

main()
