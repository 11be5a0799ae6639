-- In: an article (report.lua) and what the user wants to see of it. Out: a tree of nodes, and it as lines with highlights. Promises
-- keys that stay the same over re-analysis (an actor by its handle, a statement by its words), and no side effects. No vim.* here.

local report = require('sayso.report')

local M = {}

---@class sayso.Node
---@field key string
---@field type string 'actor', 'statement', 'heading', 'kind'
---@field label string
---@field note string? what stands behind the label
---@field group string highlight of the label
---@field offset integer? byte a jump goes to
---@field actor table?
---@field statement table?
---@field children sayso.Node[]

M.VIEWS = { 'actor', 'text', 'kind' }
M.SORTS = { 'count', 'words', 'text', 'name' }

local KINDS = { 'unattributed', 'direct', 'mixed', 'indirect', 'unmarked', 'written', 'stance' }
local KIND_GROUPS = {
  direct = 'SaysoQuoteDirect', mixed = 'SaysoQuoteMixed', indirect = 'SaysoQuoteIndirect', unmarked = 'SaysoQuoteUnmarked',
  written = 'SaysoQuoteWritten',
}
local ACTOR_GROUPS = {
  person = 'SaysoPerson', author = 'SaysoPerson', organization = 'SaysoOrganization', place = 'SaysoPlace', group = 'SaysoGroup',
}

-- One line without control characters; bytes that are no text stay as they are.
local function plain(text)
  return (text:gsub('%s+', ' '):gsub('[%z\1-\31\127]', ''))
end

-- ---- nodes --------------------------------------------------------------------------------------------------------

local function speakers(statement)
  local names = {}
  for i, actor in ipairs(statement.speakers) do names[i] = plain(actor.name) end
  return table.concat(names, ', ')
end

local LONGEST_NAME = 20 -- characters before a statement, so that its words are seen too

local function short_speakers(statement)
  local article, names = statement.article, {}
  article.surnames = article.surnames or report.surnames(article.actors)
  for i, actor in ipairs(statement.speakers) do names[i] = plain(report.short_name(actor, article.surnames, LONGEST_NAME)) end
  return table.concat(names, ', ')
end

local function statement_group(statement)
  if statement.act ~= 'speech' then return 'SaysoStance' end
  return KIND_GROUPS[statement.kind] or 'SaysoQuoteIndirect'
end

-- A colon that introduces a speech is a cue, and none to read aloud.
local function shown_cue(statement)
  return statement.cue_text:find('[%w\128-\255]') and plain(statement.cue_text) or ''
end

-- `seen` counts statements of the same words, so that each has a key of its own.
local function statement_node(statement, seen, above, with_speaker)
  local words = statement.said ~= '' and statement.said or statement.cue_text
  seen[words] = (seen[words] or 0) + 1
  local who = with_speaker and short_speakers(statement) or ''
  return {
    key = ('%s/s%d:%s'):format(above, seen[words], words), type = 'statement', statement = statement, children = {},
    line = statement.line, cue = shown_cue(statement), label = plain(words), group = statement_group(statement),
    who = with_speaker and (who ~= '' and who or '?') or nil,
    who_group = with_speaker and who == '' and 'SaysoUnattributed' or nil,
    offset = statement.content[1] and statement.content[1][1] or (statement.cue[1] or statement.source[1] or { 0 })[1],
  }
end

local function add_statements(node, statements, with_speaker, pause)
  local seen = {}
  for i, statement in ipairs(statements) do
    node.children[i] = statement_node(statement, seen, node.key, with_speaker)
    pause()
  end
  return node
end

local function percent(words, sum)
  return report.share(words, sum) .. '%'
end

