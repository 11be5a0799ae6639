-- :Sayso and its subcommands, motions, text objects, corrections and quotation marks.
local tests = {}
local function add(name, fn, options) tests[#tests + 1] = { name, fn, options } end

local TEXT = [[
“We will try again in April,” Antony Hale said.

Olena Marchuk said that the ports of Odessa are open.

“Nothing is signed,” Hale told the reporters.
]]

local LOST = [[
We have come to listen, Antony Hale told the reporters.

“Nothing is signed,” Hale said.
]]

local function at(child, row, col) child:lua('vim.api.nvim_win_set_cursor(0, { ... })', row, col) end
local function cursor(child) return child:lua('return vim.api.nvim_win_get_cursor(0)') end
local function speakers(child)
  return child:lua([[
    local state, names = require('sayso.buffer').get(0), {}
    for _, item in ipairs(require('sayso.items').statements({ state })) do names[#names + 1] = item.speaker end
    return names]])
end

add('completes subcommands and actors', function(child, check)
  child:ready()
  local function complete(text) return child:lua("return vim.fn.getcompletion(..., 'cmdline')", text) end
  check.equal(complete('Sayso st'), { 'stats' })
  check.equal(complete('Sayso said '), { 'Antony Hale', 'Olena Marchuk', 'Odessa' })
  check.equal(complete('Sayso said hal'), { 'Antony Hale' })
  check.equal(complete('Sayso said Olena M'), { 'Marchuk' })
  check.equal(complete('Sayso quotes un'), { 'unmarked', 'unattributed' })
  check.equal(#complete('Sayso '), 19)
end, { text = TEXT })

add('said and quotes fill the location list', function(child, check)
  child:ready()
  child:cmd('Sayso said hale')
  local list = child:lua('return vim.tbl_map(function(e) return { e.lnum, e.col, e.text } end, vim.fn.getloclist(0))')
  check.equal(list, {
    { 1, 1, 'Antony Hale: “We will try again in April,”' }, { 5, 1, 'Antony Hale: “Nothing is signed,”' },
  })
  child:cmd('lclose')
  child:cmd('Sayso quotes indirect')
  check.equal(child:lua('return #vim.fn.getloclist(0)'), 1)
  check.equal(child:lua("return vim.fn.getloclist(0, { title = 1 }).title"), 'quotes indirect')
  child:cmd('lclose')
  child:cmd('Sayso! quotes')
  check.equal(child:lua('return #vim.fn.getqflist()'), 3)
end, { text = TEXT })

add('with ! all attached buffers are meant', function(child, check)
  child:ready()
  child:cmd('set hidden')
  child:cmd('edit ' .. child.write('more.txt', '“It is late,” Hale said.\n\n“I know,” Nora Bell said.\n'))
  child:ready()
  child:cmd('Sayso! said hale')
  check.equal(child:lua('return #vim.fn.getqflist()'), 3)
  child:cmd('cclose')
  child:cmd('Sayso! stats')
  local page = table.concat(child:lua('return vim.api.nvim_buf_get_lines(0, 0, -1, false)'), '\n')
  check.match(page, '\nOlena Marchuk ')
  check.match(page, '\nNora Bell ')
  check.match(page, '\nall +5 ')
end, { text = TEXT })

add('what is wrong is one line', function(child, check)
  child:ready()
  for _, case in ipairs({
    { 'Sayso said', 'whose words' }, { 'Sayso said Nobody At All', 'nobody here is called' }, { 'Sayso quotes loud', 'a kind is one of' },
    { 'Sayso shout', 'there is no :Sayso shout' }, { 'Sayso', 'which%?' }, { 'Sayso said Odessa', 'says nothing here' },
    { 'Sayso toggle moon', 'toggle what' }, { 'Sayso a', 'a: which one%? attach, attribute$' },
  }) do
    child:cmd(case[1])
    local messages = vim.trim(child:messages())
    check.match(messages, case[2])
    check.truthy(not messages:find('\n') and #messages < 99, 'one line: ' .. messages)
  end
  child:cmd('enew')
  child:cmd('Sayso stats')
  check.match(child:messages(), 'this buffer is not attached: file type "" %(:Sayso attach%)')
end, { text = TEXT })

add('stats shows statements, words and share', function(child, check)
  child:ready()
  child:cmd('Sayso stats')
  local text = table.concat(child:lua('return vim.api.nvim_buf_get_lines(0, 0, -1, false)'), '\n')
  check.match(text, 'Antony Hale +2 +%d+ +%d+ %%')
  child:keys('q')
  check.equal(child:lua("return vim.bo.buftype"), '')
end, { text = TEXT })

add('motions go through the statements', function(child, check)
  child:ready()
  child:cmd('nmap ]s <Plug>(sayso-next-quote)')
  child:cmd('nmap [s <Plug>(sayso-prev-quote)')
  child:cmd('nmap ]S <Plug>(sayso-next-same)')
  at(child, 1, 0)
  child:keys(']s')
  check.equal(cursor(child), { 3, 19 })
  child:keys(']s')
  check.equal(cursor(child), { 5, 0 })
  child:keys('2[s')
  check.equal(cursor(child), { 1, 0 })
  child:keys(']S')
  check.equal(cursor(child), { 5, 0 })
  child:cmd('Sayso prev Olena Marchuk')
  check.equal(cursor(child), { 3, 19 })
  child:keys('<C-o>')
  check.equal(cursor(child), { 5, 0 })
end, { text = TEXT })

add('text objects', function(child, check)
  child:ready()
  for _, name in ipairs({ 'iq', 'aq', 'is' }) do
    for _, mode in ipairs({ 'o', 'x' }) do child:cmd(('%smap %s <Plug>(sayso-%s)'):format(mode, name, name)) end
  end
  local function yanked(keys, row, col)
    at(child, row, col)
    child:lua("vim.fn.setreg('\"', 'nothing')")
    child:keys(keys)
    return child:lua("return vim.fn.getreg('\"')")
  end
  check.equal(yanked('yiq', 1, 5), '“We will try again in April,”')
  check.equal(yanked('yaq', 1, 5), '“We will try again in April,” Antony Hale said')
  check.equal(yanked('yis', 1, 5), 'Antony Hale')
  check.equal(yanked('viqy', 3, 0), 'that the ports of Odessa are open')
  check.equal(yanked('yiq', 2, 0), 'nothing')
  at(child, 1, 5)
  child:keys('ciq“No,”<Esc>')
  check.equal(child:lua('return vim.fn.getline(1)'), '“No,” Antony Hale said.')
end, { text = TEXT })

add('what is not English is why nothing is found', function(child, check)
  child:ready()
  for _, words in ipairs({ 'said Hale', 'quotes', 'stats', 'who', 'next Hale' }) do
    child:cmd('Sayso ' .. words)
    check.match(child:messages(), 'this text is not English: nothing was read', words)
  end
end, { text = ('Der Minister sagte gestern, dass die Verhandlungen nicht weitergehen werden, weil niemand dafür zahlen will.\n'):rep(4) })

add('a motion before the first result waits for it', function(child, check)
  child:lua("vim.cmd('edit ' .. ...) require('sayso').attach(0) vim.cmd('Sayso next')", child.write('late.txt', '\n' .. TEXT))
  check.equal(cursor(child), { 2, 0 })
end)

add('an interrupted prompt is no error', function(child, check)
  child:ready()
  at(child, 1, 3)
  child:lua("vim.fn.input = function() error('Keyboard interrupt') end")
  child:cmd('Sayso rename')
  check.equal(child:messages(), '')
end, { text = TEXT })

add('stats fit a narrow screen', function(child, check)
  child:ready()
  child:cmd('set columns=50')
  child:cmd('Sayso stats')
  for _, line in ipairs(child:lua('return vim.api.nvim_buf_get_lines(0, 0, -1, false)')) do
    check.truthy(vim.fn.strdisplaywidth(line) <= 46, line)
  end
end, { text = 'The spokeswoman for the Ohio Heritage Office of Records said that the books are safe.\n\n' .. TEXT })

-- ---- corrections -----------------------------------------------------------------------------------------------------

local function sidecar(child) return child:lua('return vim.fn.expand("%:p") .. ".sayso.json"') end

add('attribute, undo and redo, kept beside the text', function(child, check)
  child:ready()
  local path = sidecar(child)
  check.equal(child:lua('return vim.fn.filereadable(...)', path), 0)
  at(child, 5, 3)
  child:cmd('Sayso attribute marchuk')
  check.equal(speakers(child), { 'Antony Hale', 'Olena Marchuk', 'Olena Marchuk' })
  local kept = vim.json.decode(table.concat(vim.fn.readfile(path), '\n'))
  check.equal(#kept.corrections, 1)
  check.equal(kept.corrections[1].action, 'actor')
  child:cmd('Sayso undo')
  check.equal(speakers(child)[3], 'Antony Hale')
  check.match(child:messages(), 'taken back: attribute')
  child:cmd('Sayso redo')
  check.equal(speakers(child)[3], 'Olena Marchuk')
  child:cmd('Sayso detach')
  child:cmd('Sayso attach')
  child:ready()
  check.equal(speakers(child)[3], 'Olena Marchuk')
end, { text = TEXT })

add('a new name, nobody, a kind, a rejection, a confirmation', function(child, check)
  child:ready()
  at(child, 5, 3)
  child:cmd('Sayso attribute Dana Price')
  check.equal(speakers(child)[3], 'Dana Price')
  child:cmd('Sayso attribute #nobody')
  check.equal(speakers(child)[3], '?')
  child:cmd('Sayso attribute #mixed')
  check.equal(child:lua("return require('sayso.buffer').get(0):at_cursor().statement.kind"), 'mixed')
  child:cmd('Sayso attribute #reject')
  check.equal(#speakers(child), 2)
  at(child, 1, 3)
  child:cmd('Sayso attribute #confirm')
  check.equal(#speakers(child), 2)
  child:cmd('Sayso attribute #loud')
  check.match(child:messages(), '#loud: #direct')
end, { text = TEXT })

add('a selection adds a statement, or changes the span of one', function(child, check)
  child:ready()
  at(child, 2, 0)
  child:keys('?The square<CR>vf,h:Sayso attribute Dana Price<CR>')
  check.equal(speakers(child), { 'Dana Price', 'Olena Marchuk' })
  child:keys('/that the<CR>vt.:Sayso attribute<CR>')
  check.equal(child:lua([[
    local item = require('sayso.items').statements({ require('sayso.buffer').get(0) }, { actor = 'Marchuk' })[1]
    return item.said]]), 'that the ports of Odessa are open')
end, { text = [[
The square was empty at noon, and the shops were closed.

Olena Marchuk said that the ports of Odessa are open.
]] })

add('merge, split and rename', function(child, check)
  child:ready()
  at(child, 3, 3)
  child:cmd('Sayso rename Olena M.')
  check.equal(speakers(child)[2], 'Olena M.')
  child:cmd('Sayso merge Hale')
  check.equal(speakers(child), { 'Antony Hale', 'Antony Hale', 'Antony Hale' })
  child:cmd('Sayso undo')
  child:cmd('Sayso undo')
  check.equal(speakers(child)[2], 'Olena Marchuk')
  child:keys('5G/Hale<CR>')
  child:cmd('Sayso split John Hale')
  check.equal(speakers(child)[3], 'John Hale')
end, { text = TEXT })

add('what a correction did is told in one line', function(child, check)
  child:ready()
  for _, case in ipairs({
    { 5, 'attribute marchuk', 'attribute “Nothing is signed,.*→ Olena Marchuk$' }, { 5, 'attribute #nobody', '→ nobody$' },
    { 5, 'attribute #mixed', '^sayso: kind .*→ mixed$' },
    { 1, 'attribute #confirm', '^sayso: confirm “We will try again in April,” Antony Ha…$' },
    { 3, 'rename Olena M.', '^sayso: rename .*→ Olena M.$' }, { 5, 'attribute #reject', '^sayso: reject “' },
  }) do
    at(child, case[1], 3)
    child:messages()
    child:cmd('Sayso ' .. case[2])
    check.match(vim.trim(child:messages()), case[3], case[2])
  end
end, { text = TEXT })

add('corrections of a text without a file outlive detach, and move beside it when it has one', function(child, check)
  child:lua('vim.api.nvim_buf_set_lines(0, 0, -1, false, { ... })', unpack(vim.split(TEXT, '\n')))
  child:cmd('Sayso attach')
  child:ready()
  at(child, 5, 3)
  child:cmd('Sayso attribute marchuk')
  child:cmd('Sayso detach')
  child:cmd('Sayso attach')
  child:ready()
  check.equal(speakers(child)[3], 'Olena Marchuk')
  child:cmd('silent write ' .. child.folder .. '/new.txt')
  check.truthy(table.concat(vim.fn.readfile(child.folder .. '/new.txt.sayso.json')):find('Olena Marchuk', 1, true), 'beside the file')
  child:cmd('Sayso detach')
  child:cmd('Sayso attach')
  child:ready()
  check.equal(speakers(child)[3], 'Olena Marchuk')
end)

add('after :saveas corrections are kept beside the new file', function(child, check)
  child:ready()
  at(child, 5, 3)
  child:cmd('Sayso attribute marchuk')
  local before = vim.fn.readfile(sidecar(child))
  local old = sidecar(child)
  child:cmd('silent saveas ' .. child.folder .. '/other.txt')
  child:cmd('Sayso attribute #nobody')
  check.equal(vim.fn.readfile(old), before)
  check.equal(#vim.json.decode(table.concat(vim.fn.readfile(sidecar(child)), '\n')).corrections, 2)
end, { text = TEXT })

add('a damaged store is left alone', function(child, check)
  local path = child.write('b.txt.sayso.json', '{ "format": "sayso corrections", "version": 1, "corr')
  child:cmd('edit ' .. child.write('b.txt', TEXT))
  child:ready()
  check.match(child:messages(), 'is not readable as JSON; it is left as it is')
  at(child, 5, 3)
  child:cmd('Sayso attribute Olena')
  check.match(child:messages(), 'is not readable as JSON')
  check.equal(#vim.fn.readfile(path), 1)
end)

add('a drifted correction is told of', function(child, check)
  child:ready()
  at(child, 5, 3)
  child:cmd('Sayso attribute marchuk')
  child:lua("vim.api.nvim_buf_set_lines(0, 4, -1, false, {})")
  child:cmd('silent write')
  child:cmd('Sayso detach')
  child:messages()
  child:cmd('Sayso attach')
  child:ready()
  check.match(child:messages(), '1 of 1 corrections no longer finds')
  child:cmd('Sayso info')
  check.match(table.concat(child:lua('return vim.api.nvim_buf_get_lines(0, 0, -1, false)'), '\n'), 'drifted')
end, { text = TEXT })

-- ---- quotation marks -------------------------------------------------------------------------------------------------

add('marks puts lost quotation marks, one step of undo', function(child, check)
  child:ready()
  child:cmd('%Sayso marks')
  check.equal(child:lua('return vim.fn.getline(1)'),
    '“We have come to listen,” Antony Hale told the reporters.')
  child:cmd('undo')
  check.equal(child:lua('return vim.fn.getline(1)'), (LOST:match('^[^\n]*')))
  child:ready()
  at(child, 3, 0)
  child:cmd('Sayso marks')
  check.match(child:messages(), 'no unmarked statement here')
  child:lua("require('sayso.config').set('marks', 'guillemets')")
  at(child, 1, 0)
  child:cmd('Sayso marks')
  check.match(child:lua('return vim.fn.getline(1)'), '^«We have come to listen», Antony')
end, { text = LOST:gsub('signed,”', 'signed”') })

-- What the text does with its commas decides; where it shows nothing, the style; and before both, the option.
for _, case in ipairs({
  { 'inside, as the text has it', 'signed,”', 'auto', 'listen,” Antony' },
  { 'outside, as the text has it', 'signed”,', 'auto', 'listen”, Antony' },
  { 'inside, since nothing is shown', 'signed!”', 'auto', 'listen,” Antony' },
  { 'outside, by option', 'signed,”', 'outside', 'listen”, Antony' },
  { 'inside, by option', 'signed”,', 'inside', 'listen,” Antony' },
  { 'outside, guillemets and nothing shown', 'signed!”', 'auto', 'listen», Antony', 'guillemets' },
}) do
  local what, there, option, wanted, style = unpack(case)
  add('marks and the comma: ' .. what, function(child, check)
    child:ready()
    child:lua([[
      local config = require('sayso.config')
      config.set('marks_comma', (...))
      config.set('marks', select(2, ...))]], option, style or 'auto')
    child:cmd('1Sayso marks')
    check.match(child:lua('return vim.fn.getline(1)'), wanted)
  end, { text = (LOST:gsub('signed,”', there)) })
end

add('marks shows what it would do', function(child, check)
  child:ready()
  child:cmd('set inccommand=nosplit')
  child:api('ui_attach', 100, 40, vim.empty_dict())
  child:api('input', ':%Sayso marks')
  child:wait("vim.fn.getcmdline():find('marks')")
  local row, lit = unpack(child:lua([[
    local cells, lit, plain = {}, {}, vim.fn.screenattr(1, 8)
    for col = 1, 60 do
      cells[col] = vim.fn.screenstring(1, col)
      if vim.fn.screenattr(1, col) ~= plain then lit[#lit + 1] = col end
    end
    return { table.concat(cells), lit }]]))
  if child:lua("return require('sayso.compat').has.inline") then
    check.match(row, '^“We have come to listen,” Antony')
  else -- no text inside a line: the characters beside the marks are lit
    check.match(row, '^We have come to listen, Antony')
    check.equal({ lit[1], lit[2] }, { 1, 23 })
  end
  child:api('input', '<Esc>')
  child:wait("vim.api.nvim_get_mode().mode == 'n'")
  check.equal(child:lua('return vim.fn.getline(1)'), (LOST:match('^[^\n]*')))
end, { text = LOST, since = 8 })

-- ---- statements that are not sure ------------------------------------------------------------------------------------

-- The scores of the text, lowest first, and an option that hides the lowest alone.
local function hide_lowest(child)
  return child:lua([[
    local scores = {}
    for _, item in ipairs(require('sayso').statements(0)) do scores[#scores + 1] = item.score end
    table.sort(scores)
    require('sayso.config').set('min_score', require('sayso.report').round(scores[1]) + 0.001)
    require('sayso.render').refresh_all()
    local hidden = 0
    for _, score in ipairs(scores) do hidden = hidden + (score < require('sayso.config').get('min_score') and 1 or 0) end
    return { #scores, hidden }]])
end

add('min_score: what is less sure is shown nowhere', function(child, check)
  child:ready()
  local function hints()
    child:cmd('normal! 2G')
    child:cmd('redraw')
    return #vim.tbl_filter(function(line) return line:find(' hint ') end, child:marks())
  end
  local before = hints()
  local all, hidden = unpack(hide_lowest(child))
  check.truthy(hidden > 0 and hidden < all, ('%d of %d hidden'):format(hidden, all))
  check.equal(#speakers(child), all - hidden, 'items')
  check.equal(hints(), before - hidden, 'hints')
  child:cmd('Sayso quotes')
  check.equal(child:lua('return #vim.fn.getloclist(0)'), all - hidden, 'location list')
  child:cmd('lclose')
  child:cmd('Sayso stats')
  local page = table.concat(child:lua('return vim.api.nvim_buf_get_lines(0, 0, -1, false)'), '\n')
  check.match(page, ('\n%d less sure than 0%%.%%d+ %%(option min_score%%) not counted'):format(hidden))
  child:keys('q')
  child:cmd('Sayso export csv')
  check.equal(child:lua('return vim.api.nvim_buf_line_count(0)'), 1 + all - hidden, 'rows of CSV')
  child:cmd('bwipeout!')
  child:cmd('Sayso outline text')
  check.equal(child:lua('return #require("sayso.outline").get().rows'), all - hidden, 'rows of the outline')
end, { text = TEXT })

add('min_score: a wrong one is told of, and none is left out', function(child, check)
  child:ready()
  check.match(child:messages(), 'sayso: option min_score: a number from 0 to 1 expected, got 60')
  check.equal(#speakers(child), 3)
  child:cmd('checkhealth sayso')
  local page = table.concat(child:lua('return vim.api.nvim_buf_get_lines(0, 0, -1, false)'), '\n')
  check.match(page, 'option min_score: a number from 0 to 1')
end, { text = TEXT, before = { 'lua vim.g.sayso = { min_score = 60 }' } })

return tests
