-- What reaches a terminal: escaped, measured, shortened.
local terminal = require('sayso.terminal')

return function(test, check)
  test('white space is one space, the rest stays', function()
    check.equal(terminal.visible('a\n  b\tc d'), 'a b c d')
    check.equal(terminal.visible('“Łódź” — 日本 😀'), '“Łódź” — 日本 😀')
  end)

  test('control characters are shown, not sent', function()
    check.equal(terminal.visible('a\27[31mb'), 'a\\x1b[31mb')
    check.equal(terminal.visible('a\0b\127'), 'a\\x00b\\x7f')
    check.equal(terminal.visible('\194\155'), '\\x9b') -- U+009B, a control sequence in one character
  end)

  test('direction marks are shown', function()
    check.equal(terminal.visible('a\226\128\174b'), 'a\\u{202e}b')
    check.equal(terminal.visible('\226\129\166'), '\\u{2066}')
  end)

  test('bytes that are no UTF-8 are shown one by one', function()
    check.equal(terminal.visible('\255\254'), '\\xff\\xfe')
    check.equal(terminal.visible('\195'), '\\xc3') -- cut off
    check.equal(terminal.visible('\192\175'), '\\xc0\\xaf') -- overlong
    check.equal(terminal.visible('\224\128\175'), '\\xe0\\x80\\xaf')
    check.equal(terminal.visible('\237\160\128'), '\\xed\\xa0\\x80') -- surrogate
    check.equal(terminal.visible('\244\144\128\128'), '\\xf4\\x90\\x80\\x80') -- past U+10FFFF
    check.equal(terminal.visible('\240\159\152\128'), '😀')
  end)

  test('lines keep their breaks', function()
    check.equal(terminal.visible_lines('a\tb\nc\27'), 'a\tb\nc\\x1b')
  end)

  test('width counts columns', function()
    check.equal(terminal.width('abc'), 3)
    check.equal(terminal.width('é'), 1)
    check.equal(terminal.width('e\204\129'), 1) -- combining accent
    check.equal(terminal.width('日本'), 4)
    check.equal(terminal.width('😀'), 2)
  end)

  test('shorten keeps to the width', function()
    check.equal(terminal.shorten('short', 10), 'short')
    check.equal(terminal.shorten('a few words more', 11), 'a few…')
    check.equal(terminal.shorten('日本日本', 5), '日本…')
    for limit = 0, 20 do
      check.truthy(terminal.width(terminal.shorten('“We did not expect — 日本 — progress”', limit)) <= limit, 'width')
    end
  end)

  test('wrap breaks at spaces and loses no word', function()
    local lines = terminal.wrap('one two three four', 9)
    check.equal(lines, { 'one two', 'three', 'four' })
    check.equal(terminal.wrap('', 9), {})
    check.equal(terminal.wrap('unbreakable', 3), { 'unbreakable' })
  end)

  test('styles are silent when off', function()
    check.equal(terminal.styles(false).bold('x'), 'x')
    check.equal(terminal.styles(true).bold('x'), '\27[1mx\27[0m')
    check.equal(terminal.styles(true).bold(''), '')
  end)
end
