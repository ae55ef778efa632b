-- The subcommands of `:Rubric`, one entry each: what it does with its one argument, and what that can be.
local M = {}

local server = require('rubric.server')

local is_0_11 = vim.fn.has('nvim-0.11') == 1

-- Only the autocommands that start servers, so that the file type's own settings are left alone.
local function attach_again(buffer)
  local group = is_0_11 and 'nvim.lsp.enable' or 'rubric.enable'
  vim.api.nvim_buf_call(buffer, function()
    vim.cmd('doautocmd <nomodeline> ' .. group .. ' FileType ' .. vim.bo.filetype)
  end)
end

local function restart()
  local buffers = {}
  for _, client in ipairs(server.clients()) do
    for _, buffer in ipairs(vim.lsp.get_buffers_by_client_id(client.id)) do
      buffers[buffer] = true
    end
    server.stop(client)
  end
  local function all_gone()
    return #server.clients() == 0
  end
  if not vim.wait(5000, all_gone, 20) then
    server.say('the server did not stop within 5 seconds', vim.log.levels.WARN)
  end
  for buffer in pairs(buffers) do
    attach_again(buffer)
  end
end

-- Everything that needs no decision: in this post, or in all.
local function fix(where)
  if where == 'all' then
    server.ask('rubric.fixPosts', {}, function(edit, client)
      if edit then
        require('rubric.edit').apply(edit, client)
      else
        server.say('there is nothing to fix')
      end
    end)
  else
    local context = { only = { 'source.fixAll.rubric' }, diagnostics = {} }
    -- Neovim 0.7 takes the context alone, and shows the one choice that there is.
    vim.lsp.buf.code_action(vim.fn.has('nvim-0.8') == 1 and { context = context, apply = true } or context)
  end
end

-- Codes come from the server, which completion would have to wait for: those that are on the screen are the likely ones.
local function codes()
  local found = {}
  for _, finding in ipairs(vim.diagnostic.get(0)) do
    if finding.source == 'rubric' then
      found[finding.code] = true
    end
  end
  return vim.tbl_keys(found)
end

-- Names of fields in the front matter of this post.
local function fields()
  local found = {}
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, 200, false)) do
    if number > 1 and line:match('^%-%-%-') then
      break
    end
    table.insert(found, line:match('^([%w_%-]+):'))
  end
  return found
end

local function paths(typed)
  return vim.fn.getcompletion(typed, 'file')
end

local function nothing()
  return {}
end

local subcommands = {
  explain = {
    run = function(code)
      require('rubric.explain').explain(code)
    end,
    complete = codes,
  },
  fix = {
    run = fix,
    complete = function()
      return { 'all' }
    end,
  },
  merge = {
    run = function(field)
      require('rubric.terms').merge(field)
    end,
    complete = fields,
  },
  move = {
    run = function(path)
      require('rubric.move').move(path and vim.fn.expandcmd(path)) -- `%:h/new.md`, as `:saveas` takes it
    end,
    complete = paths,
  },
  rename = {
    run = function(name)
      vim.lsp.buf.rename(name)
    end,
    complete = nothing,
  },
  restart = { run = restart, complete = nothing },
  terms = {
    run = function(field)
      require('rubric.terms').browse(field)
    end,
    complete = fields,
  },
}

local function beginning_with(typed, words)
  local found = vim.tbl_filter(function(word)
    return vim.startswith(word, typed)
  end, words)
  table.sort(found)
  return found
end

-- `text`: a subcommand and the rest of the line, which may have spaces in it: a term's new name.
function M.run(text)
  local name, argument = text:match('^(%S+)%s*(.-)%s*$')
  local subcommand = subcommands[name]
  if not subcommand then
    local names = table.concat(beginning_with('', vim.tbl_keys(subcommands)), ', ')
    server.say(('no command "%s"; there are %s'):format(name, names), vim.log.levels.ERROR)
    return
  end
  subcommand.run(argument ~= '' and argument or nil)
end

-- `line`: the whole command line as far as the cursor.
function M.complete(typed, line)
  local name = line:match('Rubric%s+(%S+)%s')
  if not name then
    return beginning_with(typed, vim.tbl_keys(subcommands))
  end
  local subcommand = subcommands[name]
  return subcommand and beginning_with(typed, subcommand.complete(typed)) or {}
end

return M
