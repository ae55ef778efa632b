-- The one description of the server, in the words of `vim.lsp.Config`: the newer and the older way of starting it share it.
local M = {}

-- Renames are Neovim's own, whatever key or plugin asks for them; what comes after them is said by us.
local function after_rename(err, result, context, config)
  local edit = require('rubric.edit')
  local before = edit.before(result)
  vim.lsp.handlers['textDocument/rename'](err, result, context, config)
  edit.offer_to_write(before)
end

-- What a code lens runs: the posts that have something in common with this one.
local function show_references(command)
  local posts = vim.tbl_map(function(place)
    return { uri = place.uri, range = place.range, title = '' }
  end, command.arguments[3])
  require('rubric.places').show(command.title, posts)
end

-- Posts and rubric.yaml. Of other YAML files Rubric knows nothing, and no server is started for them.
function M.serves(buffer)
  local file = vim.api.nvim_buf_get_name(buffer)
  return vim.bo[buffer].filetype ~= 'yaml' or vim.fn.fnamemodify(file, ':t') == 'rubric.yaml'
end

-- Only decides whether there is a server: without a folder, Neovim finds it by `root_markers`.
local function start_if_served(buffer, start)
  if M.serves(buffer) then
    start()
  end
end

-- What the server offers depends on some of the settings, and is decided once, at its start.
local function send_settings(params, config)
  params.initializationOptions = config.settings
end

-- A table of its own for each caller, who may change it. There are no `settings` in it: an empty table would be sent as a list.
function M.defaults()
  return {
    cmd = { 'rubric', 'lsp' },
    filetypes = { 'markdown', 'yaml' },
    root_dir = start_if_served,
    -- A folder with a rubric.yaml is a root even inside a larger repository. A lone file is served without a root.
    root_markers = { 'rubric.yaml', '.git' },
    before_init = send_settings,
    handlers = { ['textDocument/rename'] = after_rename },
    commands = { ['rubric.showReferences'] = show_references },
    capabilities = {
      experimental = { commands = { commands = { 'rubric.showReferences' } } },
      -- Neovim itself moves no files; `:Rubric move` and plugins that do so ask first where links lead.
      workspace = { fileOperations = { willRename = true, didRename = true } },
    },
  }
end

return M
