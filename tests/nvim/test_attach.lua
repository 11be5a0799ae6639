-- Which buffers are attached, how they are switched off, and what is loaded when.
local TEXT = '“We will try again in April,” Antony Hale said.\n'
local tests = {}
local function add(name, fn, options) tests[#tests + 1] = { name, fn, options } end

local function attached(child)
  return child:lua("return package.loaded['sayso.buffer'] ~= nil and require('sayso.buffer').get(0) ~= nil")
end

local function settled(child) child:lua('vim.wait(50, function() end)') end

for _, case in ipairs({
  { 'a.txt', true }, { 'a.md', true }, { 'a.tex', true }, { 'a.rst', true }, { 'a.org', true }, { 'a.eml', true }, { 'a.c', false },
  { 'COMMIT_EDITMSG', false },
}) do
  local name, wanted = unpack(case)
  add(('%s is %s'):format(name, wanted and 'attached' or 'left alone'), function(child, check)
    settled(child)
    local filetype = child:lua('return vim.bo.filetype')
    if wanted and filetype == '' then return 'this Neovim knows no such file type' end
    check.equal(attached(child), wanted, 'attached (' .. filetype .. ')')
  end, { name = name, text = TEXT })
end

add('a help buffer and a scratch buffer are left alone', function(child, check)
  child:cmd('help')
  settled(child)
  check.equal(attached(child), false)
  child:cmd('new | setlocal buftype=nofile filetype=text')
  settled(child)
  check.equal(attached(child), false)
end)

add('other buffers load nothing', function(child, check)
  child:cmd('edit ' .. child.folder .. '/x.lua')
  settled(child)
  local loaded = child:lua([[
    local found = {}
    for name in pairs(package.loaded) do if name:find('^sayso') then found[#found + 1] = name end end
    return found]])
  check.equal(loaded, {})
end)

add('the default file types of plugin/ and of the options are the same', function(child, check)
  local same = child:lua([[
    local text = table.concat(vim.fn.readfile('plugin/sayso.lua'), '\n')
    local list = {}
    for word in text:match('local filetypes = {(.-)}'):gmatch('(%w+) = 1') do list[#list + 1] = word end
    local default = require('sayso.config').merge(nil).filetypes
    table.sort(list) table.sort(default)
    return vim.deep_equal(list, default)]])
  check.truthy(same)
end)

add(':Sayso attach takes any buffer, detach lets go', function(child, check)
  child:lua('vim.api.nvim_buf_set_lines(0, 0, -1, false, { ... })', (TEXT:gsub('\n', '')))
  child:cmd('Sayso attach')
  child:ready()
  check.truthy(#child:marks() > 0, 'marks')
  child:cmd('Sayso detach')
  check.equal(attached(child), false)
  check.equal(child:marks(), {})
  check.equal(child:lua('return vim.b.sayso_status_dict.state'), 'off')
end)

add('toggle, b:sayso_enabled and auto = false switch it off', function(child, check)
  child:ready()
  child:cmd('Sayso toggle')
  check.equal(attached(child), false)
  child:cmd('edit!')
  settled(child)
  check.equal(attached(child), false, 'after edit!')
  child:cmd('Sayso toggle')
  child:ready()
end, { text = TEXT })

add('auto = false', function(child, check)
  settled(child)
  check.equal(attached(child), false)
  child:cmd('Sayso attach')
  child:ready()
end, { text = TEXT, before = { 'lua vim.g.sayso = { auto = false }' } })

add('options may come from a function', function(child, check)
  settled(child)
  check.equal(attached(child), false)
end, { text = TEXT, before = { 'lua vim.g.sayso = function() return { filetypes = { "rst" } } end' } })

add('wrong options are told in one line each, and the default stands', function(child, check)
  child:ready()
  settled(child)
  local messages = child:messages()
  check.match(messages, 'sayso: option debounce: a number, at least 0 expected')
  check.match(messages, 'sayso: unknown option colour')
  check.equal(child:lua("return require('sayso.config').get('debounce')"), 150)
end, { text = TEXT, before = { 'lua vim.g.sayso = { debounce = "no", colour = 1 }' } })

add('a buffer that is too large is left alone, with a message', function(child, check)
  settled(child)
  check.equal(attached(child), false)
  check.match(child:messages(), 'sayso: text.txt is too large')
end, { text = TEXT:rep(10), before = { 'lua vim.g.sayso = { max_bytes = 100 }' } })

add('a text that is not English attaches silently', function(child, check)
  child:ready()
  check.equal(child:lua('return vim.b.sayso_status_dict'), { quotes = 0, actors = 0, unattributed = 0, state = 'not English' })
  check.equal(child:messages(), '')
end, { text = ('Der Minister sagte gestern, dass die Verhandlungen nicht weitergehen werden, weil niemand dafür bezahlen will.\n'):rep(4) })

add('hints go on hiding after a text without a file was written to one', function(child, check)
  child:lua('vim.api.nvim_buf_set_lines(0, 0, -1, false, { ... })', (TEXT:gsub('\n', '')), '', (TEXT:gsub('\n', '')))
  child:cmd('Sayso attach')
  child:ready()
  child:cmd('silent write ' .. child.folder .. '/new.txt')
  child:lua("vim.api.nvim_win_set_cursor(0, { 3, 0 }) vim.api.nvim_exec_autocmds('CursorMoved', {})")
  local hints = vim.tbl_filter(function(mark) return mark:find('hint') ~= nil end, child:marks())
  check.equal(hints, { '1 hint → Hale' })
end)

add('an empty buffer', function(child, check)
  child:ready()
  check.equal(child:marks(), {})
end, { text = '' })

add('another file type reads in another format', function(child, check)
  child:ready()
  child:cmd('setfiletype markdown')
  child:cmd('set filetype=tex')
  child:wait("require('sayso.buffer').get(0) and require('sayso.buffer').get(0).format == 'tex'")
  child:ready()
  check.truthy(true)
end, { text = TEXT })

add('events and status', function(child, check)
  child:ready()
  check.equal(child:lua('return _G.events'), { 'SaysoAttach', 'SaysoUpdate' })
  local status = child:lua('return vim.b.sayso_status_dict')
  check.equal(status, { quotes = 1, actors = 1, unattributed = 0, state = 'ready' })
  child:cmd('bwipeout!')
  check.equal(child:lua('return _G.events[3]'), 'SaysoDetach')
end, {
  text = TEXT,
  before = {
    'lua _G.events = {}; function Keep(e) table.insert(_G.events, e.match) end',
    "lua vim.api.nvim_create_autocmd('User', { pattern = 'Sayso*', callback = Keep })",
  },
})

add('the statusline names the speaker and doubles every %', function(child, check)
  child:ready()
  check.equal(child:lua("return require('sayso').statusline()"), 'Antony Hale')
  child:lua([[
    local state = require('sayso.buffer').get(0)
    local actors = state:actors()
    actors[1].name = "%{execute('let g:x=1')}"
    state.cache['by id'] = nil
    vim.api.nvim_win_set_cursor(0, { 1, 3 })]])
  check.equal(child:lua("return require('sayso').statusline()"), "%%{execute('let g:x=1')}")
  child:lua("vim.o.statusline, vim.o.laststatus = [[%{%v:lua.require'sayso'.statusline()%}]], 2")
  child:cmd('redraw!')
  check.equal(child:lua('return vim.g.x == nil'), true)
end, { text = TEXT })

-- lualine calls a component that is a function, keeps what it gives as a piece of 'statusline', and evaluates that.
add('the lualine example of the help shows the speaker', function(child, check)
  child:ready()
  local help = table.concat(vim.fn.readfile('doc/sayso.txt'), '\n')
  local example = check.truthy(help:match('\n>\n(    %-%- lualine:.-)\n<'), 'the example')
  local shown = child:lua([[
    package.loaded.lualine = { setup = function(options) _G.component = options.sections.lualine_c[1] end }
    assert(loadstring(...))()
    vim.api.nvim_win_set_cursor(0, { 1, 3 })
    return vim.api.nvim_eval_statusline(_G.component(), {}).str]], example)
  check.equal(shown, 'Antony Hale')
end, { text = TEXT })

add('a hidden buffer is read when a window shows it', function(child, check)
  child:ready()
  child:lua([[
    vim.o.hidden = true
    _G.text = vim.api.nvim_get_current_buf()
    vim.cmd('enew')
    vim.api.nvim_buf_set_lines(_G.text, -1, -1, false, { '', '“No,” Olena Marchuk said.' })
    vim.wait(250, function() end)]])
  check.equal(child:lua('return vim.b[_G.text].sayso_status_dict.quotes'), 1)
  child:cmd('buffer #')
  child:ready()
  check.equal(child:lua('return vim.b.sayso_status_dict.quotes'), 2)
end, { text = TEXT })

add('a session that comes back is attached', function(child, check)
  child:ready()
  child:cmd('mksession ' .. child.folder .. '/session.vim')
  child:cmd('%bwipeout!')
  child:cmd('source ' .. child.folder .. '/session.vim')
  child:ready()
  check.truthy(#child:marks() > 0, 'marks')
end, { text = TEXT })

-- Paragraphs of which no two are the same.
local function long_text(count)
  local lines = {}
  for i = 1, count do lines[i] = ('“We will try again in %d days,” Antony Hale said.\n'):format(i + 1) end
  return table.concat(lines, '\n')
end

add('updates are in slices, and the screen comes first', function(child, check)
  child:cmd('normal! G')
  child:wait("require('sayso.buffer').get(0) and require('sayso.buffer').get(0).version > 0")
  local early = child:lua([[
    local state = require('sayso.buffer').get(0)
    return { state.state, #state:shown(state:offset(vim.fn.line('w0') - 1, 0), state:size()) > 0 }]])
  check.equal(early[2], true, 'statements on the screen')
  check.equal(early[1], 'reading', 'the first result comes before the last')
  child:ready(60000) -- a busy machine takes its time over 3,000 statements
  check.equal(child:lua('return vim.b.sayso_status_dict.quotes'), 3000)
end, { text = long_text(3000), before = { 'autocmd BufReadPost * normal! G' } })

return tests
