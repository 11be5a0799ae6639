-- The five formats: read back by Python's parsers (no code of ours), and what they must not let through.
local core = require('sayso.core')
local report = require('sayso.report')
local export = require('sayso.export')

local TEXT = '=1+1\n\n“We will <try> again in April,” Antony Hale said. “And in\nMay & June.” The “good” plan, \1Hale said, was “dead.”\n\n'
  .. '“Nobody \255 asked the city,” Lucía Weiss said.\n'

-- Reads a file of each format and prints what the test compares; status 1 when it cannot be read. That of brat knows the format from its
-- documentation alone: ids, offsets, words and references must fit.
local READERS = {
  json = 'import json,sys; d=json.load(open(sys.argv[1],encoding="utf-8")); print(len(d["attributions"]), d["attributions"][0]["text"])',
  csv = 'import csv,sys; r=list(csv.DictReader(open(sys.argv[1],encoding="utf-8",newline=""))); print(len(r), r[0]["text"])',
  tei = 'import sys,xml.etree.ElementTree as E; t=E.parse(sys.argv[1]).getroot(); n="{http://www.tei-c.org/ns/1.0}"\n'
    .. 's=list(t.iter(n+"said")); ids={e.get("{http://www.w3.org/XML/1998/namespace}id") for e in t.iter()}\n'
    .. 'assert all(w[1:] in ids for e in s for k in ("who","next","prev") for w in (e.get(k) or "").split())\n'
    .. 'print(len([e for e in s if not e.get("prev")]), "".join(s[0].itertext()))',
  brat = 'import sys; ids=set(); text=open(sys.argv[2],encoding="utf-8",errors="replace",newline="").read(); T={}; events=0; first=""\n'
    .. 'for line in open(sys.argv[1],encoding="utf-8",newline="\\n"):\n'
    .. ' f=line.rstrip("\\n").split("\\t"); assert f[0]=="*" or f[0] not in ids,line; ids.add(f[0])\n'
    .. ' if f[0][0]=="T":\n'
    .. '  kind,spans=f[1].split(" ",1); parts=[tuple(map(int,p.split())) for p in spans.split(";")]\n'
    .. '  assert " ".join(text[a:b] for a,b in parts)==f[2],line; T[f[0]]=f[2]\n'
    .. ' elif f[0][0]=="E":\n'
    .. '  events+=1; roles=dict(p.split(":") for p in f[1].split()); assert all(v in T for v in roles.values()); '
    .. 'first=first or T[roles["Content"]]\n'
    .. ' elif f[0]=="*":\n'
    .. '  kind,*group=f[1].split(); assert kind=="Equiv" and len(group)>1 and all(g in T for g in group),line\n'
    .. ' elif f[0][0] in "A#":\n'
    .. '  kind,target,*value=f[1].split(); assert target in ids and (value or f[2]),line\n'
    .. ' else: assert False,line\n'
    .. 'print(events, first)',
}

local function article_of(text) return assert(report.read(core, 'text.txt', text, { format = 'plain' })) end

local function write(path, text)
  local file = assert(io.open(path, 'wb'))
  file:write(text)
  file:close()
end

local function python(reader, ...)
  local script = os.tmpname()
  write(script, reader)
  local pipe = io.popen('PYTHONIOENCODING=utf-8 python3 ' .. script .. ' ' .. table.concat({ ... }, ' ') .. ' 2>&1')
  local output = pipe:read('*a')
  pipe:close()
  os.remove(script)
  return output
end

local has_python = python('print("there")'):find('there') ~= nil

-- What xmllint says of a TEI file; '' where nothing is wrong.
local function xmllint(text)
  local path = os.tmpname()
  write(path, text)
  local pipe = io.popen('xmllint --noout --nonet ' .. path .. ' 2>&1')
  local output = pipe:read('*a')
  pipe:close()
  os.remove(path)
  return output
end

local pipe = io.popen('xmllint --version 2>&1')
local has_xmllint = pipe:read('*a'):find('libxml') ~= nil
pipe:close()

