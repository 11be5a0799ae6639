-- --min-score: what is kept is what stands in the whole answer with a score from there on, in every command alike.
local core = require('sayso.core')
local support = require('support')

local ARTICLE = 'tests/data/article.txt'

return function(test, check)
  if not core.jsonl then
    test('--min-score', function() check.skip('the command is Lua 5.4 alone') end)
    return
  end

  local function json(words)
    local status, output, errors = support.sayso(words)
    check.truthy(status <= 1, errors)
    return assert(core.json_decode(output))
  end

  local function scores(statements)
    local list = {}
    for i, statement in ipairs(statements) do list[i] = statement.score end
    return list
  end

  local function kept(list, least)
    local some = {}
    for _, score in ipairs(list) do
      if score >= least then some[#some + 1] = score end
    end
    return some
  end

  -- A score that is there, so that the cut falls on it, and one is left out.
  local function middle(list)
    local sorted = { table.unpack(list) }
    table.sort(sorted)
    check.truthy(sorted[1] < sorted[#sorted], 'scores of the article differ')
    local half = sorted[math.floor(#sorted / 2) + 1]
    return half > sorted[1] and half or sorted[#sorted]
  end

  test('quotes, outline, stats and said leave out what is below', function()
    for _, more in ipairs({ '--json', '--stances' }) do
      local all = scores(json({ 'quotes', '--json', more, ARTICLE }).attributions)
      local least = middle(all)
      local option, wanted = '--min-score=' .. least, kept(all, least)
      check.truthy(#wanted < #all and #wanted > 0)
      local function with(command) return json({ command, '--json', option, more, ARTICLE }) end
      check.equal(scores(with('quotes').attributions), wanted)
      check.equal(with('outline').total.statements, #wanted)
      local total = with('stats').total
      check.equal({ total.statements, total.hidden }, { #wanted, #all - #wanted })
      local _, page = support.sayso({ 'stats', option, more == '--json' and '--offsets=bytes' or more, ARTICLE })
      check.match(page, ' ' .. #all - #wanted .. ' less sure than %-%-min%-score=[%d.]+ left out\n')
    end
    local name = json({ 'quotes', '--json', ARTICLE }).actors[1].name
    local said = json({ 'said', '--json', name, ARTICLE }).actors[1].attributions
    local least = middle(scores(said))
    local less = json({ 'said', '--json', '--min-score', tostring(least), name, ARTICLE }).actors[1].attributions
    check.equal(scores(less), kept(scores(said), least))
  end)

  test('who does not tell of them, by line and by column', function()
    local first = json({ 'quotes', '--json', '--min-score=0', ARTICLE }).attributions[1]
    local function who(...) return #json({ 'who', '--json', ARTICLE, ... }).attributions end
    local line, column = tostring(first.line), tostring(first.column)
    check.truthy(who(line) >= 1)
    check.equal(who(line, column), 1)
    if first.score < 1 then
      check.equal({ who(line, '--min-score=1'), who(line, column, '--min-score=1') }, { 0, 0 })
    end
  end)

  test('jsonl: statements alone are left out, at any number of threads', function()
    local document = { text = support.read(ARTICLE) }
    local input = support.file(core.json_encode(document) .. '\n')
    local whole = json({ 'jsonl', input })
    local least = middle(scores(whole.attributions))
    for _, threads in ipairs({ '1', '2' }) do
      local some = json({ 'jsonl', '--min-score=' .. least, '--threads=' .. threads, input })
      check.equal(scores(some.attributions), kept(scores(whole.attributions), least))
      check.equal(some.actors, whole.actors)
      check.equal(some.mentions, whole.mentions)
    end
    support.clean()
  end)

  test('wrong use', function()
    for _, words in ipairs({
      { 'quotes', '--min-score=1.5', ARTICLE }, { 'quotes', '--min-score=-1', ARTICLE }, { 'quotes', '--min-score=.', ARTICLE },
      { 'quotes', '--min-score=high', ARTICLE }, { 'quotes', '--min-score=', ARTICLE },
      { 'dump', '--stage=marks', '--min-score=0.5', ARTICLE }, { 'correct', ARTICLE, '--min-score=0.5' },
    }) do
      local status, _, errors = support.sayso(words)
      check.equal(status, 2)
      check.match(errors, 'min%-score')
    end
    local _, help = support.sayso({ '--help' })
    check.match(help, '%-%-min%-score=X')
    for _, wrong in ipairs({ 2, -0.1, '0.5', 0 / 0 }) do
      check.raises('#1.*min_score', core.jsonl, { min_score = wrong, input = '/dev/null', output = '/dev/null' })
    end
  end)
end
