-- In: an article. Out: a TEI P5 document: who speaks in the header, the text with <said> (and <quote> for the quoted words of a mixed
-- statement) in the body. Promises well-formed XML: characters that XML forbids are dropped, and passages that overlap or run over
-- paragraphs are in pieces, joined by @next and @prev. No vim.* here.

local text = require('sayso.export_text')

local M = {}

M.extension = 'xml'

local ENTITIES = { ['&'] = '&amp;', ['<'] = '&lt;', ['>'] = '&gt;', ['"'] = '&quot;' }

local function escape(value)
  value = text.utf8(value):gsub('[%z\1-\8\11\12\14-\31]', ''):gsub('\239\191[\190\191]', '')
  return (value:gsub('[&<>"]', ENTITIES))
end

-- ---- who ----------------------------------------------------------------------------------------------------------

local function names_of(actor, element)
  local parts, seen = {}, {}
  for i, list in ipairs({ { actor.name }, actor.aliases }) do
    for _, name in ipairs(list) do
      if not seen[name] then
        parts[#parts + 1] = ('<%s%s>%s</%s>'):format(element, i == 1 and '' or ' type="alias"', escape(name), element)
      end
      seen[name] = true
    end
  end
  return parts
end

-- Element, element of the name and list by kind of actor; other kinds are persons.
local LISTS = {
  organization = { 'org', 'orgName', 'listOrg' }, document = { 'org', 'orgName', 'listOrg', ' type="document"' },
  group = { 'personGrp', 'name', 'listPerson' }, place = { 'place', 'placeName', 'listPlace' },
}
local PERSON = { 'person', 'persName', 'listPerson' }
local SEX = { m = ' sex="M"', f = ' sex="F"' }

local function actor_element(actor)
  local shape = LISTS[actor.kind] or PERSON
  local parts = names_of(actor, shape[2])
  if shape == PERSON then
    for _, role in ipairs(actor.roles) do parts[#parts + 1] = '<occupation>' .. escape(role) .. '</occupation>' end
  end
  local sex = shape == PERSON and SEX[actor.gender] or ''
  return ('<%s xml:id="%s"%s%s>%s</%s>'):format(shape[1], actor.id, sex, shape[4] or '', table.concat(parts), shape[1]), shape[3]
end

local function participants(actors)
  local lists = { listPerson = {}, listOrg = {}, listPlace = {} }
  for _, actor in ipairs(actors) do
    local element, list = actor_element(actor)
    table.insert(lists[list], element)
  end
  local function list_of(name)
    return #lists[name] == 0 and '' or ('<%s>\n%s\n</%s>\n'):format(name, table.concat(lists[name], '\n'), name)
  end
  local people, places = list_of('listPerson') .. list_of('listOrg'), list_of('listPlace')
  return (people == '' and '' or '<particDesc>\n' .. people .. '</particDesc>\n')
    .. (places == '' and '' or '<settingDesc>\n' .. places .. '</settingDesc>\n')
end

-- ---- passages -----------------------------------------------------------------------------------------------------

-- The quoted words of a mixed statement.
local function quotes_in(article, span)
  local found, part = {}, article.text:sub(span[1] + 1, span[2])
  for _, pattern in ipairs({ '“().-()”', '"().-()"', '«().-()»' }) do
    for first, last in part:gmatch(pattern) do
      if first < last then found[#found + 1] = { span[1] + first - 1, span[1] + last - 1 } end
    end
  end
  return found
end

-- Passages of the text that get an element: {from, to, tag, attributes, chain}; pieces of one chain are joined.
local function passages_of(article, statements)
  local passages = {}
  for i, statement in ipairs(statements) do
    local who = {}
    for j, actor in ipairs(statement.speakers) do who[j] = '#' .. actor.id end
    local own = statement.kind ~= 'indirect' and statement.kind ~= 'mixed'
    local attributes = (#who > 0 and (' who="%s"'):format(table.concat(who, ' ')) or '') .. (' direct="%s"'):format(own)
      .. (statement.act == 'stance' and ' type="stance"' or '') .. (statement.kind == 'written' and ' aloud="false"' or '')
    for _, span in ipairs(statement.content) do
      passages[#passages + 1] = { from = span[1], to = span[2], tag = 'said', attributes = attributes, chain = i }
      for _, quote in ipairs(statement.kind == 'mixed' and quotes_in(article, span) or {}) do
        passages[#passages + 1] = { from = quote[1], to = quote[2], tag = 'quote', attributes = '' }
      end
    end
  end
  table.sort(passages, function(a, b)
    if a.from ~= b.from then return a.from < b.from end
    if a.to ~= b.to then return a.to > b.to end
    return a.tag > b.tag
  end)
  return passages
end

-- Text [from, to) with elements. `writer.passages` are sorted; those that began earlier and go on are in `writer.going`.
local Writer = {}
Writer.__index = Writer

function Writer:open(passage)
  local piece = { tag = passage.tag, attributes = passage.attributes, chain = passage.chain, at = #self.out + 1 }
  self.out[piece.at] = piece
  if passage.chain then
    self.chains[passage.chain] = self.chains[passage.chain] or {}
    table.insert(self.chains[passage.chain], piece)
  end
  self.stack[#self.stack + 1] = passage
end

function Writer:put(from, to)
  if from < to then self.out[#self.out + 1] = escape(self.article.text:sub(from + 1, to)) end
end

-- Closes what ends at `at`, or all; elements above one that ends are opened again.
function Writer:close(at, all)
  local again = {}
  local lowest
  for i, passage in ipairs(self.stack) do
    if all or passage.to <= at then lowest = lowest or i end
  end
  for _ = lowest or #self.stack + 1, #self.stack do
    local passage = table.remove(self.stack)
    self.out[#self.out + 1] = '</' .. passage.tag .. '>'
    if passage.to > at then table.insert(again, 1, passage) end
  end
  return again
end

-- The next place in (at, to] where an open passage ends or a new one begins.
function Writer:next_place(at, to)
  local place = to
  for _, passage in ipairs(self.stack) do place = math.min(place, passage.to) end
  local coming = self.passages[self.index]
  if coming and coming.from > at then place = math.min(place, coming.from) end
  return place
end

function Writer:start(at)
  while self.passages[self.index] and self.passages[self.index].from <= at do
    local passage = self.passages[self.index]
    if passage.to > at then self:open(passage) end
    self.index = self.index + 1
  end
end

--- The bytes [from, to) of one paragraph.
function Writer:block(from, to)
  for _, passage in ipairs(self.going) do
    if passage.to > from then self:open(passage) end
  end
  local at = from
  self:start(at)
  while at < to do
    local place = self:next_place(at, to)
    self:put(at, place)
    at = place
    for _, passage in ipairs(self:close(at)) do self:open(passage) end
    if at < to then self:start(at) end
  end
  self.going = self:close(to, true)
end

-- Pieces become tags; those of one statement are numbered and joined.
function Writer:finish()
  for number, pieces in pairs(self.chains) do
    for i, piece in ipairs(pieces) do
      local id = #pieces == 1 and ('s%d'):format(number) or ('s%d.%d'):format(number, i)
      local links = (i < #pieces and (' next="#s%d.%d"'):format(number, i + 1) or '')
        .. (i > 1 and (' prev="#s%d.%d"'):format(number, i - 1) or '')
      piece.attributes = (' xml:id="%s"'):format(id) .. piece.attributes .. links
    end
  end
  for i, piece in ipairs(self.out) do
    if type(piece) == 'table' then self.out[i] = '<' .. piece.tag .. piece.attributes .. '>' end
  end
  return table.concat(self.out)
end

-- ---- the text -----------------------------------------------------------------------------------------------------

-- Paragraphs (lines up to an empty one) and headings, in order: {from, to, heading}.
local function blocks_of(article)
  local report = require('sayso.report')
  local blocks, heading_at, block = {}, {}, nil
  for _, heading in ipairs(article.headings) do heading_at[(report.position(article, heading.span[1]))] = heading end
  for line = 1, #article.lines do
    local from, to = report.line_span(article, line)
    local heading = heading_at[line]
    if heading then
      blocks[#blocks + 1], block = { from = heading.span[1], to = heading.span[2], heading = true }, nil
    elseif not article.text:sub(from + 1, to):find('%S') then
      block = nil
    elseif block then
      block.to = to
    else
      block = { from = from, to = to }
      blocks[#blocks + 1] = block
    end
  end
  return blocks
end

local function body(article, statements)
  local writer = setmetatable({
    article = article, out = {}, stack = {}, chains = {}, going = {}, index = 1, passages = passages_of(article, statements),
  }, Writer)
  local out, inside = writer.out, false
  local blocks = blocks_of(article)
  for _, block in ipairs(blocks) do
    if block.heading then
      out[#out + 1] = (inside and '</div>\n' or '') .. '<div>\n'
      inside = true
    end
    out[#out + 1] = block.heading and '<head>' or '<p>'
    writer:block(block.from, block.to)
    out[#out + 1] = block.heading and '</head>\n' or '</p>\n'
  end
  if #blocks == 0 then out[1] = '<p/>\n' end
  if inside then out[#out + 1] = '</div>\n' end
  return writer:finish()
end

function M.render(core, article, options)
  local statements = require('sayso.report').shown(article, options.stances)
  local profile = participants(text.speaking(article, statements))
  return table.concat({
    '<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0">\n<teiHeader>\n<fileDesc>\n',
    '<titleStmt><title>', escape(article.path), '</title></titleStmt>\n',
    '<publicationStmt><p>Not published.</p></publicationStmt>\n',
    '<sourceDesc><p>Statements found by sayso ', core.version(), '.</p></sourceDesc>\n</fileDesc>\n',
    profile ~= '' and '<profileDesc>\n' .. profile .. '</profileDesc>\n' or '',
    '</teiHeader>\n<text>\n<body>\n', body(article, statements), '</body>\n</text>\n</TEI>\n',
  })
end

return M