return function(test, check)
  for format, reader in pairs(READERS) do
    test('a ' .. format .. ' file is read back by an independent tool', function()
      if not has_python then check.skip('no python3') end
      local article, path, source = article_of(TEXT), os.tmpname(), os.tmpname()
      write(path, assert(export.render(core, format, article)))
      write(source, TEXT)
      local count, first = python(reader, path, source):match('^(%d+) (.*)\n$')
      os.remove(path)
      os.remove(source)
      check.equal(tonumber(count), #report.shown(article), 'statements')
      check.match(first, 'We will <try> again in April')
    end)
  end

  test('xmllint finds no fault in TEI, whatever bytes the text has', function()
    if not has_xmllint then check.skip('no xmllint (Debian: apt install libxml2-utils)') end
    check.truthy(xmllint('<a>\1</a>') ~= '', 'xmllint sees forbidden characters')
    local bytes = {}
    for code = 0, 255 do bytes[#bytes + 1] = string.char(code) end
    local forbidden = '\239\191\190 \239\191\191 \237\160\128 \244\144\128\128 ]]> &#0; <!-- -- <? '
    local texts = { TEXT, '', 'x', '“A ' .. table.concat(bytes) .. ' b ' .. forbidden .. ',” Antony Hale said.\n' }
    for _, name in ipairs({ 'article.txt', 'fiction.txt', 'interview.md', 'news.txt', 'release.txt' }) do
      local file = assert(io.open('tests/data/' .. name, 'rb'))
      texts[#texts + 1] = file:read('*a')
      file:close()
    end
    for i, text in ipairs(texts) do
      for _, stances in ipairs({ false, true }) do
        check.equal(xmllint(export.render(core, 'tei', article_of(text), { stances = stances })), '', 'text ' .. i)
      end
    end
  end)

  test('every format renders texts with nothing in them', function()
    for _, text in ipairs({ '', '\n', 'x', '\255\254', ('Der Mann sagte, dass er morgen nicht kommen kann. '):rep(9) }) do
      for _, format in ipairs(export.formats()) do check.truthy(export.render(core, format, article_of(text)), format) end
    end
  end)

  -- An article whose fields we write ourselves: what a reader finds is not the matter here.
  local function statement(said)
    return {
      act = 'speech', kind = 'direct', said = said, cue_text = '=cmd', source_text = '@x', words = 1, score = 1, rule = '-', line = 1,
      column = 1, actors = {}, speakers = { { id = 'A1', name = '+Hale', kind = 'person', aliases = {}, roles = {} } }, content = {},
      source = {}, cue = {},
    }
  end

  test('cells of CSV are no formulas', function()
    local article = { path = '-x', statements = { statement('\t=HYPERLINK("a","b")'), statement('a "b", c') } }
    local text = export.render(core, 'csv', article)
    check.match(text, "1,'%-x,1,1,'%+Hale,person,'@x,'=cmd,\"'\t=HYPERLINK%(\"\"a\"\",\"\"b\"\"%)\",direct")
    check.match(text, '"a ""b"", c"')
  end)

  test('XML has no forbidden characters, Markdown no markup of the text', function()
    local tei = export.render(core, 'tei', article_of('“A\1B <b>\239\191\191 is *bold*,” Antony Hale said.\n'))
    check.truthy(not tei:find('[\1-\8\11\12\14-\31]') and not tei:find('\239\191\191', 1, true))
    check.match(tei, 'AB &lt;b&gt;')
    local markdown = export.render(core, 'markdown', article_of('“We <b>do</b> *not* [x](y) | z,” Antony Hale said.\n'))
    check.match(markdown, [[We \<b\>do\</b\> \%*not\%* \%[x\%]%(y%) \| z]])
  end)

  test('the text of TEI is the text of the article', function()
    local article = article_of((TEXT:gsub('[\1\255]', '')))
    local tei = export.render(core, 'tei', article)
    local body = tei:match('<body>(.*)</body>'):gsub('<[^>]*>', '')
      :gsub('&lt;', '<'):gsub('&gt;', '>'):gsub('&quot;', '"'):gsub('&amp;', '&')
    check.equal((body:gsub('%s+', '')), (article.text:gsub('%s+', '')))
  end)

  test('nothing is written over without force, and never through a link', function()
    local path = os.tmpname()
    local written, message, code = export.write(core, path, 'new')
    check.equal({ written = written, code = code }, { code = 'EXISTS' })
    check.match(message, 'exists')
    check.truthy(export.write(core, path, 'new', { force = true }))
    check.equal(io.open(path):read('*a'), 'new')
    local link = path .. '.link'
    os.execute('ln -s ' .. path .. ' ' .. link)
    for _, force in ipairs({ true, false }) do
      check.equal(select(3, export.write(core, link, 'other', { force = force })), 'LINK')
    end
    check.equal(io.open(path):read('*a'), 'new')
    os.remove(link)
    os.remove(path)
    check.truthy(export.write(core, path, 'fresh'))
    local function mode_of(name) return io.popen('ls -l ' .. name):read('*a'):match('^%S+') end
    io.open(path .. '.other', 'w'):close()
    check.equal(mode_of(path), mode_of(path .. '.other'))
    os.execute('chmod 640 ' .. path)
    check.truthy(export.write(core, path, 'again', { force = true }))
    check.match(mode_of(path), '^%-rw%-r%-%-%-%-%-')
    os.remove(path .. '.other')
    os.remove(path)
  end)
end
