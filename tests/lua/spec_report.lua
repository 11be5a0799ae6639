-- Articles as the command and the editor see them: lines, words, voices, names.
local core = require('sayso.core')
local report = require('sayso.report')

-- An article made by hand, so that nothing depends on the model.
local function article_of(text, actors, statements)
  local article = { path = 'hand', text = text, lines = {}, actors = actors, by_id = {}, statements = statements }
  for _, actor in ipairs(actors) do
    actor.aliases, actor.roles = actor.aliases or {}, actor.roles or {}
    article.by_id[actor.id] = actor
  end
  for _, statement in ipairs(statements) do
    statement.article, statement.act = article, statement.act or 'speech'
    statement.speakers = {}
    for i, id in ipairs(statement.actors) do statement.speakers[i] = article.by_id[id] end
  end
  return article
end

local function sample()
  return article_of('', {
    { id = 'A1', name = 'Éva Nagy', kind = 'person', aliases = { 'the envoy' } },
    { id = 'A2', name = 'Tokyo', kind = 'place', parent = 'A3' },
    { id = 'A3', name = 'Japan', kind = 'place' },
    { id = 'A4', name = 'Tom Nagy', kind = 'person' },
  }, {
    { actors = { 'A1' }, words = 5 },
    { actors = { 'A2' }, words = 10 },
    { actors = { 'A2', 'A1' }, words = 1 },
    { actors = {}, words = 4 },
    { actors = { 'A4' }, words = 100, act = 'stance' },
  })
end

local function names(voices)
  local list = {}
  for i, voice in ipairs(voices) do list[i] = voice.actor.name end
  return list
end

return function(test, check)
  local function positions(text)
    local article = report.read(core, 'x', text, { model = false })
    local found = {}
    for offset = 0, #text do found[#found + 1] = table.concat({ report.position(article, offset) }, ':') end
    return table.concat(found, ' ')
  end

  test('lines and columns are those of the editor', function()
    check.equal(positions(''), '1:1')
    check.equal(positions('a\nb'), '1:1 1:2 2:1 2:2')
    check.equal(positions('a\r\nb'), '1:1 1:2 1:3 2:1 2:2')
    check.equal(positions('a\rb'), '1:1 1:2 2:1 2:2')
    check.equal(positions('a\n'), '1:1 1:2 1:3')
  end)

  test('the bytes of a line', function()
    local article = report.read(core, 'x', 'ab\r\n\ncd', { model = false })
    check.equal({ report.line_span(article, 1) }, { 0, 2 })
    check.equal({ report.line_span(article, 2) }, { 4, 4 })
    check.equal({ report.line_span(article, 3) }, { 5, 7 })
    check.equal(report.line_span(article, 4), nil)
  end)

  test('voices by number of statements, each statement once in the sum', function()
    local voices, unattributed, sum = report.voices(core, { sample() })
    check.equal(names(voices), { 'Tokyo', 'Éva Nagy' })
    check.equal(voices[1].words, 11)
    check.equal(unattributed.total, 1)
    check.equal(sum, { statements = 4, words = 20, hidden = 0 })
    check.equal(report.share(voices[1].words, sum), 55)
    check.equal(report.share(0, { words = 0 }), 0)
  end)

  test('stances on request', function()
    local voices, _, sum = report.voices(core, { sample() }, true)
    check.equal(#voices, 3)
    check.equal(sum.statements, 5)
  end)

  test('seats stand under their country', function()
    local roots = report.tree(core, sample())
    check.equal(names(roots), { 'Japan', 'Éva Nagy' })
    check.equal(names(roots[1].children), { 'Tokyo' })
    check.equal(#roots[1].statements, 0)
  end)

  test('a parent that is its own parent loses nobody', function()
    local article = article_of('', {
      { id = 'A1', name = 'One', kind = 'place', parent = 'A2' },
      { id = 'A2', name = 'Two', kind = 'place', parent = 'A1' },
    }, { { actors = { 'A1' }, words = 1 }, { actors = { 'A2' }, words = 1 } })
    check.equal(#report.tree(core, article), 2)
  end)

  test('articles join by name and kind', function()
    local voices = report.voices(core, { sample(), sample() })
    check.equal(names(voices), { 'Tokyo', 'Éva Nagy' })
    check.equal(voices[1].total, 4)
  end)

  test('names by surname, alias, without case and accents', function()
    local function found(name) return names((report.named(core, { sample() }, name, true))) end
    check.equal(found('eva nagy'), { 'Éva Nagy' })
    check.equal(found('  EVA   NAGY '), { 'Éva Nagy' })
    check.equal(found('The Envoy'), { 'Éva Nagy' })
    check.equal(found('nagy'), { 'Éva Nagy', 'Tom Nagy' })
    check.equal(found('Nobody'), {})
    check.equal({ report.named(core, { sample() }, 'japan') }, { {}, true })
  end)

  test('reading gives what statements say', function()
    local text = 'The plan is dead, Anna Weiss said.\n'
    local article = report.read(core, 'x.txt', text, {
      given = 'attributions',
      items = { { content = { { 0, 16 } }, source = { { 18, 28 } }, cue = { { 29, 33 } } } },
    })
    local statement = article.statements[1]
    check.equal(statement.said, 'The plan is dead')
    check.equal(statement.cue_text, 'said')
    check.equal(statement.words, 4)
    check.equal({ statement.line, statement.column }, { 1, 1 })
  end)

  test('failing is nil, message, code', function()
    check.raises('#2', report.read, core, 'x', 'text', { format = 'nothing' })
  end)
end
