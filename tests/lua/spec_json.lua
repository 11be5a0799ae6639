-- JSON of the 5.4 build: round trips, order of keys, values that have no JSON form.
local core = require('sayso.core')

return function(test, check)
  if not core.json_encode then
    test('JSON', function() check.skip('the editor has its own JSON') end)
    return
  end

  test('values come back', function()
    for _, text in ipairs({ '{"a":[1,2.5,"é😀",true,false,null,{"b":[]}]}', '[]', '"x"', '1', '[[[]]]' }) do
      check.equal(core.json_encode(core.json_decode(text)), text)
    end
  end)

  test('keys in the order asked for', function()
    check.equal(core.json_encode({ b = 1, a = 2, c = 3 }, { 'c', 'a', 'b' }), '{"c":3,"a":2,"b":1}')
    check.equal(core.json_encode({ { b = 1, a = 2 } }, { 'a' }), '[{"a":2,"b":1}]')
  end)

  test('any bytes give valid text', function()
    check.equal(core.json_encode('a\0b'), '"a\\u0000b"')
    check.equal(core.json_encode('\255x'), '"\239\191\189x"')
    check.equal(core.json_encode('\27"\\'), '"\\u001B\\"\\\\"')
  end)

  test('what has no JSON form raises', function()
    local endless = {}
    endless[1], endless[2] = endless, endless
    check.raises('#1.*deep', core.json_encode, endless)
    check.raises('#1', core.json_encode, print)
    check.raises('#1.*key', core.json_encode, { [1.5] = 1 })
    check.raises('#1.*key', core.json_encode, { ['a\0'] = 1 })
    check.raises('#1.*finite', core.json_encode, 0 / 0)
    check.raises('#1', core.json_encode)
    check.raises('#2', core.json_encode, 1, 2)
  end)

  test('wrong JSON is nil, message, code, byte', function()
    local value, message, code, byte = core.json_decode('{"a":')
    check.equal(value, nil)
    check.equal(type(message), 'string')
    check.equal(code, 'JSON')
    check.truthy(byte >= 0, 'byte')
    check.equal(core.json_decode(('['):rep(100000)), nil)
  end)
end
