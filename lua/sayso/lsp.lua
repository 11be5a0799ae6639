-- In: requests of Neovim's language client. Out: answers from the documents of attached buffers. Promises that each request is answered
-- once, also when something is wrong, that places are utf-8 columns, and that each feature has a switch. The server is a table of
-- functions inside the editor (0.8 and later): no process, no copy of the text.

local api = vim.api
local buffer = require('sayso.buffer')
local compat = require('sayso.compat')
local config = require('sayso.config')

local M = {}

local FOLDED_ROWS = 3 -- a statement over so many rows can be folded

-- SymbolKind. Outline plugins hide most other kinds.
local KINDS = { person = 5, author = 5, organization = 2, place = 23 }
local OTHER_ACTOR, HEADING, OWN_WORDS, TOLD = 11, 10, 6, 12

-- ---- places -------------------------------------------------------------------------------------------------------

local function place(state, offset)
  local row, col = state:position(offset)
  return { line = row, character = col }
end

local function range(state, from, to) return { start = place(state, from), ['end'] = place(state, to) } end

local function state_of(params)
  local uri = params.textDocument and params.textDocument.uri
  for _, state in ipairs(buffer.list()) do
    if vim.uri_from_bufnr(state.bufnr) == uri then return state end
  end
end

local function offset_of(state, position) return state:offset(position.line, position.character) end

