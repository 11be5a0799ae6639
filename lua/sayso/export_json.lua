-- In: an article. Out: JSON with its actors, statements, names and mentions. Promises keys in a fixed order, valid UTF-8, offsets in code
-- points as those of `sayso jsonl`. No vim.* here: the editor and the command write the same bytes, hence an encoder of its own.

local text = require('sayso.export_text')

local M = {}

M.extension = 'json'

local NULL = {}

-- ---- encoding -----------------------------------------------------------------------------------------------------

local ESCAPES = { ['"'] = '\\"', ['\\'] = '\\\\', ['\n'] = '\\n', ['\r'] = '\\r', ['\t'] = '\\t' }

local function quote(value)
  return '"' .. text.utf8(value):gsub('[%z\1-\31\127"\\]', function(byte)
    return ESCAPES[byte] or ('\\u%04x'):format(byte:byte())
  end) .. '"'
end

local encode

local function encode_list(list)
  local parts = {}
  for i, item in ipairs(list) do parts[i] = encode(item) end
  return '[' .. table.concat(parts, ',') .. ']'
end

-- An object is a list of key, value, key, value, ... marked as such; a value that is nil is left out.
local function encode_object(pairs_of)
  local parts = {}
  for i = 1, pairs_of.count, 2 do
    if pairs_of[i + 1] ~= nil then parts[#parts + 1] = quote(pairs_of[i]) .. ':' .. encode(pairs_of[i + 1]) end
  end
  return '{' .. table.concat(parts, ',') .. '}'
end

function encode(value)
  if value == NULL then return 'null' end
  if type(value) == 'table' then return value.count and encode_object(value) or encode_list(value) end
  if type(value) == 'number' then return (value % 1 == 0 and '%d' or '%.14g'):format(value) end
  return type(value) == 'string' and quote(value) or tostring(value)
end

local function object(...)
  return { count = select('#', ...), ... }
end

-- One item a line, so that versions of a file can be compared.
local function lines(items)
  local parts = {}
  for i, item in ipairs(items) do parts[i] = '    ' .. encode(item) end
  return #parts == 0 and '[]' or '[\n' .. table.concat(parts, ',\n') .. '\n  ]'
end

-- ---- forms --------------------------------------------------------------------------------------------------------

local function span_form(map, span) return { map:point(span[1]), map:point(span[2]) } end

local function spans_form(map, spans)
  local list = {}
  for i, span in ipairs(spans) do list[i] = span_form(map, span) end
  return list
end

local function actor_forms(voices, actors, sum, share)
  local forms, by_id = {}, {}
  for _, voice in ipairs(voices) do by_id[voice.actor.id] = voice end
  for i, actor in ipairs(actors) do
    local voice = by_id[actor.id] or { statements = {}, words = 0 }
    forms[i] = object('id', actor.id, 'name', actor.name, 'kind', actor.kind, 'gender', actor.gender, 'aliases', actor.aliases,
      'roles', actor.roles, 'parent', actor.parent, 'mentions', actor.mentions, 'statements', #voice.statements,
      'words', voice.words, 'share', share(voice.words, sum) / 100)
  end
  return forms
end

local function statement_forms(map, statements)
  local forms = {}
  for i, statement in ipairs(statements) do
    forms[i] = object('line', statement.line, 'column', statement.column, 'text', statement.said, 'words', statement.words,
      'source', spans_form(map, statement.source), 'cue', spans_form(map, statement.cue),
      'content', spans_form(map, statement.content), 'kind', statement.kind, 'act', statement.act,
      'actor', statement.actors, 'score', text.round(statement.score), 'rule', statement.rule)
  end
  return forms
end

local function entity_forms(map, entities)
  local forms = {}
  for i, entity in ipairs(entities) do
    forms[i] = object('span', span_form(map, entity.span), 'type', entity.type, 'actor', entity.actor or NULL)
  end
  return forms
end

local function mention_forms(map, mentions)
  local forms = {}
  for i, mention in ipairs(mentions) do
    forms[i] = object('span', span_form(map, mention.span), 'form', mention.form, 'actor', mention.actor or NULL)
  end
  return forms
end

function M.render(core, article, options)
  local report = require('sayso.report')
  local map = core.codepoints(article.text)
  local voices, _, sum = report.voices(core, { article }, options.stances)
  local parts = {
    ('  "format":"sayso export","version":1,"file":%s,"language":%s'):format(quote(article.path), quote(article.language)),
    '  "actors":' .. lines(actor_forms(voices, article.actors, sum, report.share)),
    '  "attributions":' .. lines(statement_forms(map, report.shown(article, options.stances))),
    '  "entities":' .. lines(entity_forms(map, article.doc:entities())),
    '  "mentions":' .. lines(mention_forms(map, article.doc:mentions())),
    ('  "total":{"statements":%d,"words":%d}'):format(sum.statements, sum.words),
  }
  return '{\n' .. table.concat(parts, ',\n') .. '\n}\n'
end

return M
