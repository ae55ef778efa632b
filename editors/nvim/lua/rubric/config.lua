-- The one description of the server, in the words of `vim.lsp.Config`: the newer and the older way of starting it share it.
local M = {}

-- A table of its own for each caller, who may change it.
function M.defaults()
  return {
    cmd = { 'rubric', 'lsp' },
    filetypes = { 'markdown' },
    -- A folder with a rubric.yaml is a root even inside a larger repository. A lone file is served without a root.
    root_markers = { 'rubric.yaml', '.git' },
    settings = { rubric = {} },
  }
end

return M
