-- In: keys pressed in the outline. Out: jumps, folds, filters, and corrections (sayso.annotate). Promises that each key is in the one
-- table below, from which maps and the help window are made, and that the outline keeps its place.

local api = vim.api
local buffer = require('sayso.buffer')
local compat = require('sayso.compat')
local config = require('sayso.config')
local tree = require('sayso.outline_tree')

local M = {}

local function outline() return require('sayso.outline') end

-- ---- the text -----------------------------------------------------------------------------------------------------

-- A window of this tab page that shows the text; a new one where there is none.
local function text_window(self)
  local window = require('sayso.outline_target').window(self)
  if window then return window end
  vim.cmd('leftabove vsplit')
  window = api.nvim_get_current_win()
  if compat.has.winfixbuf then vim.wo[window].winfixbuf = false end
  api.nvim_win_set_buf(window, self.source)
  return window
end

local function node_here(self)
  local node = outline().node(self)
  local state = node and api.nvim_buf_is_valid(self.source) and buffer.get(self.source)
  return state and node or nil, state or nil
end

-- Moves the text's cursor to the node; the focus stays.
local function show_in(self, window)
  local node, state = node_here(self)
  if not node or not node.offset then return false end
  local content = node.statement and node.statement.content[1]
  require('sayso.motion').jump(state, math.min(node.offset, state.doc_size), { win = window, center = true, target = content })
  return true
end

local function jump(self)
  local window = text_window(self)
  if not show_in(self, window) then return end
  if self.float then outline().close(self) end
  api.nvim_set_current_win(window)
end

local function jump_and_close(self)
  jump(self)
  outline().close(self)
end

local function peek(self)
  local focus = api.nvim_get_current_win()
  show_in(self, text_window(self))
  api.nvim_set_current_win(focus)
end

local function split_jump(command)
  return function(self)
    local node = node_here(self)
    if not node then return end
    local window = text_window(self)
    if self.float then outline().node(self) end
    api.nvim_win_call(window, function() vim.cmd(command) end)
    local new = window
    for _, other in ipairs(api.nvim_tabpage_list_wins(self.tab)) do
      if other > new and api.nvim_win_get_buf(other) == self.source then new = other end
    end
    show_in(self, new)
    if self.float then outline().close(self) end
    api.nvim_set_current_win(new)
  end
end

local function preview(self)
  local node, state = node_here(self)
  if node and node.statement then require('sayso.preview').open(state, node.statement) end
end

local function card(self)
  local node, state = node_here(self)
  if not node then return end
  require('sayso.card').show(state, node.actor or (node.statement and node.statement.speakers[1]), node.statement)
end

-- ---- folds --------------------------------------------------------------------------------------------------------

local function fold_all(self, closed)
  local function each(nodes)
    for _, node in ipairs(nodes) do
      if #node.children > 0 then self.folded[node.key] = closed end
      each(node.children)
    end
  end
  each(self.nodes or {})
  outline().refresh(self)
end

-- Folds the node of the cursor, or on a statement what it is under.
local function fold(choose)
  return function(self)
    local node = outline().node(self)
    if node and #node.children == 0 then node = node.parent end
    if not node then return end
    self.folded[node.key] = choose(self.folded[node.key])
    outline().refresh(self)
    outline().select(self, node.key)
  end
end

-- Opens what the cursor is in, and closes all others.
local function fold_others(self)
  local node = outline().node(self)
  while node and node.parent do node = node.parent end
  if not node then return end
  for _, other in ipairs(self.nodes) do
    if #other.children > 0 then self.folded[other.key] = other.key ~= node.key end
  end
  outline().refresh(self)
  outline().select(self, node.key)
end

local function step_parent(direction)
  return function(self)
    local at = api.nvim_win_get_cursor(self.window)[1] + direction
    while self.rows[at] do
      if not self.rows[at].node.statement then return api.nvim_win_set_cursor(self.window, { at, 0 }) end
      at = at + direction
    end
  end
end

-- ---- what is shown ------------------------------------------------------------------------------------------------

