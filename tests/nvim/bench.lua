-- Benchmarks of the plugin inside one editor. In: a Neovim with this tree on its runtimepath and the plugin loaded:
--   nvim --headless -u NONE -i NONE -n --cmd 'set rtp^=.' --cmd 'runtime plugin/sayso.lua' -c 'luafile tests/nvim/bench.lua'
-- Out: a line a measure: what, milliseconds of processor time, the target. Status 1 when a target was missed by half.
local api, uv = vim.api, vim.uv or vim.loop
local missed = 0

-- Processor time, so that what else the machine does is not counted.
local function now() return os.clock() * 1e3 end

local function report(what, value, target)
  if target and value > 1.5 * target then missed = missed + 1 end
  io.stdout:write(('%-62s %8.3f ms%s\n'):format(what, value, target and ('   (target %g)'):format(target) or ''))
end

local function quantile(values, part)
  table.sort(values)
  return values[math.max(1, math.ceil(#values * part))]
end

local support = dofile('tests/nvim/support.lua')
local read = support.read

local ARTICLE = read('tests/data/article.txt')

-- A text of about so many words: paragraphs of the own texts, their sentences in another order each time.
local function book(words)
  local sentences = {}
  for _, name in ipairs({ 'article.txt', 'news.txt', 'release.txt', 'fiction.txt' }) do
    for paragraph in read('tests/data/' .. name):gmatch('[^\n]+') do
      for sentence in (paragraph .. ' '):gmatch('(.-[.!?”]) ') do sentences[#sentences + 1] = sentence end
    end
  end
  math.randomseed(7)
  local lines, count = {}, 0
  while count < words do
    local parts = {}
    for i = 1, math.random(3, 7) do
      parts[i] = sentences[math.random(#sentences)]
      count = count + select(2, parts[i]:gsub('%S+', ''))
    end
    lines[#lines + 1] = table.concat(parts, ' ')
    lines[#lines + 1] = ''
  end
  return lines
end

local function show(lines)
  vim.o.hidden = true
  vim.cmd('enew')
  api.nvim_buf_set_lines(0, 0, -1, false, lines)
  vim.cmd('redraw')
end

local function state() return require('sayso.buffer').get(0) end

local function wait_ready(limit)
  return vim.wait(limit or 60000, function() return state().edits_read == state().edits end, 1)
end

-- Milliseconds of work from attaching to drawn markers, and to the end of reading.
local function attach_cost()
  local begun = now()
  assert(require('sayso').attach(0))
  vim.wait(60000, function() return state().version > 0 end, 1)
  vim.cmd('redraw')
  local drawn = now() - begun
  wait_ready()
  return drawn, now() - begun
end

-- ---- an article -------------------------------------------------------------------------------------------------------

local article = vim.split(ARTICLE, '\n')
show(article)
report('first attach to drawn markers, article, with loading', (attach_cost()))
local costs = {}
for i = 1, 10 do
  vim.cmd('Sayso detach')
  costs[i] = attach_cost()
end
report('attach to drawn markers, article (median of 10)', quantile(costs, 0.5), 50)

local function edit_cost()
  local self = state()
  local row = math.random(0, api.nvim_buf_line_count(0) - 1)
  api.nvim_buf_set_text(0, row, 0, row, 0, { 'x' })
  local begun = now()
  require('sayso.schedule').finish(self)
  vim.cmd('redraw')
  return now() - begun
end

local function edits(count)
  local values = {}
  for i = 1, count do values[i] = edit_cost() end
  return values
end

local values = edits(60)
report('edit to drawn markers, article, p50', quantile(values, 0.5), 16)
report('edit to drawn markers, article, p99', quantile(values, 0.99))

-- ---- a keystroke ------------------------------------------------------------------------------------------------------

local long = {}
while #long < 2000 do vim.list_extend(long, article) end
show(vim.list_slice(long, 1, 2000))

local function keystroke(count)
  api.nvim_win_set_cursor(0, { 1000, 0 })
  vim.cmd('redraw')
  local begun = now()
  for _ = 1, count do
    api.nvim_buf_set_text(0, 999, 0, 999, 0, { 'x' })
    vim.cmd('redraw')
  end
  local used = (now() - begun) / count
  api.nvim_buf_set_text(0, 999, 0, 999, count, {})
  return used
end

keystroke(50)
local without = keystroke(300)
attach_cost()
keystroke(50)
report('a keystroke and its redraw, 2,000 lines, without sayso', without)
report('  what sayso adds', keystroke(300) - without, 1)

-- ---- scrolling --------------------------------------------------------------------------------------------------------

local function scroll()
  local begun, count = now(), 0
  vim.cmd('normal! gg')
  while vim.fn.line('w$') < api.nvim_buf_line_count(0) and count < 150 do
    vim.cmd([[execute "normal! \<C-d>"]])
    vim.cmd('redraw')
    count = count + 1
  end
  return (now() - begun) / count
end

wait_ready()
require('sayso.render').refresh(state())
local first = scroll()
local again = scroll()
vim.cmd('Sayso detach')
local bare = scroll()
report('a half page scrolled, without sayso', bare)
report('  what sayso adds, rows seen for the first time', first - bare, 0.3)
report('  what sayso adds, rows seen before', again - bare, 0.3)

-- ---- a book -----------------------------------------------------------------------------------------------------------

show(book(100000))
local drawn, all = attach_cost()
report('book of 100,000 words: attach to first markers', drawn)
report('book: all read (with the editor\'s turns)', all)
values = edits(20)
report('book: edit to drawn markers, p50', quantile(values, 0.5))
report('book: edit to drawn markers, worst of 20', quantile(values, 1))

-- The longest stretch of work on the main loop between two turns of the editor, while edits are read in slices.
local function longest_stretch(settle_ms)
  local longest, last = 0, nil
  local probe = uv.new_timer()
  probe:start(0, 1, vim.schedule_wrap(function()
    local at = now()
    if last then longest = math.max(longest, at - last) end
    last = at
  end))
  for _ = 1, 5 do
    api.nvim_buf_set_text(0, 500, 0, 500, 0, { 'x' })
    vim.wait(20, function() end)
    wait_ready()
    vim.wait(settle_ms, function() end)
  end
  probe:stop()
  probe:close()
  return longest
end

report('book: longest stretch without the editor\'s turn after an edit', longest_stretch(20), 16)
vim.cmd('Sayso! outline')
vim.wait(100, function() end)
report('book: the same beside an open outline', longest_stretch(1500), 16)
vim.cmd('Sayso outline close')
local begun = now()
vim.cmd('Sayso stats')
report('book: :Sayso stats', now() - begun)
vim.cmd('close')
begun = now()
state():statements()
state():mentions()
report('book: all statements and mentions as tables', now() - begun)
local version = api.nvim_exec('version', true):match('NVIM v%S+') or ''
io.stdout:write(('%s, Lua memory %.1f MB\n'):format(version, collectgarbage('count') / 1024))
support.quit(missed)