local function actor_node(voice, sum, pause)
  local actor = voice.actor
  local count = #voice.statements
  local node = {
    key = 'a' .. actor.handle, type = 'actor', actor = actor, label = plain(actor.name), children = {},
    group = ACTOR_GROUPS[actor.kind] or 'SaysoPerson', count = count, words = voice.words,
    note = count > 0 and ('%d · %s'):format(count, percent(voice.words, sum)) or actor.kind,
    offset = voice.statements[1] and voice.statements[1].content[1] and voice.statements[1].content[1][1],
  }
  add_statements(node, voice.statements, false, pause)
  for _, child in ipairs(voice.children) do
    local seat = actor_node(child, sum, pause)
    node.children[#node.children + 1] = seat
    node.count, node.words = node.count + seat.count, node.words + seat.words
    node.offset = node.offset or seat.offset
  end
  return node
end

local function group_node(shape, statements, sum, pause)
  local words = 0
  for _, statement in ipairs(statements) do words = words + statement.words end
  local node = {
    key = shape.key, type = 'kind', label = shape.label, children = {}, group = shape.group, count = #statements, words = words,
    note = ('%d · %s'):format(#statements, percent(words, sum)),
  }
  return add_statements(node, statements, shape.with_speaker, pause)
end

-- ---- views --------------------------------------------------------------------------------------------------------

local ORDERS = {
  count = function(a, b) return a.count > b.count end,
  words = function(a, b) return a.words > b.words end,
  text = function(a, b) return (a.offset or math.huge) < (b.offset or math.huge) end,
  name = function(a, b) return a.label:lower() < b.label:lower() end,
}

-- Sorted, and where the order says nothing, as they were.
local function sorted(nodes, sort)
  local place, before = {}, ORDERS[sort] or ORDERS.count
  for i, node in ipairs(nodes) do place[node] = i end
  table.sort(nodes, function(a, b)
    if before(a, b) then return true end
    if before(b, a) then return false end
    return place[a] < place[b]
  end)
  return nodes
end

local function by_actor(core, article, options)
  local roots, unattributed, sum = report.tree(core, article, options.stances)
  local nodes = {}
  for i, voice in ipairs(roots) do nodes[i] = actor_node(voice, sum, options.pause) end
  sorted(nodes, options.sort)
  if #unattributed.statements > 0 then
    local shape = { key = 'unattributed', label = 'Unattributed', group = 'SaysoUnattributed' }
    nodes[#nodes + 1] = group_node(shape, unattributed.statements, sum, options.pause)
  end
  return nodes
end

-- Sections are those of the headings; what stands before the first one is at the top.
local function by_text(_, article, options)
  local nodes, seen, section, next_heading = {}, {}, nil, 1
  for _, statement in ipairs(report.shown(article, options.stances)) do
    local node = statement_node(statement, seen, 't', true)
    while article.headings[next_heading] and article.headings[next_heading].span[1] <= node.offset do
      local heading = article.headings[next_heading]
      local label = plain(article.text:sub(heading.span[1] + 1, heading.span[2]))
      seen['\0' .. label] = (seen['\0' .. label] or 0) + 1
      section = {
        key = ('h%d:%s'):format(seen['\0' .. label], label), type = 'heading', label = label, group = 'Title', children = {},
        offset = heading.span[1],
      }
      nodes[#nodes + 1], next_heading = section, next_heading + 1
    end
    table.insert(section and section.children or nodes, node)
    options.pause()
  end
  return nodes
end

local function kind_of(statement)
  if #statement.speakers == 0 then return 'unattributed' end
  return statement.act == 'speech' and statement.kind or 'stance'
end

local function by_kind(_, article, options)
  local lists, sum, nodes = {}, { words = 0 }, {}
  for _, statement in ipairs(report.shown(article, options.stances)) do
    local kind = kind_of(statement)
    lists[kind] = lists[kind] or {}
    table.insert(lists[kind], statement)
    sum.words = sum.words + statement.words
  end
  for _, kind in ipairs(KINDS) do
    local group = kind == 'unattributed' and 'SaysoUnattributed' or kind == 'stance' and 'SaysoStance' or KIND_GROUPS[kind]
    local shape = { key = 'k' .. kind, label = kind, group = group, with_speaker = kind ~= 'unattributed' }
    if lists[kind] then nodes[#nodes + 1] = group_node(shape, lists[kind], sum, options.pause) end
  end
  return nodes
end

local VIEW_FUNCTIONS = { actor = by_actor, text = by_text, kind = by_kind }

-- ---- filter -------------------------------------------------------------------------------------------------------

local function holds(fold, text, wanted)
  return fold(text):find(wanted, 1, true) ~= nil
end

-- "@hale #direct !unattributed words" -> one test for each word; a statement passes when all do.
local function tests_of(core, filter)
  local tests = {}
  for word in filter:gmatch('%S+') do
    local mark, rest = word:match('^([@#!])(.*)$')
    local wanted = core.fold(rest or word)
    tests[#tests + 1] = function(statement)
      if mark == '!' then return #statement.speakers == 0 end
      if mark == '#' then return (kind_of(statement)):sub(1, #wanted) == wanted or statement.kind:sub(1, #wanted) == wanted end
      if holds(core.fold, speakers(statement), wanted) then return true end
      return mark ~= '@' and (holds(core.fold, statement.said, wanted) or holds(core.fold, statement.cue_text, wanted))
    end
  end
  return tests
end

-- Nodes with a statement that passes, each with those alone.
local function filtered(nodes, tests)
  local kept = {}
  for _, node in ipairs(nodes) do
    if node.statement then
      local passes = true
      for _, test in ipairs(tests) do passes = passes and test(node.statement) end
      if passes then kept[#kept + 1] = node end
    else
      node.children = filtered(node.children, tests)
      if #node.children > 0 then kept[#kept + 1] = node end
    end
  end
  return kept
end

local function nothing() end

--- The tree of an article. `options`: view, sort, filter, stances; pause, called between statements.
---@return sayso.Node[]
function M.build(core, article, options)
  options.pause = options.pause or nothing
  local nodes = (VIEW_FUNCTIONS[options.view] or by_actor)(core, article, options)
  if options.filter and options.filter:find('%S') then nodes = filtered(nodes, tests_of(core, options.filter)) end
  return nodes
end

-- ---- lines --------------------------------------------------------------------------------------------------------

--- Nodes as rows from top to bottom, those below a folded one left out: {node, depth, folded}. Parents come with `parent`.
function M.rows(nodes, folded, rows, depth, parent)
  rows, depth = rows or {}, depth or 0
  for _, node in ipairs(nodes) do
    node.parent = parent
    local closed = folded[node.key] or false
    rows[#rows + 1] = { node = node, depth = depth, folded = closed }
    if not closed and #node.children > 0 then M.rows(node.children, folded, rows, depth + 1, node) end
  end
  return rows
end

local function widest_line(rows)
  local width = 1
  for _, row in ipairs(rows) do width = math.max(width, row.node.line and #tostring(row.node.line) or 0) end
  return width
end

-- The row being written: its pieces, their bytes, and the spans where they are asked for.
local function put(line, text, group)
  if text == '' then return end
  if group and line.spans then line.spans[#line.spans + 1] = { line.size, line.size + #text, group } end
  line.count, line.size = line.count + 1, line.size + #text
  line[line.count] = text
end

local function render_row(line, row, icons, number_width)
  local node = row.node
  line.count, line.size = 0, 0
  put(line, ('  '):rep(row.depth))
  if node.statement then
    put(line, ('%' .. number_width .. 'd '):format(node.line), 'SaysoOutlineLine')
    if node.who then put(line, node.who, node.who_group or 'SaysoSpeakerHint') put(line, ': ') end
    if node.cue ~= '' then put(line, node.cue, 'SaysoCue') put(line, ' ') end
    put(line, node.label, node.group)
  else
    put(line, row.folded and icons.closed or icons.open, 'SaysoOutlineFold')
    put(line, ' ')
    put(line, node.label, node.group)
    if node.note then put(line, '  ' .. node.note, 'SaysoOutlineNote') end
  end
end

M.ICONS = { open = '▾', closed = '▸' }
M.ASCII = { open = '-', closed = '+' }

--- Rows as lines of text. Second, what their colours depend on beside the text, to compare; third, the width of their numbers.
--- `pause` is called between rows.
function M.render(rows, icons, pause)
  pause = pause or nothing
  local lines, groups, width, line = {}, {}, widest_line(rows), {}
  for i, row in ipairs(rows) do
    render_row(line, row, icons or M.ICONS, width)
    lines[i] = table.concat(line, '', 1, line.count)
    groups[2 * i - 1], groups[2 * i] = row.node.group or '', row.node.who_group or ''
    pause()
  end
  return lines, groups, width
end

--- The highlights of one row: {from, to, group}, columns in bytes. `width`: of the numbers of all rows.
function M.spans(row, icons, width)
  local line = { spans = {} }
  render_row(line, row, icons or M.ICONS, width)
  return line.spans
end

return M
