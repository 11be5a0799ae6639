-- Corrections: the store beside a text, and `sayso correct`. What is corrected stands in marks, so that any model finds it.
local core = require('sayso.core')
local correct = require('sayso.correct')
local store = require('sayso.store')
local support = require('support')

local TEXT = '“The bridge is closed and it will stay closed,” Anna Weiss said on Monday.\n\n'
  .. '“Nobody asked the city about the bridge,” Tom Weiss said.\n'

return function(test, check)
  if not core.json_encode then
    test('corrections', function() check.skip('JSON and the command are Lua 5.4 alone') end)
    return
  end

  local folder -- of one test
  local tools = { core = core, encode = core.json_encode, decode = core.json_decode }

  local function on(name, body)
    test(name, function()
      folder = support.path('.d')
      support.shell('mkdir ' .. folder)
      tools.folder = folder .. '/apart'
      local good, message = pcall(body)
      support.shell('chmod -R u+rwx ' .. folder .. '; rm -r ' .. folder)
      support.clean()
      if not good then error(message, 0) end
    end)
  end

  local function text_file(text) return support.write(folder .. '/text.txt', text or TEXT) end

  local function open(path, text)
    local kept = assert(store.open(path, tools))
    local doc = assert(core.open(text or TEXT))
    assert(correct.begin(doc, kept))
    assert(doc:update())
    return { doc = doc, store = kept }
  end

  local function run(words, wanted)
    local status, output, errors = support.sayso(words)
    if status ~= wanted then
      error(('sayso %s: wanted status %d, got %d: %s'):format(table.concat(words, ' '), wanted, status, errors), 2)
    end
    return output, errors
  end

  local function json(words) return assert(core.json_decode((run(words, 0)))) end

  -- ---- the store ----

  on('nothing is written before the first correction', function()
    local path = text_file()
    local correcting = open(path)
    check.equal(store.save(correcting.store), true)
    check.equal(support.exists(path .. '.sayso.json'), false)
  end)

  on('corrections are kept, taken back and made again', function()
    local path = text_file()
    local correcting = open(path)
    local made = check.truthy(correct.make(correcting, { action = 'reject', span = { 0, 40 } }))
    check.equal({ made.id, made.state }, { 'c1', 'applied' })
    check.equal(#correcting.doc:statements(), 1)
    local value = core.json_decode(support.read(path .. '.sayso.json'))
    check.equal({ value.format, value.version, value.text, #value.corrections }, { 'sayso corrections', 1, 'text.txt', 1 })
    check.equal(value.corrections[1].anchor.text, made.anchor.text)

    local again = open(path)
    check.equal(#again.doc:statements(), 1)
    check.equal(correct.undo(again).id, 'c1')
    check.equal(#again.doc:statements(), 2)
    check.equal(correct.undo(again), nil)
    check.equal(correct.redo(open(path)).id, 'c1')
    check.equal(#open(path).doc:statements(), 1)
  end)

  on('what finds nothing is not kept', function()
    local correcting = open(text_file())
    local made, message, code = correct.make(correcting, { action = 'reject', span = { #TEXT - 3, #TEXT } })
    check.equal({ made, code }, { nil, 'DRIFTED' })
    check.match(message, 'statement')
    check.equal(correcting.doc:corrections(), {})
  end)

  on('a changed text is followed, a gone one drifts', function()
    local path = text_file()
    assert(correct.make(open(path), { action = 'actor', span = { 0, 40 }, actors = { 'The mayor' } }))
    local moved = 'An opening paragraph.\n\n' .. TEXT:gsub('stay closed', 'remain closed')
    local item = open(path, moved).doc:corrections()[1]
    check.equal({ item.state, item.span[1] >= 23 }, { 'applied', true })
    item = open(path, 'Nothing of it is left in this text, which is about the weather.\n').doc:corrections()[1]
    check.equal(item.state, 'drifted')
    check.match(item.reason, 'gone')
  end)

  on('damaged files are refused and left alone', function()
    local path = text_file()
    for _, damage in ipairs({
      '', '{', '[]', '{"format":"other"}', '{"format":"sayso corrections","version":"1"}',
      '{"format":"sayso corrections","version":2,"corrections":[]}', '{"format":"sayso corrections","version":1}',
      '{"format":"sayso corrections","version":1,"corrections":[{"action":"shout","span":[0,1]}]}',
      '{"format":"sayso corrections","version":1,"corrections":[{"action":"reject","span":[0,1]}]}',
      '{"format":"sayso corrections","version":1,"corrections":[{"action":"reject","span":[2,1],'
        .. '"anchor":{"text":"a","before":"","after":""}}]}',
      '{"format":"sayso corrections","version":1,"corrections":[{"action":"reject","span":[0,1],"content":[[0,9]],'
        .. '"anchor":{"text":"a","before":"","after":""}}]}',
    }) do
      support.write(path .. '.sayso.json', damage)
      local kept, message, code = store.open(path, tools)
      check.equal({ kept, code }, { nil, 'DAMAGED' }, damage)
      check.match(message, 'text%.txt%.sayso%.json')
      local _, errors = run({ 'outline', path }, 3)
      check.match(errors, '^sayso: [^\n]+%-%-no%-corrections[^\n]+\n$')
      run({ 'outline', '--no-corrections', path }, 0)
      check.equal(support.read(path .. '.sayso.json'), damage)
    end
  end)

  on('more than 4 MB is refused', function()
    local path = text_file()
    support.write(path .. '.sayso.json', (' '):rep(store.LIMIT + 1))
    local _, _, code = store.open(path, tools)
    check.equal(code, 'LARGE')
  end)

  on('links are not followed, other things not replaced', function()
    local path = text_file()
    support.shell('ln -s ' .. folder .. '/elsewhere ' .. path .. '.sayso.json')
    local _, _, code = store.open(path, tools)
    check.equal(code, 'LINK')
    check.equal({ select(3, core.store_write(path .. '.sayso.json', 'x')) }, { 'LINK' })
    check.equal(support.exists(folder .. '/elsewhere'), false)
    support.shell('rm ' .. path .. '.sayso.json; mkdir ' .. path .. '.sayso.json')
    check.equal(select(3, store.open(path, tools)), 'KIND')
    check.equal(select(3, core.store_write(path .. '.sayso.json', 'x')), 'KIND')
  end)

  on('who writes meanwhile is not written over', function()
    local path = text_file()
    local first, second = open(path), open(path)
    assert(correct.make(first, { action = 'reject', span = { 0, 40 } }))
    local made, message, code = correct.make(second, { action = 'confirm', span = { 0, 40 } })
    check.equal({ made, code }, { nil, 'CHANGED' })
    check.match(message, 'meanwhile')
    check.equal(#second.doc:corrections(), 0)
    check.equal(#open(path).doc:corrections(), 1)
  end)

  on('an unnamed text keeps them apart', function()
    local correcting = open(nil)
    assert(correct.make(correcting, { action = 'reject', span = { 0, 40 } }))
    check.match(correcting.store.path, '/apart/unnamed')
    check.equal(#open(nil).doc:corrections(), 1)
  end)

  on('the file keeps its mode', function()
    local path = text_file()
    support.write(path .. '.sayso.json', '{"format":"sayso corrections","version":1,"corrections":[]}')
    support.shell('chmod 640 ' .. path .. '.sayso.json')
    assert(correct.make(open(path), { action = 'reject', span = { 0, 40 } }))
    local _, mode = support.shell('ls -l ' .. path .. '.sayso.json')
    check.match(mode, '^%-rw%-r%-%-%-%-%-')
    local _, left = support.shell('ls ' .. folder)
    check.equal(left, 'text.txt\ntext.txt.sayso.json\n')
  end)

  -- ---- the command ----

  on('each action can be made, listed and undone', function()
    local path = text_file()
    local name = json({ 'quotes', '--json', path }).actors[1].name
    local count = 0
    for _, words in ipairs({
      { 'actor', '1:5', 'The mayor' }, { 'kind', '1:5', 'indirect' }, { 'kind', '3:5', 'stance' }, { 'confirm', '1:5' },
      { 'rename', name, 'Anna the First' }, { 'reject', '3' }, { 'span', '1:5', '1:5-1:36' },
      { 'add', '1:5-1:24', 'Someone', 'Someone Else' },
    }) do
      run({ 'correct', path, (table.unpack or unpack)(words) }, 0)
      count = count + 1
      local items = json({ 'correct', path, '--json' }).corrections
      check.equal(#items, count)
      check.equal({ items[count].action, items[count].state }, { words[1], 'applied' }, table.concat(words, ' '))
    end
    local listed = run({ 'correct', path }, 0)
    check.equal(select(2, listed:gsub('\n', '')), count)
    run({ 'correct', path, 'undo', 'c2' }, 0)
    run({ 'correct', path, 'redo' }, 0)
    for _ = 1, count do run({ 'correct', path, 'undo' }, 0) end
    run({ 'correct', path, 'undo' }, 1)
    run({ 'correct', path }, 1)
  end)

  on('merge and split', function()
    local path = text_file()
    run({ 'correct', path, 'merge', 'Tom Weiss', 'Anna Weiss' }, 0)
    local actors = json({ 'quotes', '--json', path }).actors
    for _, actor in ipairs(actors) do check.truthy(actor.name ~= 'Tom Weiss', 'Tom is Anna now') end
    local _, message = run({ 'correct', path, 'merge', 'Anna Weiss', 'Anna Weiss' }, 2)
    check.match(message, 'one actor')
    run({ 'correct', path, 'undo' }, 0)
    local line = support.read(path):match('\n\n([^\n]*)')
    run({ 'correct', path, 'split', '3:' .. line:find('Tom', 1, true), 'Tom the Other' }, 0)
    check.match(run({ 'quotes', path }, 0), 'Tom the Other')
  end)

  on('drift is told, once, and changes nothing', function()
    local path = text_file()
    run({ 'correct', path, 'reject', '1:5' }, 0)
    support.write(path, TEXT:gsub('^[^\n]*\n\n', ''))
    local output, errors = run({ 'quotes', path }, 0)
    check.match(errors, '^sayso: [^\n]+1 correction no longer finds[^\n]+\n$')
    check.match(output, 'Tom Weiss')
    check.match(run({ 'correct', path }, 0), 'drifted')
  end)

  on('wrong use is told', function()
    local path = text_file()
    run({ 'correct', path, 'shout' }, 2)
    run({ 'correct', '-', 'list' }, 2)
    run({ 'correct', path, 'reject' }, 2)
    run({ 'correct', path, 'reject', '9' }, 2)
    run({ 'correct', path, 'reject', '1:1-1:2' }, 2)
    run({ 'correct', path, 'add', '1:9-1:2', 'X' }, 2)
    run({ 'correct', path, 'kind', '1:5', 'loud' }, 2)
    run({ 'correct', path, 'merge', 'Anna Weiss', 'Zeno' }, 1)
    run({ 'correct', path, 'redo' }, 1)
    check.equal(support.exists(path .. '.sayso.json'), false)
    check.match(run({ 'correct', '--help' }, 0), 'LINE:COL')
  end)
end
