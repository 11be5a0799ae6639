-- The outline as a window: what it shows, what survives, where it goes. And the card.
local TEXT = table.concat({
  '“The bridge is closed and it will stay closed,” Anna Weiss said on Monday.', '',
  '“Nobody asked the city about the bridge,” Tom Hale said.', '',
  '“We will ask the city in April,” Anna Weiss said.', '',
}, '\n')
local tests = {}
local function add(name, fn, options)
  options = options or {}
  options.text = options.text or TEXT
  tests[#tests + 1] = { name, fn, options }
end

local function lines(child)
  return child:lua([[return vim.api.nvim_buf_get_lines(require('sayso.outline').get().bufnr, 0, -1, false)]])
end

local function open(child, words)
  child:ready()
  child:cmd('Sayso outline ' .. (words or ''))
end

add('shows actors with their statements', function(child, check)
  open(child)
  local shown = lines(child)
  check.match(shown[1], '^▾ Anna Weiss  2 · %d+%%$')
  check.match(shown[2], '^  1 said .*The bridge is closed')
  check.match(shown[3], '^  5 said .*We will ask')
  check.match(shown[4], '^▾ Tom Hale  1 · %d+%%$')
  check.equal(#shown, 5)
  child:cmd('redraw')
  check.truthy(child:lua([[return #vim.api.nvim_buf_get_extmarks(0, require('sayso.outline').namespace, 0, -1, {}) > 5]]), 'highlights')
end)

add('three views on one key, and sorting', function(child, check)
  open(child)
  child:keys('v')
  check.match(lines(child)[2], '^3 Hale: said ')
  child:keys('v')
  check.match(lines(child)[1], '^▾ direct  3 · 100%%$')
  child:keys('v')
  child:keys('sss')
  check.match(lines(child)[1], '^▾ Anna')
end)

add('the filter is live and keeps the tree', function(child, check)
  open(child)
  child:keys('f@hale<CR>')
  check.match(lines(child)[1], '^▾ Tom Hale')
  check.equal(#lines(child), 2)
  child:keys('F')
  check.equal(#lines(child), 5)
  child:keys('fapril<CR>')
  check.equal(#lines(child), 2)
  child:keys('f<C-u>!unattributed<CR>')
  check.match(lines(child)[1], 'Nothing matches')
  child:keys('f<C-u>#direct<CR>')
  check.equal(#lines(child), 5)
  child:keys('f<C-u>xyz<Esc>')
  check.equal(#lines(child), 5)
end)

add('folds, cursor and filter survive re-analysis', function(child, check)
  open(child)
  child:keys('zc')
  check.match(lines(child)[1], '^▸ Anna Weiss')
  child:keys('G')
  local before = child:lua([[local o = require('sayso.outline') return o.node(o.get()).label]])
  child:lua([[vim.api.nvim_buf_set_lines(require('sayso.outline').get().source, 0, 0, false, { '“It is late,” Nora Bell said.', '' })]])
  child:wait([[#vim.api.nvim_buf_get_lines(require('sayso.outline').get().bufnr, 0, -1, false) == 5]])
  check.equal(child:lua([[local o = require('sayso.outline') return o.node(o.get()).label]]), before)
  local folded
  for _, line in ipairs(lines(child)) do folded = folded or line:find('^▸ Anna Weiss') end
  check.truthy(folded, 'still folded')
  child:keys('f@bell<CR>')
  child:lua([[vim.api.nvim_buf_set_lines(require('sayso.outline').get().source, 0, 0, false, { '“It is dark,” Nora Bell said.', '' })]])
  child:wait([[#vim.api.nvim_buf_get_lines(require('sayso.outline').get().bufnr, 0, -1, false) == 3]])
  check.match(lines(child)[1], '^▾ Nora Bell  2')
  child:keys('F')
  check.truthy(table.concat(lines(child), '\n'):find('▸ Anna Weiss', 1, true), 'folded when the filter goes')
end)

add('jump, peek, split and close', function(child, check)
  open(child)
  child:keys('jjp')
  check.equal(child:lua([[return vim.api.nvim_win_get_cursor(require('sayso.outline').get().source_window)[1] ]]), 5)
  check.equal(child:lua([[return vim.bo.filetype]]), 'sayso-outline')
  child:keys('k<CR>')
  check.equal(child:lua([[return { vim.bo.filetype, vim.api.nvim_win_get_cursor(0)[1] }]]), { 'text', 1 })
  child:cmd('Sayso outline actor')
  child:keys('j<C-s>')
  check.equal(child:lua('return #vim.api.nvim_tabpage_list_wins(0)'), 3)
  check.equal(child:lua('return vim.bo.filetype'), 'text')
  child:cmd('Sayso outline')
  check.equal(child:lua('return #vim.api.nvim_tabpage_list_wins(0)'), 2)
end)

add('follows the cursor, but not while it has the focus', function(child, check)
  open(child)
  child:cmd('wincmd p')
  child:lua([[vim.api.nvim_win_set_cursor(0, { 5, 4 }) vim.api.nvim_exec_autocmds('CursorMoved', {})]])
  child:wait([[vim.api.nvim_win_get_cursor(require('sayso.outline').get().window)[1] == 3]])
  child:cmd('wincmd p')
  child:keys('gg')
  child:lua([[local o = require('sayso.outline') vim.api.nvim_win_set_cursor(o.get().source_window, { 3, 4 }) o.follow(o.get())]])
  check.equal(child:lua('return vim.api.nvim_win_get_cursor(0)[1]'), 1)
end)

add('a list that opens does not take the place of the text', function(child, check)
  open(child)
  child:cmd('wincmd p')
  child:cmd('Sayso quotes')
  child:lua('vim.wait(20, function() end)')
  check.equal(#lines(child), 5)
end)

-- The rows that are lit in the text.
local LIT = [[
  local source, space = require('sayso.outline').get().source, vim.api.nvim_get_namespaces()['sayso.outline.target']
  return vim.tbl_map(function(mark) return mark[2] end, vim.api.nvim_buf_get_extmarks(source, space, 0, -1, {}))]]

add('the statement under the cursor is lit in the text, and the text goes along by key', function(child, check)
  open(child)
  local function rows() return child:lua(LIT) end
  local function moved(keys)
    child:keys(keys)
    child:lua("vim.api.nvim_exec_autocmds('CursorMoved', { buffer = require('sayso.outline').get().bufnr })")
  end
  local function text_row() return child:lua("return vim.api.nvim_win_get_cursor(require('sayso.outline').get().source_window)[1]") end
  moved('ggj')
  check.equal({ rows(), text_row() }, { { 0 }, 1 })
  moved('j')
  check.equal({ rows(), text_row() }, { { 4 }, 1 })
  moved('J')
  check.equal(text_row(), 5)
  moved('G')
  check.equal({ rows(), text_row() }, { { 2 }, 3 })
  child:cmd('wincmd p')
  check.equal(rows(), {})
end)

add('closed at first, by option; each can be opened', function(child, check)
  open(child)
  check.equal(#lines(child), 2)
  child:keys('zo')
  check.equal(#lines(child), 4)
  child:keys('zc')
  check.equal(#lines(child), 2)
  child:keys('zR')
  check.equal(#lines(child), 5)
  child:cmd('wincmd p')
  child:lua([[vim.api.nvim_win_set_cursor(0, { 5, 4 }) local o = require('sayso.outline') o.follow(o.get())]])
  local lit = child:lua([[
    local marks = vim.api.nvim_buf_get_extmarks(require('sayso.outline').get().bufnr,
      vim.api.nvim_get_namespaces()['sayso.outline.follow'], 0, -1, { details = true })
    return vim.tbl_map(function(mark) return { mark[2] + 1, mark[4].hl_group } end, marks)]])
  check.equal(lit, { { 1, 'SaysoOutlineParent' }, { 3, 'SaysoOutlineCurrent' } })
end, { before = { 'lua vim.g.sayso = { outline = { folded = true } }' } })

add('pinned it stays with its text, and one actor can be open alone', function(child, check)
  open(child)
  child:keys('Gzx')
  check.match(lines(child)[1], '^▸ Anna Weiss')
  check.equal(#lines(child), 3)
  child:keys('TzR')
  child:cmd('wincmd p')
  child:cmd('edit! ' .. child.write('other.txt', 'Nobody speaks here.\n'))
  child:lua('vim.wait(50, function() end)')
  check.equal(#lines(child), 5)
  child:cmd('Sayso outline actor')
  child:keys('T')
  child:cmd('wincmd p')
  child:lua('vim.wait(50, function() end)')
  child:wait("require('sayso.outline').get().source == vim.api.nvim_get_current_buf()")
end, { before = { 'set hidden' } })

add('it opens by itself where the option says so', function(child, check)
  child:wait("package.loaded['sayso.outline'] and require('sayso.outline').get()")
  check.equal(child:lua('return vim.bo.filetype'), 'text')
  child:ready()
  child:wait('#require("sayso.outline").get().rows == 5')
  child:cmd('edit ' .. child.write('other.txt', 'Nobody speaks here.\n'))
  child:lua('vim.wait(50, function() end)')
  check.equal(child:lua('return #vim.api.nvim_tabpage_list_wins(0)'), 2)
end, { before = { 'lua vim.g.sayso = { outline = { auto_open = true } }' } })

add('says why it is empty', function(child, check)
  open(child)
  check.match(lines(child)[1], 'Nobody says anything here')
  child:cmd('wincmd p')
  child:cmd('Sayso detach')
  child:lua('vim.wait(50, function() end)')
  check.match(lines(child)[1], '^Not attached')
end, { text = 'The bridge is old.\n' })

add('a float, the left side, and the focus that stays', function(child, check)
  open(child, 'float')
  check.equal(child:lua([[return vim.api.nvim_win_get_config(0).relative]]), 'editor')
  child:keys('q')
  child:cmd('Sayso! outline left')
  check.equal(child:lua('return vim.bo.filetype'), 'text')
  check.equal(child:lua([[return vim.api.nvim_win_get_position(require('sayso.outline').get().window)[2] ]]), 0)
end)

add('buffers and windows may die', function(child, check)
  open(child)
  child:cmd('wincmd p')
  child:cmd('new | wincmd p')
  child:cmd('bwipeout! ' .. child:lua([[return require('sayso.outline').get().source]]))
  child:lua('vim.wait(100, function() end)')
  child:cmd('only!')
  child:lua('vim.wait(50, function() end)')
  check.equal(child:lua([[return require('sayso.outline').get() == nil]]), true)
end)

add('preview and help', function(child, check)
  open(child)
  child:keys('jP')
  local text = table.concat(child:lua('return vim.api.nvim_buf_get_lines(0, 0, -1, false)'), '\n')
  check.match(text, 'The bridge is closed')
  child:keys('q?')
  check.match(table.concat(child:lua('return vim.api.nvim_buf_get_lines(0, 0, -1, false)'), '\n'), 'not a quotation')
end)

add('corrections: reject, undo, rename, move', function(child, check)
  local text = "table.concat(vim.api.nvim_buf_get_lines(require('sayso.outline').get().bufnr, 0, -1, false))"
  open(child)
  child:keys('jx')
  child:wait([[#vim.api.nvim_buf_get_lines(require('sayso.outline').get().bufnr, 0, -1, false) == 4]])
  child:keys('u')
  child:wait([[#vim.api.nvim_buf_get_lines(require('sayso.outline').get().bufnr, 0, -1, false) == 5]])
  check.match(child:messages(), 'sayso: taken back: reject “')
  child:lua([[vim.ui.select = function(items) _G.offered = vim.tbl_map(function(actor) return actor.name end, items) end]])
  child:keys('ggm')
  check.equal(child:lua('return vim.tbl_contains(_G.offered, "Anna Weiss")'), false)
  check.equal(child:lua('return vim.tbl_contains(_G.offered, "Tom Hale")'), true)
  child:lua([[vim.ui.input = function(_, fn) fn('Anna W. Weiss') end]])
  child:keys('ggr')
  child:wait(text .. ":find('Anna W. Weiss', 1, true)")
  child:lua([[vim.ui.select = function(items, _, fn) for _, a in ipairs(items) do if a.name == 'Tom Hale' then fn(a) end end end]])
  child:keys('ggja')
  child:wait(text .. ":find('Tom Hale  2 ·', 1, true)")
end, { before = { 'lua vim.g.sayso = { store = false }' } })

add('the card says who, why and what else', function(child, check)
  child:ready()
  child:lua('vim.api.nvim_win_set_cursor(0, { 3, 6 })')
  child:cmd('Sayso who')
  local text = table.concat(child:lua('return vim.api.nvim_buf_get_lines(0, 0, -1, false)'), '\n')
  check.match(text, '"said", direct, sure to %d+%%')
  check.match(text, '1 statement')
  check.match(text, '3  .*Nobody asked the city')
  child:keys('G<CR>')
  check.equal(child:lua('return vim.bo.filetype'), 'text')
end)

add('export writes once, and over it only with !', function(child, check)
  child:ready()
  local path = child.folder .. '/out.csv'
  os.remove(path)
  child:cmd('Sayso export csv ' .. path)
  check.match(child:messages(), 'wrote')
  child:cmd('Sayso export csv ' .. path)
  check.match(child:messages(), 'exists')
  child:cmd('Sayso! export csv ' .. path)
  check.match(child:messages(), 'wrote')
  child:cmd('Sayso export markdown')
  check.match(child:lua('return vim.api.nvim_buf_get_lines(0, 0, 1, false)[1]'), '^# Who said what')
end)

add('commands typed in the outline are about its text', function(child, check)
  open(child)
  child:cmd('Sayso next')
  check.equal(child:lua([[local o = require('sayso.outline').get() return vim.api.nvim_win_get_cursor(o.source_window)[1] ]]), 3)
  check.equal(child:lua([[return vim.bo.filetype]]), 'sayso-outline')
  check.equal(child:lua("return vim.fn.getcompletion('Sayso said wei', 'cmdline')"), { 'Anna Weiss' })
  child:cmd('Sayso stats')
  check.match(table.concat(child:lua('return vim.api.nvim_buf_get_lines(0, 0, -1, false)'), '\n'), 'Anna Weiss')
  child:keys('q')
  child:cmd("lua vim.api.nvim_set_current_win(require('sayso.outline').get().window)")
  child:cmd('Sayso detach')
  child:wait([[vim.api.nvim_buf_get_lines(require('sayso.outline').get().bufnr, 0, 1, false)[1]:find('Not attached') ]])
  child:cmd('Sayso attach')
  child:wait([[#vim.api.nvim_buf_get_lines(require('sayso.outline').get().bufnr, 0, -1, false) == 5]])
  child:cmd('1,2Sayso marks')
  check.match(child:messages(), 'not attached: a special buffer')
end)

add('why a text is not attached stands in the outline', function(child, check)
  child:lua('vim.wait(30, function() end)')
  child:cmd('Sayso outline')
  check.match(lines(child)[1], '^Not attached: text.txt is too large %(')
  check.equal(child:lua('return vim.wo.wrap'), true)
end, { before = { 'lua vim.g.sayso = { max_bytes = 20 }' } })

add("opened beside two windows it takes its width from both, where 'equalalways' is on", function(child, check)
  child:cmd('vsplit')
  open(child)
  local widths = child:lua([[return vim.tbl_map(vim.api.nvim_win_get_width, vim.api.nvim_tabpage_list_wins(0))]])
  check.truthy(math.abs(widths[1] - widths[2]) <= 1, vim.inspect(widths))
end)

add('the preview shows all of a long statement', function(child, check)
  open(child)
  child:keys('jP')
  check.equal(child:lua('return vim.fn.line("w0")'), 1)
  check.equal(child:lua('return vim.fn.line("w$") == vim.fn.line("$")'), true)
end, { text = 'Before.\n\n“The bridge is closed and ' .. ('it will stay closed, '):rep(30) .. 'you see,” Anna Weiss said.\n' })

add('a session that had an outline has it again', function(child, check)
  open(child, 'left kind')
  child:cmd('wincmd p')
  child:cmd('mksession ' .. child.folder .. '/session.vim')
  child:cmd('%bwipeout!')
  child:cmd('source ' .. child.folder .. '/session.vim')
  child:wait([[require('sayso.outline').get() and vim.bo.filetype == 'text']])
  child:ready()
  child:wait([[#vim.api.nvim_buf_get_lines(require('sayso.outline').get().bufnr, 0, -1, false) == 4]])
  check.match(lines(child)[1], '^▾ direct  3')
  check.equal(child:lua([[return vim.api.nvim_win_get_position(require('sayso.outline').get().window)[2] ]]), 0)
  check.equal(child:lua('return #vim.api.nvim_list_wins()'), 2)
end)

add('a long outline is drawn in slices, and not for a text that has changed meanwhile', function(child, check)
  child:ready()
  child:lua([[
    local lines = {}
    for i = 1, 1500 do lines[2 * i - 1], lines[2 * i] = ('“The bridge number %d is closed,” Anna Weiss said.'):format(i), '' end
    vim.api.nvim_buf_set_lines(0, 0, -1, false, lines)
    require('sayso.buffer').get(0):wait()]])
  child:cmd('Sayso! outline')
  local seen = child:lua([[
    local compat, o = require('sayso.compat'), require('sayso.outline')
    local clock, turns, time = compat.uv.hrtime, 0, 0
    vim.wait(50, function() end)
    local defer = vim.defer_fn
    vim.defer_fn = function(fn, ms)
      if ms == 1 then turns = turns + 1 end
      if turns == 5 and ms == 1 then vim.api.nvim_buf_set_lines(0, 0, 0, false, { '“It is late,” Nora Bell said.', '' }) end
      return defer(fn, ms)
    end
    compat.uv = setmetatable({ hrtime = function() time = time + 1e5 return time end }, { __index = compat.uv })
    vim.api.nvim_buf_set_lines(0, 0, 0, false, { '“It is early,” Nora Bell said.', '' })
    vim.wait(20000, function()
      return #vim.api.nvim_buf_get_lines(o.get().bufnr, 0, -1, false) == 1504
    end, 5)
    local drawn = vim.api.nvim_buf_get_lines(o.get().bufnr, 0, -1, false)
    o.refresh(o.get())
    local state = require('sayso.buffer').get(0)
    state.cache = {}
    state:collect(function() end)
    assert(vim.deep_equal(state:statements(), state.doc:statements()), 'in pieces they are the same')
    return { turns, vim.deep_equal(drawn, vim.api.nvim_buf_get_lines(o.get().bufnr, 0, -1, false)), #drawn, drawn[#drawn] }]])
  check.truthy(seen[1] > 20, 'turns for the editor: ' .. seen[1])
  check.equal({ seen[2], seen[3] }, { true, 1504 })
  check.match(seen[4], '3 said “It is early,”')
end)

add('corrections: confirm, merge, split, redo', function(child, check)
  open(child)
  local function said(pattern)
    check.match(child:messages(), pattern)
  end
  child:keys('jc')
  said('sayso: confirm “The bridge is closed')
  child:keys('u')
  said('taken back: confirm')
  child:keys('<C-r>')
  said('made again: confirm')
  child:keys('u')
  child:lua([[vim.ui.select = function(items, _, fn) for _, a in ipairs(items) do if a.name == 'Anna Weiss' then fn(a) end end end]])
  child:keys('Gm')
  check.match(lines(child)[1], '^▾ Anna Weiss  3')
  child:keys('u')
  check.equal(#lines(child), 5)
  child:messages()
  child:lua([[vim.ui.input = function(_, fn) fn('Anna Weiss the younger') end]])
  child:keys('ggjjS')
  said('sayso: split “Anna Weiss” → Anna Weiss the younger')
  check.truthy(table.concat(lines(child), '\n'):find('▾ Anna Weiss the younger  1', 1, true), 'another actor')
  child:lua([[vim.ui.input = function() error('Keyboard interrupt') end]])
  child:keys('ggr')
  child:lua('vim.wait(20, function() end)')
  check.equal(child:messages(), '', 'an interrupted prompt')
end, { before = { 'lua vim.g.sayso = { store = false }' } })

add('says that it is reading', function(child, check)
  child:lua([[
    vim.cmd('enew')
    vim.api.nvim_buf_set_lines(0, 0, -1, false, { '“It is late,” Nora Bell said.' })
    require('sayso').attach(0)
    require('sayso.outline').open()
    _G.first = vim.api.nvim_buf_get_lines(require('sayso.outline').get().bufnr, 0, 1, false)[1] ]])
  check.match(child:lua('return _G.first'), '^Reading …')
  child:wait([[vim.api.nvim_buf_get_lines(require('sayso.outline').get().bufnr, 0, 1, false)[1]:find('Nora Bell') ]])
end)

add('the screen with an outline', function(child, check)
  open(child)
  child:cmd('set fillchars=eob:~,vert:\\| nolinebreak columns=90')
  child:cmd('wincmd p')
  child:lua([[vim.api.nvim_win_set_cursor(0, { 2, 0 }) vim.wait(80, function() end)]])
  local shown = vim.tbl_map(function(row) return (row:gsub('%s+$', '')) end, vim.list_slice(child:screen(), 1, 6))
  local header = shown[1]:find('by actor, count', 1, true) and 1 or 0 -- a line of its own from 0.8 on
  check.match(shown[1 + header], '|▾ Anna Weiss  2 · %d+%%$')
  check.match(shown[2 + header], '|  1 said “The bridge is closed')
  check.match(shown[4 + header], '|▾ Tom Hale  1 · %d+%%$')
end)

-- A result written by hand, so that the lines depend on no model.
add('lines of a fixed result', function(child, check)
  local drawn = child:lua([[
    local tree = require('sayso.outline_tree')
    local hale = { id = 'A1', handle = 1, name = 'Antony Hale', kind = 'person' }
    local russia = { id = 'A2', handle = 2, name = 'Russia', kind = 'place' }
    local kremlin = { id = 'A3', handle = 3, name = 'Kremlin', kind = 'organization', parent = 'A2' }
    local function statement(line, said, kind, ...)
      return { line = line, said = said, cue_text = line == 15 and ':' or 'said', words = 4, kind = kind,
        act = 'speech', speakers = { ... }, actors = {},
        content = { { line * 10, line * 10 + 5 } }, cue = {}, source = {} }
    end
    local article
    article = {
      text = 'The Bridge', actors = { hale, russia, kremlin }, headings = { { span = { 0, 10 }, level = 1 } },
      by_id = { A1 = hale, A2 = russia, A3 = kremlin },
      statements = { statement(1, 'We wait', 'direct', hale), statement(9, 'that it\nwaits', 'indirect', kremlin),
        statement(12, 'We wait', 'direct', hale), statement(15, 'enough', 'mixed') },
    }
    for _, one in ipairs(article.statements) do one.article = article end
    local core, out = require('sayso.native').load(), {}
    for _, options in ipairs({ { view = 'actor', sort = 'count' }, { view = 'text' }, { view = 'kind', filter = '#indirect' } }) do
      vim.list_extend(out, (tree.render(tree.rows(tree.build(core, article, options), { a2 = options.folded }))))
      out[#out + 1] = '--'
    end
    return out]])
  check.equal(drawn, {
    '▾ Antony Hale  2 · 50%', '   1 said We wait', '  12 said We wait', '▾ Russia  place', '  ▾ Kremlin  1 · 25%',
    '     9 said that it waits', '▾ Unattributed  1 · 25%', '  15 enough', '--',
    '▾ The Bridge', '   1 Hale: said We wait', '   9 Kremlin: said that it waits', '  12 Hale: said We wait',
    '  15 ?: enough', '--',
    '▾ indirect  1 · 25%', '  9 Kremlin: said that it waits', '--',
  })
end)

add('a long text: only the rows in view are coloured, and those that come into view', function(child, check)
  child:ready()
  child:lua([[
    local lines = {}
    for i = 1, 1500 do
      lines[#lines + 1] = ('“The bridge number %d is closed,” %s Weiss said on Monday.'):format(i, ({ 'Anna', 'Tom', 'Nora' })[i % 3 + 1])
      lines[#lines + 1] = ''
    end
    vim.api.nvim_buf_set_lines(0, 0, -1, false, lines)
    require('sayso.buffer').get(0):wait()]])
  child:cmd('Sayso outline')
  local ms = child:lua([[
    local o, uv = require('sayso.outline'), vim.uv or vim.loop
    local self = o.get()
    self.article = nil
    self.article_version = -1
    local start = uv.hrtime()
    o.refresh(self)
    return (uv.hrtime() - start) / 1e6]])
  check.truthy(#lines(child) > 1000, 'rows')
  local function coloured()
    child:cmd('redraw')
    return child:lua([[
      local o, rows, last = require('sayso.outline'), 0, -1
      for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(o.get().bufnr, o.namespace, 0, -1, {})) do
        if mark[2] ~= last then rows, last = rows + 1, mark[2] end
      end
      return { rows, last, vim.api.nvim_win_get_height(o.get().window) }]])
  end
  local first = coloured()
  check.truthy(first[1] > 0 and first[1] <= 3 * first[3], vim.inspect(first))
  child:lua([[vim.api.nvim_win_set_cursor(require('sayso.outline').get().window, { 1200, 0 })]])
  local later = coloured()
  check.truthy(later[2] >= 1199 and later[1] <= 6 * later[3], vim.inspect(later))
  child:lua([[local o = require('sayso.outline') o.refresh(o.get())]])
  check.equal(coloured(), later, 'nothing new, nothing drawn again')
  return ('1500 statements in %.0f ms'):format(ms)
end)

return tests
