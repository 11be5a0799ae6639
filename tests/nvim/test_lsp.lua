-- The language server: each feature through Neovim's own client, and what an unknown request gets.
local TEXT = table.concat({
  '# Bridge', '', '“Nobody asked the city about the bridge,” Tom Hale said. He left early.', '', '## Later', '',
  '“We will ask the city in April,” Tom Hale said. Hale smiled.', '',
  '“It is closed.', 'It stays closed.', 'It is old,” Anna Weiss said.', '',
}, '\n')
local tests = {}
local function add(name, fn, options)
  options = vim.tbl_extend('force', { text = TEXT, name = 'text.md', since = 8 }, options or {})
  tests[#tests + 1] = { name, fn, options }
end

-- Asks all clients of the buffer and gives the result of ours.
local function ask(child, method, params)
  child:ready()
  child:wait([[#(vim.lsp.get_clients or vim.lsp.get_active_clients)({ bufnr = 0, name = 'sayso' }) > 0]])
  return child:lua([[
    local method, params = ...
    params.textDocument = { uri = vim.uri_from_bufnr(0) }
    local answers = vim.lsp.buf_request_sync(0, method, params, 3000) or {}
    for _, answer in pairs(answers) do return answer.result or answer.error or answer.err end
    return 'no answer']], method, params or vim.empty_dict())
end

local function at(line, col) return { position = { line = line, character = col } } end

add('symbols: headings outside, actors, statements', function(child, check)
  local symbols = ask(child, 'textDocument/documentSymbol')
  check.equal(symbols[1].name, 'Bridge')
  local names = {}
  for _, symbol in ipairs(symbols[1].children) do names[#names + 1] = symbol.name end
  check.equal(names, { 'Tom Hale', 'Later' })
  check.match(symbols[1].children[1].children[1].name, 'Nobody asked the city')
  check.equal(symbols[1].children[1].kind, 5)
end)

add('hover is the card', function(child, check)
  check.match(ask(child, 'textDocument/hover', at(2, 10)).contents.value, '^Tom Hale\n\n.*said')
end)

add('references and highlights are the mentions', function(child, check)
  local column = TEXT:match('[^\n]*Tom Hale'):find('Tom', 1, true) - 1
  local params = vim.tbl_extend('force', at(2, column + 1), { context = { includeDeclaration = true } })
  local list = ask(child, 'textDocument/references', params)
  check.truthy(#list >= 3, 'mentions')
  check.equal(list[1].range.start, { line = 2, character = column })
end)

add('rename changes the very words alone', function(child, check)
  local line = vim.split(TEXT, '\n')[7]
  local column = line:find('Hale smiled', 1, true) - 1
  local edit = ask(child, 'textDocument/rename', vim.tbl_extend('force', at(6, column), { newName = 'Hall' }))
  local _, edits = next(edit.changes)
  check.equal(#edits, 1)
  check.equal(edits[1].range.start.character, column)
end)

add('folds of long statements', function(child, check)
  local folds = ask(child, 'textDocument/foldingRange')
  check.equal(#folds, 1)
  check.equal({ folds[1].startLine, folds[1].endLine }, { 8, 10 })
end)

add('code actions, and one of them done', function(child, check)
  local actions = ask(child, 'textDocument/codeAction', {
    range = { start = { line = 2, character = 10 }, ['end'] = { line = 2, character = 10 } }, context = { diagnostics = {} },
  })
  local titles = {}
  for i, action in ipairs(actions) do titles[i] = action.title end
  check.truthy(vim.tbl_contains(titles, 'Attribute to Anna Weiss'), vim.inspect(titles))
  check.truthy(vim.tbl_contains(titles, 'Not a quotation'))
  for _, action in ipairs(actions) do
    if action.title == 'Attribute to Anna Weiss' then
      child:lua([[vim.lsp.buf_request_sync(0, 'workspace/executeCommand', ..., 3000)]], action.command)
    end
  end
  check.equal(child:lua([[local s = require('sayso.buffer').get(0) return s:speakers(s:statements()[1])[1].name]]), 'Anna Weiss')
end, { before = { 'lua vim.g.sayso = { store = false }' } })

add('symbols of all attached buffers', function(child, check)
  local found = ask(child, 'workspace/symbol', { query = 'hal' })
  check.equal(found[1].name, 'Tom Hale')
end)

add('what is off is not offered; hints are answered when on', function(child, check)
  child:ready()
  local error = child:lua([[return (require('sayso.lsp').answer('textDocument/inlayHint', {}))]])
  check.equal(error.code, -32601)
  child:lua([[require('sayso.config').set('lsp.inlay_hint', true)]])
  local hints = child:lua([[
    local _, result = require('sayso.lsp').answer('textDocument/inlayHint', { textDocument = { uri = vim.uri_from_bufnr(0) },
      range = { start = { line = 0, character = 0 }, ['end'] = { line = 4, character = 0 } } })
    return result]])
  check.equal(#hints, 1)
  check.equal(hints[1].label, '→ Hale')
end)

add('an unknown method, and a text that is gone', function(child, check)
  child:ready()
  check.equal(child:lua([[return require('sayso.lsp').answer('x/y', {}).code]]), -32601)
  local gone = child:lua([[
    local err, result = require('sayso.lsp').answer('textDocument/hover', { textDocument = { uri = 'file:///gone' },
      position = { line = 0, character = 0 } })
    return { err == nil, result == vim.NIL }]])
  check.equal(gone, { true, true })
end)

add('detach takes the client away; lsp.enabled = false starts none', function(child, check)
  child:ready()
  child:cmd('Sayso detach')
  child:wait([[#(vim.lsp.get_clients or vim.lsp.get_active_clients)({ bufnr = 0 }) == 0]])
  check.truthy(true)
end)

add('without the server', function(child, check)
  child:ready()
  check.equal(child:lua([[return #(vim.lsp.get_clients or vim.lsp.get_active_clients)({ bufnr = 0 })]]), 0)
end, { before = { 'lua vim.g.sayso = { lsp = { enabled = false } }' } })

return tests
