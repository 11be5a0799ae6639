-- In: a text and the core. Out: an article: its actors and statements with what people ask of them (line, words, who).
-- Promises plain tables; nothing is printed and nothing is read from disk. No vim.* here.

local M = {}

---@class sayso.Article
---@field path string
---@field text string
---@field doc userdata
---@field lines integer[] byte offset of each line's start
---@field actors table[]
---@field by_id table<string, table>
---@field statements table[] in the order of the text
---@field language string
---@field min_score number? statements with a lower score are not shown

-- ---- lines --------------------------------------------------------------------------------------------------------

-- Starts of lines, 0-based. A lone CR ends lines only where the text has no LF, as in the editor.
local function line_starts(text)
  local mark = (text:find('\n', 1, true) or not text:find('\r', 1, true)) and '\n' or '\r'
  local starts, at = { 0 }, 1
  while true do
    local found = text:find(mark, at, true)
    if not found then break end
    starts[#starts + 1] = found
    at = found + 1
  end
  if #starts > 1 and starts[#starts] == #text then starts[#starts] = nil end
  return starts
end

--- Line and byte column of an offset, both 1-based.
function M.position(article, offset)
  local low, high = 1, #article.lines
  while low < high do
    local middle = math.floor((low + high + 1) / 2)
    if article.lines[middle] <= offset then low = middle else high = middle - 1 end
  end
  return low, offset - article.lines[low] + 1
end

--- Bytes of a line, 1-based: start and end, the line break left out; nil past the last line.
function M.line_span(article, line)
  local start = article.lines[line]
  if not start then return nil end
  local after = article.lines[line + 1] or #article.text
  local stop = after
  while stop > start and article.text:sub(stop, stop):find('[\r\n]') do stop = stop - 1 end
  return start, stop
end

-- ---- statements ---------------------------------------------------------------------------------------------------

-- The words of a list of spans on one line, without markup; gaps are shown.
local function text_of(article, spans, gap)
  local parts = {}
  for i, span in ipairs(spans) do
    parts[i] = article.doc:clean(span[1], span[2]):gsub('\n', ' '):gsub('^ +', ''):gsub(' +$', '')
  end
  return table.concat(parts, gap)
end

local function first_byte(statement)
  local first = math.huge
  for _, key in ipairs({ 'content', 'source', 'cue' }) do
    local span = statement[key][1]
    if span and span[1] < first then first = span[1] end
  end
  return first == math.huge and 0 or first
end

-- Adds to a statement of the core: said, cue_text, words, line, column, speakers.
local function complete(article, statement, core)
  local place = statement.content[1] and statement.content[1][1] or first_byte(statement)
  statement.said = text_of(article, statement.content, ' … ')
  statement.cue_text = text_of(article, statement.cue, ' … ')
  statement.source_text = text_of(article, statement.source, ' … ')
  statement.words = core.words(statement.said)
  statement.line, statement.column = M.position(article, place)
  statement.speakers = {}
  for i, id in ipairs(statement.actors) do statement.speakers[i] = article.by_id[id] end
end

-- ---- articles -----------------------------------------------------------------------------------------------------

local function nothing() end

--- The article that an up-to-date document is: what an editor holds, or what read() has read. `options`: lists, what keeps the
--- document's actors, statements and headings (they are added to); pause, called between statements.
---@param options { lists: table?, pause: function? }?
---@return sayso.Article article
function M.article(core, path, text, doc, options)
  local lists, pause = options and options.lists or doc, options and options.pause or nothing
  local article = { path = path, text = text, doc = doc, lines = line_starts(text), by_id = {} }
  article.actors, article.statements = lists:actors(), lists:statements()
  article.language, article.headings = doc:language(), lists:headings()
  for _, actor in ipairs(article.actors) do
    actor.article = article
    article.by_id[actor.id] = actor
  end
  for _, statement in ipairs(article.statements) do
    statement.article = article
    complete(article, statement, core)
    pause()
  end
  return article
end

--- Reads a text. `options` go to core.open; `path` gives the format where they do not. `corrections`: as the store has them.
---@return sayso.Article? article
---@return string? message
---@return string? code
---@return integer? place
function M.read(core, path, text, options, corrections)
  local given = { path = path }
  for key, value in pairs(options or {}) do given[key] = value end
  local doc, message, code, place = core.open(text, given)
  if not doc then return nil, message, code, place end
  local done
  if corrections and #corrections > 0 then
    done, message, code, place = doc:correct(corrections)
    if not done then return nil, message, code, place end
  end
  done, message, code, place = doc:update()
  if done == nil then return nil, message, code, place end
  return M.article(core, path, text, doc)
end

--- A score as it is written: to three decimals.
function M.round(score) return math.floor(score * 1000 + 0.5) / 1000 end

--- Is the statement as sure as `least` wants (nil: any is)?
function M.sure(statement, least) return not least or M.round(statement.score) >= least end

--- Statements to show: those of act speech, with `stances` all; none that is less sure than the article's `min_score`.
function M.shown(article, stances)
  local shown = {}
  for _, statement in ipairs(article.statements) do
    if (stances or statement.act == 'speech') and M.sure(statement, article.min_score) then shown[#shown + 1] = statement end
  end
  return shown
end

--- How many statements `min_score` alone keeps from being shown.
function M.hidden(article, stances)
  local count = 0
  for _, statement in ipairs(article.statements) do
    if (stances or statement.act == 'speech') and not M.sure(statement, article.min_score) then count = count + 1 end
  end
  return count
end

-- ---- quotation marks ----------------------------------------------------------------------------------------------

local MARKS = { '"', '“', '”', '«', '„' }

-- Does the text have quotation marks of its own? Single ones count at its start alone: elsewhere they are apostrophes.
function M.has_marks(text)
  for _, mark in ipairs(MARKS) do
    if text:find(mark, 1, true) then return true end
  end
  return text:sub(1, 1) == "'" or text:sub(1, #'‘') == '‘'
end

-- ---- short names --------------------------------------------------------------------------------------------------

--- Persons' last names, and how many persons have each.
---@return table<string, integer>
function M.surnames(actors)
  local count = {}
  for _, actor in ipairs(actors) do
    local last = actor.kind == 'person' and actor.name:match('(%S+)$')
    if last then count[last] = (count[last] or 0) + 1 end
  end
  return count
end

-- The first `count` characters of a text that has more; else nil.
local function first_characters(text, count)
  for at in text:gmatch('()[^\128-\191][\128-\191]*') do
    if count == 0 then return text:sub(1, at - 1) end
    count = count - 1
  end
end

--- A person's last name where no other person has it, else the name; of a long one as many words as `longest` characters hold.
function M.short_name(actor, surnames, longest)
  local last = actor.kind == 'person' and actor.name:match('^%u.*%s(%u%S*)$')
  local name = last and surnames[last] == 1 and last or actor.name
  if not first_characters(name, longest) then return name end
  return (first_characters(name, longest - 1):gsub('%s+%S*$', '')) .. '…'
end

-- ---- voices: who said how much ------------------------------------------------------------------------------------

local function new_voice(actor)
  -- total and weight: statements and words, in a tree with those of its children
  return { actor = actor, statements = {}, words = 0, total = 0, weight = 0, children = {} }
end

local function add(voice, statement)
  voice.statements[#voice.statements + 1] = statement
  voice.words = voice.words + statement.words
end

-- Most statements first, then most words, then the order of the text.
local function by_weight(a, b)
  if a.total ~= b.total then return a.total > b.total end
  if a.weight ~= b.weight then return a.weight > b.weight end
  return a.order < b.order
end

-- What joins actors of several articles: the name without case and accents, and the kind.
local function joint_key(core, actor)
  actor.joint_key = actor.joint_key or core.fold(actor.name) .. '\0' .. actor.kind
  return actor.joint_key
end

--- Voices of one or more articles, joined by name and kind, most statements first.
---@return table[] voices {actor, statements, words, total, share}
---@return table unattributed a voice without an actor
---@return table sum {statements, words, hidden} each statement counted once; hidden: those below `min_score`
function M.voices(core, articles, stances)
  local voices, by_key, unattributed, sum = {}, {}, new_voice(nil), { statements = 0, words = 0, hidden = 0 }
  for _, article in ipairs(articles) do
    sum.hidden = sum.hidden + M.hidden(article, stances)
    for _, statement in ipairs(M.shown(article, stances)) do
      sum.statements, sum.words = sum.statements + 1, sum.words + statement.words
      if #statement.speakers == 0 then add(unattributed, statement) end
      for _, actor in ipairs(statement.speakers) do
        local key = joint_key(core, actor)
        if not by_key[key] then
          by_key[key] = new_voice(actor)
          by_key[key].order = #voices
          voices[#voices + 1] = by_key[key]
        end
        add(by_key[key], statement)
      end
    end
  end
  for _, voice in ipairs(voices) do voice.total, voice.weight = #voice.statements, voice.words end
  unattributed.total = #unattributed.statements
  table.sort(voices, by_weight)
  return voices, unattributed, sum
end

--- The voices of one article as a tree: seats under their country. A country that says nothing itself is there when a seat
--- of it speaks. A child's statements count for the order of its parent.
function M.tree(core, article, stances)
  local voices, unattributed, sum = M.voices(core, { article }, stances)
  local by_id, roots = {}, {}
  for _, voice in ipairs(voices) do by_id[voice.actor.id] = voice end
  for _, voice in ipairs(voices) do
    local parent = voice.actor.parent and article.by_id[voice.actor.parent]
    local above = parent and not parent.parent and (by_id[parent.id] or new_voice(parent))
    if above then
      if not by_id[parent.id] then
        above.order = voice.order
        by_id[parent.id], roots[#roots + 1] = above, above
      end
      above.total, above.weight = above.total + voice.total, above.weight + voice.weight
      above.children[#above.children + 1] = voice
    else
      roots[#roots + 1] = voice
    end
  end
  table.sort(roots, by_weight)
  return roots, unattributed, sum
end

--- Words as a share of all words said, in whole percent.
function M.share(words, sum)
  return sum.words == 0 and 0 or math.floor(100 * words / sum.words + 0.5)
end

-- ---- names --------------------------------------------------------------------------------------------------------

local function last_word(folded)
  return folded:match('(%S+)%s*$') or folded
end

--- Is the actor meant by a folded name: its full name, a person's last name, an alias or a role?
function M.means(core, actor, wanted)
  local full = core.fold(actor.name)
  if full == wanted or (actor.kind == 'person' and last_word(full) == wanted) then return true end
  for _, list in ipairs({ actor.aliases, actor.roles }) do
    for _, other in ipairs(list) do
      if core.fold(other) == wanted then return true end
    end
  end
  return false
end

--- The article's actors whom a name means: full name, surname, alias or role, without case and accents.
---@return table[] actors
function M.called(core, article, name)
  local wanted, found = core.fold(name), {}
  for _, actor in ipairs(article.actors) do
    if M.means(core, actor, wanted) then found[#found + 1] = actor end
  end
  return found
end

--- Voices of those whom a name means: full name, surname, alias or role, without case and accents.
---@return table[] voices those who made statements
---@return boolean known is anyone of that name there at all?
function M.named(core, articles, name, stances)
  local wanted = core.fold((name:gsub('^%s+', ''):gsub('%s+$', ''):gsub('%s+', ' ')))
  local meant, found = {}, {}
  for _, article in ipairs(articles) do
    for _, actor in ipairs(article.actors) do
      if M.means(core, actor, wanted) then meant[joint_key(core, actor)] = true end
    end
  end
  for _, voice in ipairs((M.voices(core, articles, stances))) do
    if meant[joint_key(core, voice.actor)] then found[#found + 1] = voice end
  end
  return found, next(meant) ~= nil
end

return M
