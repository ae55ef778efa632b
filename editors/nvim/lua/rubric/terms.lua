-- The vocabulary in pickers: `vim.ui.select`, whatever the author has put in its place.
local M = {}

local server = require('rubric.server')

local function count(n_posts)
  return n_posts == 1 and '1 post' or n_posts .. ' posts'
end

local function pick(items, prompt, format, on_choice)
  vim.ui.select(items, { prompt = prompt, kind = 'rubric', format_item = format }, function(item)
    if item then
      on_choice(item)
    end
  end)
end

-- The root of this buffer, or the only one.
local function root_of(roots)
  local here = vim.uri_from_fname(vim.api.nvim_buf_get_name(0))
  local found = roots[1]
  for _, root in ipairs(roots) do
    if vim.startswith(here, root.uri .. '/') and #root.uri >= #found.uri then
      found = root
    end
  end
  return found
end

local function with_field(name, on_field)
  if name then
    return on_field(name)
  end
  server.ask('rubric.vocabulary', {}, function(roots)
    local root = root_of(roots)
    if not root or #root.fields == 0 then
      return server.say('the posts have no terms yet')
    end
    pick(root.fields, 'Field', function(it)
      return ('%s (%d terms)'):format(it.name, it.terms)
    end, function(it)
      on_field(it.name)
    end)
  end)
end

local function with_variants(term)
  local others = vim.tbl_map(function(it)
    return ('%s %d'):format(it.term, it.posts)
  end, term.variants)
  local also = #others > 0 and ' - also ' .. table.concat(others, ', ') or ''
  return ('%s (%s)%s'):format(term.term, count(term.posts), also)
end

-- A field's terms, then the chosen one's posts in the quickfix list.
function M.browse(field)
  with_field(field, function(name)
    server.ask('rubric.terms', { field = name }, function(terms)
      if #terms == 0 then
        return server.say(('no post has terms in `%s`'):format(name))
      end
      pick(terms, name, with_variants, function(term)
        server.ask('rubric.posts', { field = name, term = term.term }, function(posts)
          require('rubric.places').show(name .. ': ' .. term.term, posts)
        end)
      end)
    end)
  end)
end

-- A term's spellings become one in all posts: the chosen one.
function M.merge(field)
  with_field(field, function(name)
    server.ask('rubric.terms', { field = name }, function(terms)
      local several = vim.tbl_filter(function(it)
        return #it.variants > 0
      end, terms)
      if #several == 0 then
        return server.say(('every term of `%s` has one spelling'):format(name))
      end
      pick(several, 'Merge which', with_variants, function(term)
        M.merge_into(name, term)
      end)
    end)
  end)
end

function M.merge_into(field, term)
  local forms = vim.list_extend({ { term = term.term, posts = term.posts } }, term.variants)
  pick(forms, 'Into', function(it)
    return ('%s (%s)'):format(it.term, count(it.posts))
  end, function(into)
    local old = {}
    for _, it in ipairs(forms) do
      if it.term ~= into.term then
        table.insert(old, it.term)
      end
    end
    server.ask('rubric.rewrite', { field = field, old = old, new = into.term }, require('rubric.edit').apply)
  end)
end

return M
