-- The walk of a person who writes a post: nvim --clean --headless -l walk.lua NVIM_UNDER_TEST POST
--
-- POST is a copy of ../draft.md among the seeds. `rubric` is found in PATH.
local here = vim.fs.dirname(vim.fs.abspath(debug.getinfo(1, 'S').source:sub(2)))
package.path = here .. '/?.lua;' .. package.path
local nvim = require('driver')

local program, post = _G.arg[1], _G.arg[2]

-- The fields and headings of the draft.
local FIELDS = vim.split(
  'title date summary area category project tags people companies_orgs products_models media_books '
    .. 'author speaker channel guest insight series source layout draft status',
  ' '
)
local HEADINGS = { '第一节：引子 🎉', '第二节' }

-- The draft has the tag `llm` twice; the second one, on this line (from 0), is its only finding.
local PLANTED = 10

-- Findings as the user has them: their codes and lines, however they reached Neovim.
local FINDINGS = [[
  return vim.tbl_map(function(it) return { it.code, it.lnum } end, vim.diagnostic.get(0))
]]

local LIST_OPEN = [[
  local info = vim.fn.complete_info({ 'pum_visible', 'items' })
  return info.pum_visible == 1 and vim.tbl_map(function(it) return it.word end, info.items)
]]

local function has(wanted)
  return function(list)
    return type(list) == 'table' and vim.tbl_contains(list, wanted)
  end
end

local function first_is(wanted)
  return function(list)
    return type(list) == 'table' and list[1] == wanted
  end
end

-- Opens a line under the one that begins with `after`, types `typed` and takes the first of the list.
local function complete(automatic, after, typed, expected)
  nvim.go_to(after)
  nvim.keys('o<C-u>  - ' .. typed)
  if not automatic then
    nvim.keys('<C-x><C-o>')
  end
  nvim.wait('the list for ' .. typed, LIST_OPEN, first_is(expected))
  nvim.keys('<C-n><C-y><Esc>')
  nvim.wait('normal mode', 'return vim.api.nvim_get_mode().mode', function(mode)
    return mode == 'n'
  end)
  nvim.expect('the line', nvim.line(), '  - ' .. expected)
end

local function outline()
  return nvim.wait('the outline', [[
    local found = vim.lsp.buf_request_sync(0, 'textDocument/documentSymbol',
      { textDocument = vim.lsp.util.make_text_document_params() }, 5000) or {}
    for _, answer in pairs(found) do
      return answer.result
    end
  ]])
end

local function names(symbols)
  return vim.tbl_map(function(symbol)
    return symbol.name
  end, symbols)
end

local function check_outline()
  local symbols = outline()
  nvim.expect('headings', vim.list_slice(names(symbols), 2), HEADINGS)
  nvim.expect('fields', names(symbols[1].children), FIELDS)
end

local function check_finding()
  local function is_there(findings)
    return vim.deep_equal(findings, { { 'duplicate-item', PLANTED } })
  end
  nvim.wait('the finding', FINDINGS, is_there)
  nvim.lua('local line = ...; vim.api.nvim_buf_set_lines(0, line, line + 1, false, {})', PLANTED)
  nvim.wait('the finding to go', FINDINGS, vim.tbl_isempty)
  nvim.keys('u')
  nvim.wait('the finding to come back', FINDINGS, is_there)
end

local function walk()
  nvim.start(program, here .. '/init.lua', post)
  local automatic = nvim.lua('return vim.lsp.completion ~= nil')
  nvim.wait('the server', 'return #(vim.lsp.get_clients or vim.lsp.get_active_clients)() == 1')
  check_finding()
  check_outline()
  -- By the surname, where Neovim honours the server's `filterText`: up to 0.10 a value must begin with what was typed.
  complete(automatic, '  - 苏晚舟', automatic and 'Ho' or 'Ma', 'Margaret Holloway')
  complete(automatic, '  - 苏晚舟', '陈', '陈思远')
  complete(automatic, '  - retrieval', 'di', 'digital-garden')
  nvim.stop()
end

local ok, problem = xpcall(walk, debug.traceback)
if not ok then
  io.stderr:write(problem, '\n')
  vim.cmd('cquit 1')
end
