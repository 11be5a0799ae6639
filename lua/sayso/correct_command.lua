-- In: the words after `sayso correct FILE`. Out: the correction they mean, made and kept; or the list of those there are.
-- Promises 1-based places as the editor shows them (LINE, LINE:COL, LINE:COL-LINE:COL, ends included), and that an unclear name is
-- refused. Part of the command (cli.lua hands over its tools); no vim.*.

local correct = require('sayso.correct')
local report = require('sayso.report')
local terminal = require('sayso.terminal')

local M = {}

M.HELP = [[
sayso correct FILE: what the reader got wrong, kept in FILE.sayso.json

  sayso correct FILE [list]                 the corrections, and whether they still find their place
  sayso correct FILE merge NAME INTO        both names are one actor, called INTO
  sayso correct FILE split PLACE [NEW]      the mention at PLACE, and those that read the same, are another actor
  sayso correct FILE rename NAME NEW        the actor is shown as NEW
  sayso correct FILE actor PLACE [NAME]...  the statement at PLACE is by NAME (by nobody)
  sayso correct FILE kind PLACE KIND        direct, mixed, indirect, unmarked, written; or speech, stance
  sayso correct FILE span PLACE RANGE...    the statement's content is RANGE
  sayso correct FILE add RANGE [NAME]...    a statement that was missed
  sayso correct FILE reject PLACE           that is no statement
  sayso correct FILE confirm PLACE          it is right as it is, and stays so
  sayso correct FILE undo [ID]              takes back the last correction, or that one
  sayso correct FILE redo                   makes the one taken back last again

PLACE is LINE or LINE:COL, RANGE is LINE:COL-LINE:COL, as the editor counts, ends included.]]

-- ---- places -------------------------------------------------------------------------------------------------------

local function offset_of(run, article, line, column)
  local from, to = report.line_span(article, line)
  if not from then run.wrong_use('the text has no line %d', line) end
  if column - 1 > to - from then run.wrong_use('line %d has no column %d', line, column) end
  return from + column - 1, to
end

local function number(word) return math.floor(tonumber(word)) end

-- The statement of a line, or at a column: as a span that points into it.
local function place_of(run, article, word)
  local line, column = (word or ''):match('^(%d+):?(%d*)$')
  if not line or number(line) < 1 then run.wrong_use("'%s' is no place: LINE or LINE:COL", word or '') end
  if column ~= '' then
    local at, to = offset_of(run, article, number(line), number(column))
    return { at, math.min(at + 1, math.max(to, at)) }, true
  end
  local from, to = report.line_span(article, number(line))
  if not from then run.wrong_use('the text has no line %d', number(line)) end
  return { from, to }, false
end

-- End of the character that starts at the offset.
local function char_end(text, offset)
  local stop = offset + 1
  while stop < #text and text:byte(stop + 1) >= 0x80 and text:byte(stop + 1) < 0xC0 do stop = stop + 1 end
  return stop
end

local function range_of(run, article, word)
  local l1, c1, l2, c2 = (word or ''):match('^(%d+):(%d+)%-(%d+):(%d+)$')
  if not l1 then run.wrong_use("'%s' is no range: LINE:COL-LINE:COL", word or '') end
  local from = offset_of(run, article, number(l1), number(c1))
  local to, line_end = offset_of(run, article, number(l2), number(c2))
  to = math.min(char_end(article.text, to), math.max(line_end, to))
  if to <= from then run.wrong_use("the range '%s' is empty", word) end
  return { from, to }
end

local function overlaps(span, place) return span[1] < place[2] and span[2] > place[1] end