local function mentions_of(state, actor)
  local spans = {}
  for _, mention in ipairs(state:mentions()) do
    if mention.actor == actor.id then spans[#spans + 1] = mention.span end
  end
  return spans
end

-- The actor named at a place, and the words.
local function named_at(state, position)
  local found = state:at(offset_of(state, position))
  for _, item in ipairs({ found.mention or false, found.entity or false }) do
    local actor = item and state:actor(item.actor)
    if actor then return actor, item.span, item end
  end
end

-- ---- symbols ------------------------------------------------------------------------------------------------------

local function statement_symbol(state, statement)
  local from, to = state:hull(statement)
  local own = statement.kind ~= 'indirect' and statement.kind ~= 'mixed'
  local words = state:span_text(#statement.content > 0 and statement.content or statement.cue)
  local name = vim.fn.strcharpart(words, 0, 80)
  return {
    name = name ~= '' and name or '…', detail = state:span_text(statement.cue), kind = own and OWN_WORDS or TOLD,
    range = range(state, from, to), selectionRange = range(state, state:first(statement), to), from = from, to = to,
  }
end

-- Actors with their statements in [from, to), by first statement. A statement of two actors is below both.
local function actor_symbols(state, from, to)
  local list, by_actor = {}, {}
  local nobody = { name = 'unattributed', kind = 'unknown', handle = 0 }
  for _, statement in ipairs(state:shown()) do
    local first = state:first(statement)
    local actors = state:speakers(statement)
    for _, actor in ipairs(first >= from and first < to and (actors[1] and actors or { nobody }) or {}) do
      local symbol = by_actor[actor.handle]
      if not symbol then
        symbol = { name = actor.name, kind = KINDS[actor.kind] or OTHER_ACTOR, children = {} }
        by_actor[actor.handle], list[#list + 1] = symbol, symbol
      end
      table.insert(symbol.children, statement_symbol(state, statement))
    end
  end
  for _, symbol in ipairs(list) do
    local first, last = math.huge, 0
    for _, child in ipairs(symbol.children) do
      first, last = math.min(first, child.from), math.max(last, child.to)
      child.from, child.to = nil, nil
    end
    local count = #symbol.children
    symbol.detail = count == 1 and '1 statement' or count .. ' statements'
    symbol.range, symbol.selectionRange = range(state, first, last), symbol.children[1].selectionRange
  end
  return list
end

-- Headings as a tree by level, each with the actors of its section.
local function document_symbols(state)
  local headings, size = state:headings(), state.doc_size
  local top = actor_symbols(state, 0, headings[1] and headings[1].span[1] or size + 1)
  local open = {}
  for i, heading in ipairs(headings) do
    local after, stop = headings[i + 1] and headings[i + 1].span[1] or size, size
    for j = i + 1, #headings do
      if headings[j].level <= heading.level then
        stop = headings[j].span[1]
        break
      end
    end
    local name = state:span_text({ heading.span })
    local symbol = {
      name = name ~= '' and name or '…', kind = HEADING, range = range(state, heading.span[1], math.max(heading.span[2], stop - 1)),
      selectionRange = range(state, heading.span[1], heading.span[2]),
      children = actor_symbols(state, heading.span[1], math.max(after, heading.span[2])),
    }
    while #open > 0 and open[#open].level >= heading.level do table.remove(open) end
    table.insert(#open > 0 and open[#open].symbol.children or top, symbol)
    open[#open + 1] = { level = heading.level, symbol = symbol }
  end
  return top
end

-- Does another server list symbols for this buffer? Then ours would only be in the way.
local function symbols_wanted(state)
  local option = config.get('lsp.document_symbol')
  if option ~= 'auto' then return option end
  for _, client in ipairs((vim.lsp.get_clients or vim.lsp.get_active_clients)({ bufnr = state.bufnr })) do
    local offers = client.server_capabilities or {}
    if client.name ~= 'sayso' and offers.documentSymbolProvider then return false end
  end
  return true
end

local function workspace_symbols(_, params)
  local core, found = require('sayso.native').load(), {}
  local wanted = core.fold(params.query or '')
  for _, item in ipairs(require('sayso.items').actors(buffer.list())) do
    if core.fold(item.actor.name):find(wanted, 1, true) then
      found[#found + 1] = {
        name = item.actor.name, kind = KINDS[item.actor.kind] or OTHER_ACTOR, containerName = vim.fn.fnamemodify(item.filename, ':t'),
        location = {
          uri = vim.uri_from_bufnr(item.bufnr),
          range = {
            start = { line = item.lnum - 1, character = item.col - 1 },
            ['end'] = { line = item.end_lnum - 1, character = item.end_col - 1 },
          },
        },
      }
    end
  end
  return found
end

-- ---- look-ups -----------------------------------------------------------------------------------------------------

local function hover(state, params)
  local card = require('sayso.card')
  local found = card.of(state, card.at(state, offset_of(state, params.position)))
  if not found then return nil end
  return { contents = { kind = 'plaintext', value = found.title .. '\n\n' .. table.concat(found.lines, '\n') } }
end

local function references(state, params)
  local actor = named_at(state, params.position)
  local list = {}
  for i, span in ipairs(actor and mentions_of(state, actor) or {}) do
    list[i] = { uri = params.textDocument.uri, range = range(state, span[1], span[2]) }
  end
  return list
end

local function document_highlight(state, params)
  local actor = named_at(state, params.position)
  local list = {}
  for i, span in ipairs(actor and mentions_of(state, actor) or {}) do
    list[i] = { kind = 2, range = range(state, span[1], span[2]) }
  end
  return list
end

local function prepare_rename(state, params)
  local actor, span, item = named_at(state, params.position)
  if not actor or (item.form and item.form == 'pronoun') then error({ message = 'no name stands here' }, 0) end
  return { range = range(state, span[1], span[2]), placeholder = state:text(span[1], span[2]) }
end

-- Mentions of the actor that read as the one at the cursor: "Hale" leaves "Antony Hale" and "he" alone.
local function rename(state, params)
  local actor, span, item = named_at(state, params.position)
  if not actor or (item.form and item.form == 'pronoun') then error({ message = 'no name stands here' }, 0) end
  local words, edits = state:text(span[1], span[2]), {}
  for _, other in ipairs(mentions_of(state, actor)) do
    if state:text(other[1], other[2]) == words then
      edits[#edits + 1] = { range = range(state, other[1], other[2]), newText = params.newName }
    end
  end
  return { changes = { [params.textDocument.uri] = edits } }
end

local function inlay_hints(state, params)
  local from, to = offset_of(state, params.range.start), offset_of(state, params.range['end'])
  local hints = {}
  for _, statement in ipairs(state:shown(from, to)) do
    local last = statement.content[#statement.content]
    if last and last[2] >= from and last[2] <= to then
      local names = {}
      for i, actor in ipairs(state:speakers(statement)) do names[i] = state:short_name(actor) end
      local label = #names > 0 and table.concat(names, ', ') or config.get('unattributed')
      hints[#hints + 1] = { position = place(state, last[2]), label = config.get('hint_prefix') .. label, paddingLeft = true }
    end
  end
  return hints
end

local function folding_ranges(state)
  local list = {}
  for _, statement in ipairs(state:shown()) do
    for _, span in ipairs(statement.content) do
      local first, last = state:position(span[1]), (state:position(span[2]))
      if last - first + 1 >= FOLDED_ROWS then list[#list + 1] = { startLine = first, endLine = last, kind = 'region' } end
    end
  end
  return list
end

-- ---- code actions -------------------------------------------------------------------------------------------------

local OFFERED = 6 -- actors to attribute to; :Sayso attribute knows the others

local function action(title, name, ...)
  return { title = title, kind = 'quickfix', command = { title = title, command = 'sayso.' .. name, arguments = { ... } } }
end

local function code_actions(state, params)
  local offset, list = offset_of(state, params.range.start), {}
  local found = state:at(offset)
  local uri, statement = params.textDocument.uri, found.statement
  if statement then
    local current, at = state:speakers(statement)[1], state:first(statement)
    for _, item in ipairs(require('sayso.items').actors({ state })) do
      if #list < OFFERED and not (current and item.actor.handle == current.handle) then
        list[#list + 1] = action('Attribute to ' .. item.actor.name, 'attribute', uri, at, item.actor.name)
      end
    end
    list[#list + 1] = action('Not a quotation', 'reject', uri, at)
    list[#list + 1] = action('Right as it is', 'confirm', uri, at)
    if statement.kind == 'unmarked' then list[#list + 1] = action('Put quotation marks', 'marks', uri, at) end
  end
  local actor = named_at(state, params.range.start)
  if actor then list[#list + 1] = action(('Merge %s with …'):format(actor.name), 'merge', uri, actor.handle) end
  return list
end

local function statement_from(state, offset)
  for _, statement in ipairs(state:statements()) do
    if state:first(statement) == offset then return statement end
  end
end

local function tell(good, message)
  if not good then compat.warn(message or 'nothing was changed') elseif message then compat.notify(message) end
end

local function merge(state, handle)
  local actor, choices = state:by_handle(handle), {}
  for _, item in ipairs(require('sayso.items').actors({ state })) do
    if item.actor.handle ~= handle then choices[#choices + 1] = item.actor end
  end
  if not actor then return end
  local options = { prompt = actor.name .. ' is the same as', format_item = function(other) return other.name end }
  vim.ui.select(choices, options, function(into)
    if into then tell(require('sayso.annotate').merge(state, actor, into)) end
  end)
end

local COMMANDS = {
  ['sayso.attribute'] = function(annotate, state, statement, name) return annotate.attribute(state, statement, { name }) end,
  ['sayso.reject'] = function(annotate, state, statement) return annotate.reject(state, statement) end,
  ['sayso.confirm'] = function(annotate, state, statement) return annotate.confirm(state, statement) end,
  ['sayso.marks'] = function(_, state, statement) return require('sayso.marks').put(state, { statement }) end,
}

local function execute(_, params)
  local arguments = params.arguments or {}
  local state = state_of({ textDocument = { uri = arguments[1] } })
  if not state then error({ message = 'the text is not attached' }, 0) end
  state:wait()
  if params.command == 'sayso.merge' then return merge(state, arguments[2]) end
  local run, statement = COMMANDS[params.command], statement_from(state, arguments[2])
  if not run then error({ message = 'unknown command ' .. tostring(params.command) }, 0) end
  if not statement then error({ message = 'the statement is no longer there' }, 0) end
  tell(run(require('sayso.annotate'), state, statement, arguments[3]))
end

-- ---- the server ---------------------------------------------------------------------------------------------------

-- Method -> function(state, params), and the switch.
local METHODS = {
  ['textDocument/documentSymbol'] = { function(state) return symbols_wanted(state) and document_symbols(state) or {} end },
  ['textDocument/hover'] = { hover, 'lsp.hover' },
  ['textDocument/references'] = { references, 'lsp.references' },
  ['textDocument/documentHighlight'] = { document_highlight, 'lsp.document_highlight' },
  ['textDocument/prepareRename'] = { prepare_rename, 'lsp.rename' },
  ['textDocument/rename'] = { rename, 'lsp.rename' },
  ['textDocument/inlayHint'] = { inlay_hints, 'lsp.inlay_hint' },
  ['textDocument/codeAction'] = { code_actions, 'lsp.code_action' },
  ['textDocument/foldingRange'] = { folding_ranges, 'lsp.folding_range' },
  ['workspace/symbol'] = { workspace_symbols, 'lsp.workspace_symbol', anywhere = true },
  ['workspace/executeCommand'] = { execute, 'lsp.code_action', anywhere = true },
}

local function capabilities()
  local on = function(path) return config.get(path) and true or nil end
  local commands = vim.tbl_keys(COMMANDS)
  commands[#commands + 1] = 'sayso.merge'
  return {
    positionEncoding = 'utf-8', -- change 0: the document hears of edits from the buffer itself
    textDocumentSync = { openClose = true, change = 0 },
    documentSymbolProvider = on('lsp.document_symbol'), hoverProvider = on('lsp.hover'), referencesProvider = on('lsp.references'),
    documentHighlightProvider = on('lsp.document_highlight'), inlayHintProvider = on('lsp.inlay_hint'),
    renameProvider = on('lsp.rename') and { prepareProvider = true }, codeActionProvider = on('lsp.code_action'),
    executeCommandProvider = on('lsp.code_action') and { commands = commands }, foldingRangeProvider = on('lsp.folding_range'),
    workspaceSymbolProvider = on('lsp.workspace_symbol'),
  }
end

--- The answer to a request: error and result, one of them nil.
function M.answer(method, params)
  if method == 'initialize' then
    return nil, { capabilities = capabilities(), offsetEncoding = 'utf-8', serverInfo = { name = 'sayso' } }
  end
  if method == 'shutdown' then return nil, vim.NIL end
  local known = METHODS[method]
  if not known or (known[2] and not config.get(known[2])) then return { code = -32601, message = 'no such method: ' .. method } end
  local state = not known.anywhere and state_of(params) or nil
  if not state and not known.anywhere then return nil, vim.NIL end
  local ran, result = pcall(known[1], state, params)
  if ran then return nil, result == nil and vim.NIL or result end
  return { code = -32603, message = type(result) == 'table' and result.message or tostring(result) }
end

local dispatchers_of = {} -- those of running servers, to ask for new hints

local function server(dispatchers)
  local closing, number = false, 0
  dispatchers_of[dispatchers] = true
  local function stop()
    if closing then return end
    closing = true
    dispatchers_of[dispatchers] = nil
    vim.schedule(function() dispatchers.on_exit(0, 0) end)
  end
  return {
    request = function(method, params, callback, replied)
      if closing then return false end
      number = number + 1
      local id = number
      vim.schedule(function()
        local err, result = M.answer(method, params)
        if replied then replied(id) end
        -- What Neovim does with an answer may fail or be interrupted: no fault of ours, and none that should print a trace.
        local ran, why = pcall(callback, err, result ~= vim.NIL and result or nil)
        if not ran then compat.caught('answer to ' .. method, why) end
      end)
      return true, id
    end,
    notify = function(method)
      if method == 'exit' then stop() end
      return not closing
    end,
    is_closing = function() return closing end,
    terminate = stop,
  }
end

local function refresh_hints()
  if not config.get('lsp.inlay_hint') or not compat.has.inline then return end
  for dispatchers in pairs(dispatchers_of) do
    vim.schedule(function() pcall(dispatchers.server_request, 'workspace/inlayHint/refresh', vim.NIL) end)
  end
end

local listening = false

--- Attaches the server to the buffer of a state; one server for all buffers.
function M.attach(state)
  if not compat.has.lsp or not config.get('lsp.enabled') then return end
  if not listening then
    listening = true
    buffer.on('update', refresh_hints)
    buffer.on('detach', function(gone)
      if gone.lsp and api.nvim_buf_is_loaded(gone.bufnr) then pcall(vim.lsp.buf_detach_client, gone.bufnr, gone.lsp) end
    end)
  end
  state.lsp = vim.lsp.start({ name = 'sayso', cmd = server, offset_encoding = 'utf-8' }, {
    bufnr = state.bufnr, reuse_client = function(client) return client.name == 'sayso' end,
  })
end

return M
