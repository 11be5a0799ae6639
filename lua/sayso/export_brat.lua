-- In: an article. Out: brat standoff annotations (.ann) for its text: mentions, and an event for each statement. Promises offsets in code
-- points of the text as it is, and that no annotation holds a line break: one that does is in pieces. No vim.* here.
--
--   T1  Person 0 11          Antony Hale        a mention that has an actor, by the actor's kind; parts of statements
--   *   Equiv T1 T7                             mentions of one actor
--   E1  Cue:T3 Content:T4 Source:T2             a statement; Content:T4 alone where there is no cue
--   A1  Kind E1 direct                          attributes: Kind, Act
--   #1  AnnotatorNotes E1  Antony Hale          who

local text = require('sayso.export_text')

local M = {}

M.extension = 'ann'

local TYPES = {
  person = 'Person', organization = 'Organization', place = 'Place', group = 'Group', document = 'Document', author = 'Author',
}

local function new_writer(core, article)
  return { article = article, map = core.codepoints(article.text), lines = {}, count = { T = 0, E = 0, A = 0, ['#'] = 0 } }
end

local function add(writer, letter, ...)
  writer.count[letter] = writer.count[letter] + 1
  local id = letter .. writer.count[letter]
  writer.lines[#writer.lines + 1] = id .. '\t' .. table.concat({ ... }, '\t')
  return id
end

-- Pieces of spans without line breaks and without white space at their ends, in bytes.
local function pieces_of(article, spans)
  local pieces = {}
  for _, span in ipairs(spans) do
    local part = article.text:sub(span[1] + 1, span[2])
    for first, words in part:gmatch('()([^\r\n]+)') do
      local lead, trail = #words:match('^%s*'), #words:match('%s*$')
      local from, to = span[1] + first - 1 + lead, span[1] + first - 1 + #words - trail
      if from < to then pieces[#pieces + 1] = { from, to } end
    end
  end
  table.sort(pieces, function(a, b) return a[1] < b[1] end)
  return pieces
end

-- A text-bound annotation; nil where there is nothing but white space.
local function bound(writer, kind, spans)
  local places, words = {}, {}
  for i, piece in ipairs(pieces_of(writer.article, spans)) do
    places[i] = ('%d %d'):format(writer.map:point(piece[1]), writer.map:point(piece[2]))
    words[i] = text.utf8(writer.article.text:sub(piece[1] + 1, piece[2])):gsub('\t', ' ')
  end
  return #places > 0 and add(writer, 'T', kind .. ' ' .. table.concat(places, ';'), table.concat(words, ' ')) or nil
end

local function add_mentions(writer)
  local by_actor = {}
  for _, mention in ipairs(writer.article.doc:mentions()) do
    local actor = mention.actor and writer.article.by_id[mention.actor]
    local id = actor and bound(writer, TYPES[actor.kind] or 'Actor', { mention.span })
    if id then
      by_actor[actor.id] = by_actor[actor.id] or {}
      table.insert(by_actor[actor.id], id)
    end
  end
  for _, actor in ipairs(writer.article.actors) do
    local ids = by_actor[actor.id] or {}
    if #ids > 1 then writer.lines[#writer.lines + 1] = '*\tEquiv ' .. table.concat(ids, ' ') end
  end
end

local function add_statement(writer, statement)
  local cue, content, source = bound(writer, 'Cue', statement.cue), bound(writer, 'Content', statement.content),
    bound(writer, 'Source', statement.source)
  local parts = {}
  if cue then parts[1] = 'Cue:' .. cue end
  if content then parts[#parts + 1] = 'Content:' .. content end
  if source and #parts > 0 then parts[#parts + 1] = 'Source:' .. source end
  if #parts == 0 then return end
  local event = add(writer, 'E', table.concat(parts, ' '))
  add(writer, 'A', ('Kind %s %s'):format(event, statement.kind))
  add(writer, 'A', ('Act %s %s'):format(event, statement.act))
  local who = text.speakers(statement)
  if who ~= '' then add(writer, '#', 'AnnotatorNotes ' .. event, who) end
end

function M.render(core, article, options)
  local writer = new_writer(core, article)
  add_mentions(writer)
  for _, statement in ipairs(require('sayso.report').shown(article, options.stances)) do add_statement(writer, statement) end
  return #writer.lines > 0 and table.concat(writer.lines, '\n') .. '\n' or ''
end

return M