local function after(list, value)
  for i, item in ipairs(list) do
    if item == value then return list[i % #list + 1] end
  end
  return list[1]
end

local function next_view(self)
  local node = outline().node(self)
  self.view = after(tree.VIEWS, self.view)
  outline().refresh(self)
  for i, row in ipairs(self.rows) do
    if node and row.node.statement and row.node.offset == node.offset then return api.nvim_win_set_cursor(self.window, { i, 0 }) end
  end
end

local function next_sort(self)
  self.sort = after(tree.SORTS, self.sort)
  outline().refresh(self)
end

local function set_filter(self, text)
  self.filter = text
  outline().refresh(self)
end

local function key_code(name) return api.nvim_replace_termcodes(name, true, true, true) end

-- The filter with one more key; nil: done, false: called off.
local function typed(text, key)
  if key == key_code('<CR>') then return nil end
  if key == key_code('<Esc>') or key == key_code('<C-c>') then return false end
  if key == key_code('<BS>') or key == key_code('<C-h>') then return vim.fn.strcharpart(text, 0, vim.fn.strchars(text) - 1) end
  if key == key_code('<C-u>') then return '' end
  if key == key_code('<C-w>') then return (text:gsub('%S*%s*$', '')) end
  if key:byte() and key:byte() >= 32 and key:byte() ~= 128 then return text .. key end
  return text
end

local function filter(self)
  local before, text = self.filter, self.filter
  while api.nvim_win_is_valid(self.window) do
    vim.cmd('redraw')
    api.nvim_echo({ { 'filter (@name #kind !unattributed): ', 'Question' }, { text } }, false, {})
    local read, key = pcall(vim.fn.getcharstr)
    local now = false
    if read then now = typed(text, key) end
    if now == nil then break end
    if not now then
      set_filter(self, before)
      break
    end
    if now ~= text then set_filter(self, now) end
    text = now
  end
  api.nvim_echo({ { '' } }, false, {})
end

local function stances(self)
  if buffer.get(self.source) then require('sayso').stances(self.source) end
end

local function toggle_follow(self)
  self.following = not self.following
  compat.notify(self.following and 'the outline follows the cursor' or 'the outline stays')
  outline().refresh(self)
end

local function toggle_auto_jump(self)
  self.auto_jump = not self.auto_jump
  compat.notify(self.auto_jump and 'the text goes along' or 'the text stays')
  require('sayso.outline_target').moved(self)
end

local function toggle_pin(self)
  self.pinned = not self.pinned
  outline().refresh(self)
end

-- ---- corrections --------------------------------------------------------------------------------------------------

-- Calls fn(annotate, state, node) with a finished result and the node as it is in it; what it says goes to the user.
local function correct(fn)
  return function(self)
    local node, state = node_here(self)
    if not node then return end
    state:wait()
    outline().refresh(self)
    if not outline().select(self, node.key) then return end
    local function answer(good, message)
      if good == nil then return end
      if not good or message then compat.notify(message or 'nothing was changed', not good and vim.log.levels.WARN or nil) end
      outline().refresh(self)
    end
    fn(require('sayso.annotate'), state, outline().node(self), answer)
  end
end

local function ask(prompt, default, fn)
  vim.ui.input({ prompt = prompt, default = default }, function(text)
    if text and text:find('%S') then fn(vim.trim(text)) end
  end)
end

-- One of the actors of the text, but not `except`, or with `new` a name that is typed.
local function choose_actor(state, prompt, except, new, fn)
  local choices = {}
  for _, item in ipairs(require('sayso.items').actors({ state })) do
    if not except or item.actor.handle ~= except.handle then choices[#choices + 1] = item.actor end
  end
  if new then choices[#choices + 1] = { name = 'another name …', typed = true } end
  vim.ui.select(choices, { prompt = prompt, format_item = function(actor) return actor.name end }, function(actor)
    if not actor then return end
    if actor.typed then return ask(prompt .. ' ', nil, fn) end
    fn(actor.name, actor)
  end)
end

local function actor_of(node)
  return node.actor or (node.statement and node.statement.speakers[1])
end

local rename = correct(function(annotate, state, node, answer)
  local actor = actor_of(node)
  if not actor then return answer(false, 'nobody to rename here') end
  ask('Show as: ', actor.name, function(name) answer(annotate.rename(state, actor, name)) end)
end)

local merge = correct(function(annotate, state, node, answer)
  local actor = actor_of(node)
  if not actor then return answer(false, 'nobody to merge here') end
  choose_actor(state, actor.name .. ' is the same as', actor, false, function(_, into) answer(annotate.merge(state, actor, into)) end)
end)

-- The words that name the speaker of this statement are another actor.
local split = correct(function(annotate, state, node, answer)
  local span = node.statement and node.statement.source[1]
  if not span then return answer(false, 'no source to split off here') end
  local words = state:span_text({ span })
  ask(('"%s" is someone else, called: '):format(words), words, function(name) answer(annotate.split(state, span, name)) end)
end)

local move = correct(function(annotate, state, node, answer)
  if not node.statement then return answer(false, 'put the cursor on a statement') end
  choose_actor(state, 'Said by', nil, true, function(name) answer(annotate.attribute(state, node.statement, { name })) end)
end)

local function on_statement(name)
  return correct(function(annotate, state, node, answer)
    if not node.statement then return answer(false, 'put the cursor on a statement') end
    answer(annotate[name](state, node.statement))
  end)
end

local function on_text(name, word)
  return function(self)
    local state = buffer.get(self.source)
    if not state then return end
    local annotate = require('sayso.annotate')
    local good, message, item = annotate[name](state)
    if good then compat.notify(('%s: %s'):format(word, annotate.describe(item))) else compat.warn(message or 'nothing was changed') end
    outline().refresh(self)
  end
end

-- ---- keys ---------------------------------------------------------------------------------------------------------

local help

--- Name -> keys, what it does, in words. The option `outline.keys` gives an action other keys, or false for none.
M.actions = {
  { 'jump', { '<CR>', '<2-LeftMouse>' }, jump, 'to the text' },
  { 'jump_close', { 'o' }, jump_and_close, 'to the text, and close' },
  { 'peek', { 'p' }, peek, 'show it in the text, stay here' },
  { 'split', { '<C-s>' }, split_jump('split'), 'to the text in a split' },
  { 'vsplit', { '<C-v>' }, split_jump('vsplit'), 'to the text in a vertical split' },
  { 'preview', { 'P' }, preview, 'the statement with the lines around it' },
  { 'card', { 'K' }, card, 'card of the actor' },
  { 'view', { 'v' }, next_view, 'next view: by actor, text, kind' },
  { 'sort', { 's' }, next_sort, 'next order of actors: count, words, text, name' },
  { 'filter', { 'f' }, filter, 'filter while you type: words, @name #kind !unattributed' },
  { 'no_filter', { 'F' }, function(self) set_filter(self, '') end, 'no filter' },
  { 'stances', { 't' }, stances, 'stances too, or not' },
  { 'follow', { 'L' }, toggle_follow, 'follow the cursor of the text, or not' },
  { 'auto_jump', { 'J' }, toggle_auto_jump, 'the text goes along with the cursor here, or not' },
  { 'pin', { 'T' }, toggle_pin, 'stay with this text, or show that of the window in use' },
  { 'fold', { '<Tab>', 'za' }, fold(function(closed) return not closed end), 'open or close' },
  { 'fold_open', { 'zo' }, fold(function() return false end), 'open' },
  { 'fold_close', { 'zc' }, fold(function() return true end), 'close' },
  { 'fold_open_all', { 'zR' }, function(self) fold_all(self, false) end, 'open all' },
  { 'fold_close_all', { 'zM' }, function(self) fold_all(self, true) end, 'close all' },
  { 'fold_others', { 'zx' }, fold_others, 'open this one, close all others' },
  { 'next', { ']]' }, step_parent(1), 'next actor' },
  { 'prev', { '[[' }, step_parent(-1), 'actor before' },
  { 'rename', { 'r' }, rename, 'show the actor under another name' },
  { 'merge', { 'm' }, merge, 'the actor is the same as another' },
  { 'split_actor', { 'S' }, split, 'who is named here is someone else' },
  { 'move', { 'a' }, move, 'give the statement to another actor' },
  { 'reject', { 'x' }, on_statement('reject'), 'not a quotation' },
  { 'confirm', { 'c' }, on_statement('confirm'), 'it is right as it is' },
  { 'undo', { 'u' }, on_text('undo', 'taken back'), 'take the last correction back' },
  { 'redo', { '<C-r>' }, on_text('redo', 'made again'), 'make it again' },
  { 'close', { 'q' }, function(self) outline().close(self) end, 'close the outline' },
  { 'help', { '?', 'g?' }, function(self) help(self) end, 'this window' },
}

-- Keys of an action: those of the user, or the default.
local function keys_of(action)
  local own = config.get('outline.keys')[action[1]]
  if own == false then return {} end
  return type(own) == 'string' and { own } or own or action[2]
end

function help()
  local lines = {}
  for _, action in ipairs(M.actions) do
    local keys = table.concat(keys_of(action), ' ')
    if keys ~= '' then lines[#lines + 1] = ('%-20s  %s'):format(keys, action[4]) end
  end
  compat.float(lines, { title = 'Keys of the outline' })
end

--- Maps the keys in the outline's buffer.
function M.map(self)
  for _, action in ipairs(M.actions) do
    local run = compat.guard('outline ' .. action[1], function() action[3](self) end)
    for _, key in ipairs(keys_of(action)) do
      vim.keymap.set('n', key, run, { buffer = self.bufnr, nowait = true, silent = true, desc = action[4] })
    end
  end
end

return M
