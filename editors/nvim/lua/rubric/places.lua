-- Places in posts, in the quickfix list.
local M = {}

-- `places`: `{ uri, range, title }` each. The range's columns count in the client's units, which the start of a term in front
-- matter rarely shows; the line is what matters.
function M.show(title, places)
  local items = vim.tbl_map(function(it)
    return {
      filename = vim.uri_to_fname(it.uri),
      lnum = it.range.start.line + 1,
      col = it.range.start.character + 1,
      text = it.title,
    }
  end, places)
  vim.fn.setqflist({}, ' ', { title = title, items = items })
  vim.cmd('botright copen')
end

return M
