-- The module sayso.core: life of documents, arguments, failures, shapes of results. Nothing here depends on what the model finds.
local core = require('sayso.core')

local TEXT = 'Rome, 3 May. "We will go on," Anna Weiss said. The minister denied it.\n\nBerlin agreed.\n'

local function header_value(name)
  for line in io.lines('core/include/sayso.h') do
    local value = line:match('^#define ' .. name .. ' "?([^"%s]+)')
    if value then return value end
  end
end

local function opened(text, opts)
  local doc = assert(core.open(text, opts))
  assert(doc:update())
  return doc
end

-- Spans are sorted pairs inside the text.
local function check_spans(check, spans, size)
  for _, span in ipairs(spans) do
    check.equal(#span, 2)
    check.truthy(span[1] >= 0 and span[1] <= span[2] and span[2] <= size, 'span inside the text')
  end
end

return function(test, check)
  test('says what it is', function()
    check.equal(core.version(), header_value('SAYSO_VERSION'))
    check.equal(core.abi, tonumber(header_value('SAYSO_ABI')))
    check.equal(core.lua_abi, _VERSION:match('%d+%.%d+'))
    check.equal(require('sayso.native').ABI, core.abi)
    check.equal(require('sayso.native').load(), core)
  end)

  test('sets no global', function()
    check.equal(rawget(_G, 'sayso'), nil)
    check.equal(rawget(_G, 'core'), nil)
  end)

  test('a document keeps its text, NUL and all', function()
    check.equal(opened('a\0b'):text(), 'a\0b')
    check.equal(opened(''):text(), '')
  end)

  test('close twice is harmless, use afterwards raises', function()
    local doc = opened(TEXT)
    doc:close()
    doc:close()
    check.raises('#1.*closed', doc.text, doc)
    check.raises('#1.*closed', doc.update, doc)
    check.match(tostring(doc), 'closed')
  end)

  test('to-be-closed variables close it', function()
    if _VERSION == 'Lua 5.1' then check.skip('no such variables in this Lua') end
    local kept = load([[local core, text = ...; local kept
      do local doc <close> = core.open(text); kept = doc end
      return kept]])(core, TEXT)
    check.raises('closed', kept.text, kept)
  end)

  test('wrong use raises with the number of the argument', function()
    local doc = opened(TEXT)
    check.raises('#1', core.open)
    check.raises('#1', core.open, {})
    check.raises('#2', core.open, TEXT, 3)
    check.raises('#2.*format', core.open, TEXT, { format = 'nothing' })
    check.raises('#2.*actors', core.open, TEXT, { actors = 3 })
    check.raises('#2.*kernel', core.open, TEXT, { kernel = 'abacus' })
    check.raises('#2.*given', core.open, TEXT, { given = 'names' })
    check.raises('#2.*items', core.open, TEXT, { given = 'content' })
    check.raises('#2.*content', core.open, TEXT, { given = 'content', items = { { content = { { 5, 1000 } } } } })
    check.raises('#2', core.open, TEXT, { given = 'content', items = { 3 } })
    check.raises('#2', doc.edit, doc, -1, 0, '')
    check.raises('#3', doc.edit, doc, 0, #TEXT + 1, '')
    check.raises('#3', doc.edit, doc, 5, 4, '')
    check.raises('#4', doc.edit, doc, 5, 5)
    check.raises('#2.*whole', doc.edit, doc, 0.5, 5, '')
    check.raises('#2', doc.update, doc, 'soon')
    check.raises('#3', doc.update, doc, 1, { focus = -1 })
    check.raises('#2', doc.at, doc)
    check.raises('#2', doc.at, doc, #TEXT + 1)
    check.raises('#3', doc.statements, doc, 5, 4)
    check.raises('#2', doc.dump, doc, 'nothing')
    check.raises('#2', doc.correct, doc)
    check.raises('#2', doc.correct, doc, { 3 })
    check.raises('#2.*action', doc.correct, doc, { { span = { 0, 1 } } })
    check.raises('#2.*span', doc.correct, doc, { { action = 'reject', span = { 0, 1000 } } })
    check.raises('#1', doc.text, io.stdout)
    check.raises('#1', doc.text, nil)
    check.equal(doc:text(), TEXT)
  end)

  test('results have the promised shape', function()
    local doc = opened(TEXT)
    for _, actor in ipairs(doc:actors()) do
      for _, key in ipairs({ 'id', 'name', 'kind', 'gender' }) do check.equal(type(actor[key]), 'string', key) end
      for _, key in ipairs({ 'aliases', 'roles' }) do check.equal(type(actor[key]), 'table', key) end
      for _, key in ipairs({ 'mentions', 'statements' }) do check.equal(type(actor[key]), 'number', key) end
    end
    for i, statement in ipairs(doc:statements()) do
      check.equal(statement.index, i)
      for _, key in ipairs({ 'source', 'cue', 'content' }) do check_spans(check, statement[key], #TEXT) end
      for _, key in ipairs({ 'kind', 'act', 'rule' }) do check.equal(type(statement[key]), 'string', key) end
      check.equal(type(statement.actors), 'table')
      check.truthy(statement.score >= 0 and statement.score <= 1, 'score')
    end
    for _, mention in ipairs(doc:mentions()) do check_spans(check, { mention.span }, #TEXT) end
    for _, entity in ipairs(doc:entities()) do check_spans(check, { entity.span }, #TEXT) end
    check.equal(type(doc:headings()), 'table')
    check.match(doc:language(), '^%l+$')
  end)

  test('clean text is what is read: no markup, no line breaks', function()
    local text = '# Head\n\n> They *said*\n> so, **twice**.\n\nEnd\n'
    local doc = opened(text, { format = 'markdown' })
    check.equal(doc:clean(0, #text), 'Head\nThey said so, twice.\nEnd')
    local from = text:find('*said', 1, true) - 1
    check.equal(doc:clean(from, from + 6), 'said')
    check.equal(doc:clean(3, 3), '')
    check.raises('bad argument', doc.clean, doc, 3, #text + 1)
  end)

  test('ranges choose what they touch', function()
    local doc = opened(TEXT)
    local function hull(statement)
      local from, to = math.huge, 0
      for _, key in ipairs({ 'source', 'cue', 'content' }) do
        for _, span in ipairs(statement[key]) do from, to = math.min(from, span[1]), math.max(to, span[2]) end
      end
      return from, to
    end
    for cut = 0, #TEXT, 7 do
      local wanted = {}
      for _, statement in ipairs(doc:statements()) do
        local from, to = hull(statement)
        if from < #TEXT and to > cut then wanted[#wanted + 1] = statement.index end
      end
      local got = {}
      for i, statement in ipairs(doc:statements(cut, #TEXT)) do got[i] = statement.index end
      check.equal(got, wanted, 'statements from ' .. cut)
    end
    check.equal(#doc:mentions(0, 0), 0)
  end)

  test('at answers for every byte', function()
    local doc = opened(TEXT)
    for offset = 0, #TEXT do
      local here = doc:at(offset)
      if here.statement then
        local inside = false
        for _, span in ipairs(here.statement[here.part]) do
          inside = inside or (span[1] <= offset and offset < span[2])
        end
        check.truthy(inside, here.part .. ' at ' .. offset)
      end
      for _, key in ipairs({ 'mention', 'entity' }) do
        local found = here[key]
        if found then check.truthy(found.span[1] <= offset and offset < found.span[2], key) end
      end
    end
  end)

  test('edit changes the text, update reads it anew', function()
    local doc = opened('One. ')
    check.equal(doc:edit(5, 5, TEXT), true)
    check.equal(doc:text(), 'One. ' .. TEXT)
    local done, changed = doc:update(nil, { focus = 0 })
    check.equal(done, true)
    check.equal(type(changed), 'table')
    local fresh = opened('One. ' .. TEXT)
    check.equal(doc:statements(), fresh:statements())
    check.equal(doc:mentions(), fresh:mentions())
    check.equal(doc:entities(), fresh:entities())
    doc:edit(0, #doc:text(), '')
    check.equal({ doc:update() }, { true, { { 0, 0 } } }) -- an empty range: all that stood there is gone
    check.equal({ doc:update() }, { true, {} })
    check.equal(doc:statements(), {})
  end)

  test('a budget of nothing is kept and finished later', function()
    local doc = core.open(TEXT:rep(40))
    local steps = 0
    repeat
      steps = steps + 1
      local done = doc:update(0)
      check.equal(type(done), 'boolean')
    until done or steps > 10000
    check.truthy(steps <= 10000, 'an end')
    check.equal(#doc:statements(), #opened(TEXT:rep(40)):statements())
  end)

  test('every stage can be dumped', function()
    local doc = opened(TEXT)
    check.truthy(#core.stages() > 5, 'stages')
    for _, stage in ipairs(core.stages()) do check.equal(type(doc:dump(stage)), 'string', stage) end
    check.match(doc:dump('tokens'), 'Anna')
  end)

  test('without a model the text stages work', function()
    local doc = core.open(TEXT, { model = false })
    check.equal(doc:update(), true)
    check.match(doc:dump('tokens'), 'Weiss')
    check.equal(doc:entities(), {})
  end)

  test('each kernel is a model of its own', function()
    local plain, best = opened(TEXT, { kernel = 'c' }), opened(TEXT)
    check.equal(#plain:statements(), #best:statements())
  end)

  test('given contents are kept', function()
    local from, to = TEXT:find('We will go on')
    local doc = opened(TEXT, { given = 'content', items = { { content = { { from - 1, to } } } } })
    check.equal(#doc:statements(), 1)
    check.equal(doc:statements()[1].content, { { from - 1, to } })
  end)

  test('corrections are taken and handed back', function()
    local doc = opened(TEXT)
    local from = TEXT:find('Anna Weiss', 1, true) - 1
    check.equal(doc:correct({
      { action = 'rename', span = { from, from + 10 }, value = 'Anna W.', id = 'one' },
      { action = 'actor', span = { 14, 20 }, actors = { 'Anna Weiss', 'Berlin' } },
    }), true)
    doc:update()
    local back = doc:corrections()
    check.equal(#back, 2)
    check.equal(back[1].action, 'rename')
    check.equal(back[1].value, 'Anna W.')
    check.equal(back[1].id, 'one')
    check.equal(back[2].actors, { 'Anna Weiss', 'Berlin' })
    check.match(back[1].state, '^%l+$')
    check.equal(doc:correct(back), true)
    doc:update()
    check.equal(doc:corrections()[1].value, 'Anna W.')
    check.equal(doc:correct({}), true)
    doc:update()
    check.equal(doc:corrections(), {})
  end)

  test('a bad list of actors is nil, message, code, line', function()
    local doc, message, code, line = core.open(TEXT, { actors = '= = =\n\0\n[[[' })
    check.equal(doc, nil)
    check.equal(type(message), 'string')
    check.equal(code, 'BAD_ACTORS')
    check.truthy(line >= 1, 'line')
  end)

  test('names fold', function()
    check.equal(core.fold('Éric'), 'eric')
    check.equal(core.fold('ŁÓDŹ'), 'lodz')
    check.equal(core.fold('O’Neill'), "o'neill")
    check.equal(core.fold(''), '')
    check.equal(type(core.fold('\255\254')), 'string')
    check.raises('#1', core.fold)
  end)

  test('words are counted as the scorers count', function()
    check.equal(core.words(''), 0)
    check.equal(core.words("don't stop"), 2)
    check.equal(core.words('the minister’s — “words”, 1,000 of them'), 7)
    check.equal(core.words("rock ' roll 'n"), 3)
  end)

  test('code points and bytes', function()
    local text = 'aé😀' .. ('x'):rep(300) .. '😀b'
    local map = core.codepoints(text)
    check.equal(map:point(0), 0)
    check.equal(map:point(1), 1)
    check.equal(map:point(3), 2)
    check.equal(map:point(7), 3)
    check.equal(map:point(#text), 305)
    check.equal(map:byte(305), #text)
    for point = 0, 305 do check.equal(map:point(map:byte(point)), point) end
    check.raises('#2', map.byte, map, 306)
    check.raises('#2', map.point, map, #text + 1)
    check.equal(core.codepoints(''):point(0), 0)
    check.equal(core.codepoints('\255\254a'):point(3), 3) -- wrong bytes count as replacement characters
  end)

  test('a map keeps its text alive', function()
    local map = core.codepoints(('é'):rep(1000))
    collectgarbage()
    local _ = ('z'):rep(5000)
    check.equal(map:point(2000), 1000)
  end)

  test('many documents come and go', function()
    for i = 1, 50 do
      local doc = opened(TEXT .. i)
      if i % 2 == 0 then doc:close() end
    end
    collectgarbage()
  end)

  test('hostile text does no harm', function()
    local hostile = {
      '', ' ', '\n', '\r', '\r\n\r\n', '\239\187\191', '\0\0\0', '\255\255', 'said', '"', ('"'):rep(2000),
      ('“'):rep(500), ('a'):rep(10000), ('said '):rep(2000), '> > > said', 'He said “\0\255',
    }
    for _, text in ipairs(hostile) do
      local doc = opened(text)
      check.equal(doc:text(), text)
      doc:at(#text)
      for _, statement in ipairs(doc:statements()) do check_spans(check, statement.content, #text) end
    end
  end)

  test('terminals', function()
    check.equal(type(core.isatty(0)), 'boolean')
    check.equal(core.isatty(999), false)
    check.equal(core.terminal_width(999), nil)
    check.raises('#1', core.isatty, -1)
  end)
end
