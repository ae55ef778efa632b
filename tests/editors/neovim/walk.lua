-- The walk of a person who writes a post: nvim --clean --headless -l walk.lua NVIM_UNDER_TEST POST
--
-- POST is a copy of ../draft.md among the seeds. `rubric` is found in PATH.
local here = vim.fs.dirname(vim.fs.abspath(debug.getinfo(1, 'S').source:sub(2)))
package.path = here .. '/?.lua;' .. package.path
local nvim = require('driver')

local program, post = _G.arg[1], _G.arg[2]

-- What only 0.12 is asked to show, and what each version can do.
local newest = vim.fn.system({ program, '--version' }):match('v0%.12') ~= nil

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

local TITLES = [[
  local info = vim.fn.complete_info({ 'pum_visible', 'items' })
  return info.pum_visible == 1 and vim.tbl_map(function(it) return it.abbr end, info.items)
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

local function is_long(list)
  return type(list) == 'table' and #list > 1
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

-- Opens a line at the end of the post and begins a link there, whose list opens by itself where it can. Then types on, and takes
-- the first: what is offered is a title, what is written a link.
local function complete_link(automatic, opening, typed, offered, written)
  nvim.keys('Go' .. opening)
  if automatic then
    nvim.wait('the list for ' .. opening, TITLES, is_long)
  end
  nvim.keys(typed .. (automatic and '' or '<C-x><C-o>'))
  nvim.wait('the list for ' .. opening .. typed, TITLES, first_is(offered))
  nvim.keys('<C-n><C-y><Esc>')
  nvim.wait('normal mode', 'return vim.api.nvim_get_mode().mode', function(mode)
    return mode == 'n'
  end)
  nvim.expect('the line', nvim.line(), written)
end

local function names(items, key)
  return vim.tbl_map(function(it)
    return it[key]
  end, items)
end

local function check_outline()
  local symbols = nvim.wait('the outline', [[
    local found = vim.lsp.buf_request_sync(0, 'textDocument/documentSymbol',
      { textDocument = vim.lsp.util.make_text_document_params() }, 5000) or {}
    for _, answer in pairs(found) do
      return answer.result
    end
  ]])
  nvim.expect('headings', vim.list_slice(names(symbols, 'name'), 2), HEADINGS)
  nvim.expect('fields', names(symbols[1].children, 'name'), FIELDS)
end

local LISTED = [[
  local list = vim.fn.getloclist(0)
  return #list > 0 and vim.tbl_map(function(it) return it.text end, list)
]]

-- The key that Neovim's own Markdown plugin has another outline on.
local function check_outline_key()
  nvim.go_to('title:')
  nvim.keys('gO')
  local listed = nvim.wait('the list of the outline', LISTED)
  local text = table.concat(listed, '\n')
  for _, name in ipairs({ 'title', 'status', HEADINGS[1], HEADINGS[2] }) do
    assert(text:find(name, 1, true), ('no %s in the list: %s'):format(name, text))
  end
  nvim.keys('<Cmd>lclose<CR>')
end

local function is_planted(findings)
  return vim.deep_equal(findings, { { 'duplicate-item', PLANTED } })
end

local function check_finding()
  nvim.wait('the finding', FINDINGS, is_planted)
  nvim.lua('local line = ...; vim.api.nvim_buf_set_lines(0, line, line + 1, false, {})', PLANTED)
  nvim.wait('the finding to go', FINDINGS, vim.tbl_isempty)
  nvim.keys('u')
  nvim.wait('the finding to come back', FINDINGS, is_planted)
end

local function check_reload()
  nvim.keys(':edit!<CR>')
  nvim.wait('the finding after a reload', FINDINGS, is_planted)
end

local function n_lines()
  return nvim.lua('return vim.api.nvim_buf_line_count(0)')
end

local function check_quick_fix()
  local before = n_lines()
  nvim.lua('vim.api.nvim_win_set_cursor(0, { ... , 4 })', PLANTED + 1)
  nvim.keys('gra')
  local actions = nvim.answer('', 1)
  assert(actions[1]:find('Remove', 1, true), vim.inspect(actions))
  nvim.wait('the finding to be fixed', FINDINGS, vim.tbl_isempty)
  nvim.expect('lines', n_lines(), before - 1)
  nvim.keys('u')
  nvim.wait('the finding to come back', FINDINGS, is_planted)
end

local function check_fix_command()
  nvim.keys(':Rubric fix<CR>')
  if nvim.lua("return vim.fn.has('nvim-0.8')") == 0 then
    nvim.answer('Code actions', 1) -- the only one, and yet 0.7 asks
  end
  nvim.wait('the post to be fixed', FINDINGS, vim.tbl_isempty)
end

local function files_with(line)
  local found = {}
  for _, file in ipairs(vim.fn.glob('**/*.md', true, true)) do
    for _, it in ipairs(vim.fn.readfile(file)) do
      if vim.trim(it) == line then
        table.insert(found, file)
        break
      end
    end
  end
  return found
end

local function until_on_disk(what, line, n_files)
  local found
  local function arrived()
    found = files_with(line)
    return #found == n_files
  end
  if not vim.wait(30000, arrived, 50) then
    error(('waited in vain for %s; `%s` is in %s'):format(what, line, vim.inspect(found)), 2)
  end
end

local function saved()
  nvim.keys('<Cmd>write<CR>')
  nvim.wait('the post to be saved', 'return not vim.bo.modified')
end

-- A tag of three posts, by Neovim's own key; it says what waits to be written, and writes it.
local function check_rename()
  saved()
  until_on_disk('the old tag', '- retrieval', 3)
  nvim.go_to('  - retrieval')
  nvim.keys('$grn')
  nvim.answer('New Name', '寻找 search')
  nvim.answer('3 buffers wait to be written, 2 of them hidden', 2)
  until_on_disk('the new tag', '- 寻找 search', 3)
  until_on_disk('the old tag to go', '- retrieval', 0)
  nvim.wait('the others to be closed', [[
    return #vim.tbl_filter(function(it) return vim.api.nvim_buf_is_loaded(it) and vim.bo[it].buftype == '' end,
      vim.api.nvim_list_bufs()) == 1
  ]])
end

local CLIENT = [[
  local list = vim.tbl_filter(function(it) return it.name == 'rubric' and vim.lsp.buf_is_attached(0, it.id) end,
    (vim.lsp.get_clients or vim.lsp.get_active_clients)())
  return #list == 1 and list[1].id
]]

local function files_that_mention(text)
  return vim.tbl_filter(function(file)
    return table.concat(vim.fn.readfile(file), '\n'):find(text, 1, true) ~= nil
  end, vim.fn.glob('**/*.md', true, true))
end

-- Posts by title, of which the path or the name is written; up to 0.10 that itself must begin with what is typed.
local function check_links(automatic)
  if automatic then
    complete_link(automatic, '见 [](', '显卡', '显卡、电费与耐心：一位研究者的家庭实验室', '见 [](../notes/-uS2cY8lBtK.md)')
    complete_link(automatic, '见 [[', 'zhishu', '指数基金入门：先把规则写在纸上', '见 [[zT1yOa6-KfE|指数基金入门：先把规则写在纸上]]')
  end
  complete_link(automatic, '见 [](', 'tea', "Tea & Terminals: 茶和终端", '见 [](tea-and-terminals.md)')
  complete_link(automatic, '见 [](#', '第二', '第二节', '见 [](#第二节)')
  nvim.expect('findings', nvim.lua(FINDINGS), {})
end

-- The right name in the wrong folder: where the post is, is known.
local function check_broken_link()
  nvim.keys('Go见 [](kV3nT_8qLwe.md)<Esc>')
  nvim.wait('the broken link', FINDINGS, function(it)
    return #it == 1 and it[1][1] == 'broken-link'
  end)
  nvim.keys('gra')
  local actions = nvim.answer('', 1)
  assert(actions[1]:find('Write `../notes/kV3nT_8qLwe.md`', 1, true), vim.inspect(actions))
  nvim.wait('the link to be fixed', FINDINGS, vim.tbl_isempty)
  nvim.expect('the line', nvim.line(), '见 [](../notes/kV3nT_8qLwe.md)')
end

-- What is offered for `typed` on a line below `after`, which then goes again.
local function expect_offered(after, typed, expected)
  nvim.go_to(after)
  nvim.keys('o<C-u>  - ' .. typed)
  nvim.wait('the list for ' .. typed, TITLES, function(list)
    return vim.deep_equal(list, expected)
  end)
  nvim.keys('<C-e><Esc>u')
  nvim.wait('normal mode', 'return vim.api.nvim_get_mode().mode', function(mode)
    return mode == 'n'
  end)
end

-- Another folder of the same server: each completes from its own posts.
local function check_two_folders()
  saved()
  local other = vim.fn.fnamemodify('../other', ':p')
  vim.fn.mkdir(other)
  vim.fn.writefile({ '---', 'title: One', 'people:', '  - Dora Quill', '---' }, other .. '/one.md')
  vim.fn.writefile({ '---', 'title: Two', 'people:', '  - Zoe Quill', '---' }, other .. '/two.md')
  vim.fn.writefile({ '{}' }, other .. '/rubric.yaml')
  local server = nvim.wait('the server', CLIENT)
  nvim.lua('vim.lsp.buf.add_workspace_folder(...)', vim.fn.fnamemodify(other, ':p:h'))
  nvim.keys(':edit ../other/two.md<CR>')
  nvim.expect('the server of the other folder', nvim.wait('the server of the other folder', CLIENT), server)
  expect_offered('  - Zoe', 'Do', { 'Dora Quill' })
  nvim.keys(':edit! posts/draft.md<CR>:bdelete! two.md<CR>')
  nvim.wait('the draft again', CLIENT)
  expect_offered('  - 苏晚舟', 'Do', { 'Donald Knuth' })
end

-- Neovim sends nobody `workspace/willRenameFiles` by itself; the plugin does.
local function check_move(n_links)
  saved()
  nvim.expect('posts with links', #files_that_mention('kV3nT_8qLwe.md)'), n_links)
  nvim.keys(':edit notes/kV3nT_8qLwe.md<CR>')
  nvim.wait('the server of the other post', CLIENT)
  nvim.keys(':Rubric move notes/评测集.md<CR>')
  nvim.answer('wait to be written', 2)
  nvim.wait('the new name', [[return vim.endswith(vim.api.nvim_buf_get_name(0), '/notes/评测集.md') and not vim.bo.modified]])
  nvim.expect('posts with links that lead nowhere', #files_that_mention('kV3nT_8qLwe.md)'), 0)
  nvim.expect('posts with links that followed', #files_that_mention('评测集.md)'), n_links)
  nvim.expect('files', { vim.fn.filereadable('notes/kV3nT_8qLwe.md'), vim.fn.filereadable('notes/评测集.md') }, { 0, 1 })
  nvim.wait('the server of the moved post', CLIENT)
  nvim.keys(':edit posts/draft.md<CR>:bdelete #<CR>')
  nvim.wait('the draft again', CLIENT)
end

local function check_merge()
  nvim.keys(':Rubric merge companies_orgs<CR>')
  nvim.answer('Merge which', 1)
  nvim.expect('spellings', nvim.answer('Into', 1), { 'Nvidia (4 posts)', 'NVIDIA (1 post)' })
  nvim.answer('wait to be written', 1)
  until_on_disk('one spelling', '- NVIDIA', 0)
end

-- The seeds have posts with something to fix; nothing is written unless the author says so.
local function check_fix_all()
  nvim.keys(':Rubric fix all<CR>')
  nvim.answer('wait to be written', 3)
  local modified = [[
    return #vim.tbl_filter(function(it) return vim.bo[it].modified end, vim.api.nvim_list_bufs())
  ]]
  assert(nvim.lua(modified) > 1, 'no posts were fixed')
end

local QUICKFIX = [[
  local list = vim.fn.getqflist({ title = true, items = true })
  return { list.title, #list.items }
]]

local function check_terms()
  nvim.keys(':Rubric terms tags<CR>')
  nvim.answer('tags', 1)
  local list = nvim.wait('the posts of the term', QUICKFIX, function(it)
    return vim.startswith(it[1], 'tags: ') and it[2] > 1
  end)
  nvim.keys('<Cmd>cclose<CR>')
  return list
end

local function check_explain()
  nvim.keys(':Rubric explain bad-date<CR>')
  nvim.wait('the page', [[return vim.api.nvim_buf_get_name(0):match('explain/bad%-date$') ~= nil]])
  assert(n_lines() > 5, 'the page is empty')
  nvim.keys('q')
  nvim.wait('the post again', [[return vim.api.nvim_buf_get_name(0):match('draft%.md$') ~= nil]])
end

local function check_subcommands()
  local completed = nvim.lua([[return vim.fn.getcompletion('Rubric ', 'cmdline')]])
  nvim.expect('subcommands', completed, { 'explain', 'fix', 'merge', 'move', 'rename', 'restart', 'terms' })
  nvim.expect('fields', nvim.lua([[return vim.fn.getcompletion('Rubric terms pe', 'cmdline')]]), { 'people' })
end

local function check_health()
  nvim.keys(':checkhealth rubric<CR>')
  local text = nvim.wait('the report', [[
    local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
    return text:find('single files') or text:find('a server runs for') and text
  ]])
  for _, wanted in ipairs({ 'rubric %d+%.%d+', 'a server runs for' }) do
    assert(text:find(wanted), ('no "%s" in the report: %s'):format(wanted, text))
  end
  assert(not text:find('ERROR'), text)
  nvim.keys(':bdelete<CR>')
  nvim.wait('the post again', [[return vim.api.nvim_buf_get_name(0):match('draft%.md$') ~= nil]])
end

local function check_restart()
  local before = nvim.wait('the server', CLIENT)
  nvim.keys(':Rubric restart<CR>')
  nvim.wait('another server', CLIENT, function(id)
    return id and id ~= vim.NIL and id ~= before
  end)
  check_outline()
end

-- With this setting the findings of posts that nobody has opened are there, too.
local function check_scope()
  nvim.lua([[vim.lsp.config('rubric', { settings = { rubric = { diagnostics = { scope = 'workspace' } } } })]])
  check_restart()
  nvim.wait('findings of closed posts', [[
    local files = {}
    for _, it in ipairs(vim.diagnostic.get()) do
      if it.source == 'rubric' and not vim.api.nvim_buf_is_loaded(it.bufnr) then files[it.bufnr] = true end
    end
    return vim.tbl_count(files) > 5
  ]])
end

local function check_help()
  nvim.lua([[vim.cmd('helptags ' .. vim.fn.fnameescape(vim.fn.fnamemodify(vim.fn.globpath(vim.o.runtimepath, 'doc/rubric.txt'), ':h')))]])
  nvim.keys(':help :Rubric<CR>')
  nvim.wait('the help', [[return vim.bo.buftype == 'help' and vim.api.nvim_get_current_line():find(':Rubric', 1, true) ~= nil]])
  nvim.keys(':helpclose<CR>')
end

local function open_config()
  nvim.keys(':edit rubric.yaml<CR>')
  nvim.wait('the server of rubric.yaml', CLIENT)
end

-- At its end, so that no indentation of Neovim's comes into it.
local function append(line)
  nvim.lua('vim.api.nvim_buf_set_lines(0, -1, -1, false, { ... })', line)
end

local function check_slip_in_config()
  append('feilds: {}')
  nvim.wait('the finding in rubric.yaml', FINDINGS, function(it)
    return #it == 1 and it[1][1] == 'invalid-config'
  end)
end

-- rubric.yaml has a server as the posts have: the list opens at the start of a key, and a slip in one is a finding.
local function check_config(automatic)
  open_config()
  append('r')
  nvim.keys('GAu' .. (automatic and '' or '<C-x><C-o>'))
  nvim.wait('the list of keys', LIST_OPEN, first_is('rules: '))
  nvim.keys('<C-n><C-y><Esc>')
  nvim.wait('the key', "return vim.api.nvim_get_current_line() == 'rules: '")
  nvim.keys('dd')
  check_slip_in_config()
  nvim.keys(':edit!<CR>:edit #<CR>')
  nvim.wait('the post again', [[return vim.api.nvim_buf_get_name(0):match('draft%.md$') ~= nil]])
end

-- Other YAML is none of ours.
local function check_other_yaml()
  vim.fn.writefile({ 'feilds: {}' }, 'other.yaml')
  nvim.keys(':edit other.yaml<CR>')
  nvim.wait('the other file', [[return vim.bo.filetype == 'yaml']])
  vim.uv.sleep(300)
  nvim.expect('servers', nvim.lua('return #vim.lsp.get_clients({ bufnr = 0 })'), 0)
end

-- What the plugin's README says for those who do not want the plugin, as it is written there.
local function written(marker)
  local text = table.concat(vim.fn.readfile(here .. '/../../../editors/nvim/README.md'), '\n')
  for block in text:gmatch('```lua\n(.-)```') do
    if block:find(marker, 1, true) then
      return block
    end
  end
  error('the README has no example with ' .. marker)
end

local function walk_without_plugin()
  local init = vim.fn.tempname() .. '.lua'
  vim.fn.writefile(vim.split(written("cmd = { 'rubric', 'lsp' }"), '\n'), init)
  nvim.start(program, init, post)
  open_config()
  check_slip_in_config()
  nvim.keys(':edit!<CR>')
  check_other_yaml()
  nvim.stop()
end

local function walk()
  nvim.start(program, here .. '/init.lua', post)
  local automatic = nvim.lua('return vim.lsp.completion ~= nil')
  nvim.wait('the server', CLIENT)
  check_finding()
  check_reload()
  check_outline()
  check_subcommands()
  if newest then
    check_quick_fix()
    check_outline_key()
  end
  check_fix_command()
  -- By the surname, where Neovim honours the server's `filterText`: up to 0.10 a value must begin with what was typed.
  complete(automatic, '  - 苏晚舟', automatic and 'Ho' or 'Ma', 'Margaret Holloway')
  complete(automatic, '  - 苏晚舟', '陈', '陈思远')
  complete(automatic, '  - retrieval', 'di', 'digital-garden')
  check_links(automatic)
  if newest then
    check_broken_link()
    check_two_folders()
  end
  check_move(newest and 4 or 3)
  if newest then
    check_rename()
    check_merge()
    check_fix_all()
    check_terms()
    check_explain()
    check_help()
  end
  check_config(automatic)
  check_health()
  check_restart()
  if newest then
    check_scope()
  end
  nvim.stop()
  if newest then
    walk_without_plugin()
  end
end

local ok, problem = xpcall(walk, debug.traceback)
if not ok then
  io.stderr:write(problem, '\n')
  vim.cmd('cquit 1')
end