-- The one statement meant: at the column, else the only one of the line. Its content as a span.
local function statement_of(run, article, word)
  local place, exact = place_of(run, article, word)
  if exact then
    local at = article.doc:at(place[1])
    if not at.statement then run.nothing('no statement stands at %s', word) end
    local content = at.statement.content
    return { content[1][1], content[#content][2] }
  end
  local found = {}
  for _, statement in ipairs(article.statements) do
    for _, span in ipairs(statement.content) do
      if overlaps(span, place) and found[#found] ~= statement then found[#found + 1] = statement end
    end
  end
  if #found == 0 then run.nothing('no statement stands on line %s', word) end
  if #found > 1 then run.wrong_use('%d statements stand on line %s: say LINE:COL', #found, word) end
  local content = found[1].content
  return { content[1][1], content[#content][2] }
end

-- ---- actors -------------------------------------------------------------------------------------------------------

local function folded_equal(core, a, b) return core.fold(a) == core.fold(b) end

-- The one actor meant: by full name, else by another one. nil: there is none.
local function find_actor(run, article, name)
  local found = {}
  for _, actor in ipairs(article.actors) do
    if actor.id == name or folded_equal(run.core, actor.name, name) then found[#found + 1] = actor end
  end
  if #found == 0 then found = report.called(run.core, article, name) end
  if #found > 1 then
    local names = {}
    for i, actor in ipairs(found) do names[i] = actor.id .. ' ' .. terminal.visible(actor.name) end
    run.wrong_use("'%s' may be %s: give the full name or the id", name, table.concat(names, ', '))
  end
  return found[1]
end

local function need_actor(run, article, name)
  return find_actor(run, article, name) or run.nothing("the text has no actor '%s'", name)
end

-- A mention to anchor a correction of the actor by: its longest name.
local function mention_of(run, article, actor)
  local best
  for _, mention in ipairs(article.doc:mentions()) do
    local size = mention.span[2] - mention.span[1]
    if mention.actor == actor.id and (not best or (mention.form == 'name' and size > best[2] - best[1])) then best = mention.span end
  end
  return best or run.nothing("'%s' is mentioned nowhere", actor.name)
end

-- Names as the core knows them; a name that nobody has makes a new actor.
local function names_of(run, article, words, first)
  local names = {}
  for i = first, #words do
    local actor = find_actor(run, article, words[i])
    names[#names + 1] = actor and actor.name or words[i]
  end
  return names
end

-- ---- actions ------------------------------------------------------------------------------------------------------

local KINDS = { direct = 'kind', mixed = 'kind', indirect = 'kind', unmarked = 'kind', written = 'kind', speech = 'act', stance = 'act' }

-- Each: the words after FILE and the action -> a correction. `least`, `most`: how many words.
local ACTIONS = {
  merge = { 2, 2, function(run, article, words)
    local gone, stays = need_actor(run, article, words[1]), need_actor(run, article, words[2])
    if gone == stays then run.wrong_use("'%s' and '%s' are one actor already", words[1], words[2]) end
    return { span = mention_of(run, article, gone), actors = { stays.name } }
  end },
  split = { 1, 2, function(run, article, words)
    local place = place_of(run, article, words[1])
    local at = article.doc:at(place[1])
    if not at.mention then run.nothing('nobody is mentioned at %s', words[1]) end
    return { span = at.mention.span, value = words[2] }
  end },
  rename = { 2, 2, function(run, article, words)
    return { span = mention_of(run, article, need_actor(run, article, words[1])), value = words[2] }
  end },
  actor = { 1, math.huge, function(run, article, words)
    return { span = statement_of(run, article, words[1]), actors = names_of(run, article, words, 2) }
  end },
  kind = { 2, 2, function(run, article, words)
    local key = KINDS[words[2]] or run.wrong_use("there is no kind '%s'", words[2])
    return { span = statement_of(run, article, words[1]), [key] = words[2] }
  end },
  span = { 2, math.huge, function(run, article, words)
    local content = {}
    for i = 2, #words do content[i - 1] = range_of(run, article, words[i]) end
    return { span = statement_of(run, article, words[1]), content = content }
  end },
  add = { 1, math.huge, function(run, article, words)
    local range = range_of(run, article, words[1])
    return { span = range, content = { range }, actors = names_of(run, article, words, 2) }
  end },
  reject = { 1, 1, function(run, article, words) return { span = statement_of(run, article, words[1]) } end },
  confirm = { 1, 1, function(run, article, words) return { span = statement_of(run, article, words[1]) } end },
}

-- ---- what is shown ------------------------------------------------------------------------------------------------

local function details(correction)
  local names = table.concat(correction.actors or {}, ' and ')
  if correction.action == 'merge' then return ('%s is %s'):format(correction.value or '?', names) end
  if correction.action == 'rename' or correction.action == 'split' then
    return ('%s: %s'):format(names ~= '' and names or '?', correction.value or correction.anchor.text)
  end
  if correction.action == 'kind' then return correction.kind .. (correction.act == 'stance' and ', stance' or '') end
  if correction.action == 'reject' or correction.action == 'span' then return '' end
  return names ~= '' and names or 'nobody'
end

local function shown(run, article, correction)
  local line, column = report.position(article, correction.span[1])
  local style, visible = run.style, terminal.visible
  local about = details(correction)
  run.emit(style.dim(('%s:%d:%d:'):format(visible(article.path), line, column)), ' ', correction.id, ' ', correction.action,
    about ~= '' and ' ' .. style.name(visible(about)) or '', ' “', terminal.shorten(visible(correction.anchor.text), 48), '”',
    correction.state == 'drifted' and style.warn(' (drifted: ' .. correction.reason .. ')') or '')
end

local function list(run, article, correcting)
  local items = correct.list(correcting)
  if run.options.json then run.emit_json({ file = article.path, corrections = items }) end
  if #items == 0 then
    if run.options.json then return run.NOTHING end
    run.nothing('%s: no corrections', article.path)
  end
  if not run.options.json then
    for _, item in ipairs(items) do shown(run, article, item) end
  end
  return run.FOUND
end

local function answer(run, article, correction, message, code)
  if not correction then
    if code == 'DRIFTED' or not code then run.nothing('%s: %s', article.path, message) end
    run.input_failed('%s', message)
  end
  if run.options.json then run.emit_json({ file = article.path, corrections = { correction } }) else shown(run, article, correction) end
  return run.FOUND
end

--- Runs `sayso correct`: `article` is read with its corrections, `kept` is their store.
---@return integer status
function M.run(run, article, kept, words)
  local correcting = { doc = article.doc, store = kept }
  local name = table.remove(words, 1) or 'list'
  if name == 'list' then return list(run, article, correcting) end
  if name == 'undo' then return answer(run, article, correct.undo(correcting, words[1])) end
  if name == 'redo' then return answer(run, article, correct.redo(correcting)) end
  local action = ACTIONS[name]
  if not action then run.wrong_use("there is no correction '%s' (see sayso correct --help)", name) end
  if #words < action[1] or #words > action[2] then
    run.wrong_use('sayso correct FILE %s has other words (see sayso correct --help)', name)
  end
  local item = action[3](run, article, words)
  item.action = name
  return answer(run, article, correct.make(correcting, item))
end

return M
