-- The one description of the server, in the words of `vim.lsp.Config`: the newer and the older way of starting it share it.
local M = {}

-- A table of its own for each caller, who may change it.
function M.defaults()
  return {
    cmd = { 'rubric', 'lsp' },
    filetypes = { 'markdown' },
    -- A folder with a rubric.yaml is a root even inside a larger repository. A lone file is served without a root.
    root_markers = { 'rubric.yaml', '.git' },
    -- Some settings decide what the server offers, which it says before it asks for settings.
    before_init = function(params, config)
      params.initializationOptions = (config.settings or {}).rubric
    end,
  }
end

return M
