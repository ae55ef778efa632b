" The Rubric language server for Vim with ALE. Goes into ~/.vim/after/plugin/, or into your vimrc after ALE is loaded.
" Options of ALE that matter here, to be set before ALE is loaded:
"   let g:ale_completion_enabled = 1
"   let g:ale_linters = {'markdown': ['rubric'], 'yaml': ['rubric']}

" Without a root, ALE starts no server: so it is for YAML that is not rubric.yaml.
function! s:root(buffer) abort
  if getbufvar(a:buffer, '&filetype') is# 'yaml' && expand('#' . a:buffer . ':t') isnot# 'rubric.yaml'
    return ''
  endif
  let l:marker = ale#path#FindNearestFile(a:buffer, 'rubric.yaml')
  if !empty(l:marker)
    return fnamemodify(l:marker, ':h')
  endif
  let l:git = ale#path#FindNearestDirectory(a:buffer, '.git')
  return empty(l:git) ? expand('#' . a:buffer . ':p:h') : fnamemodify(l:git, ':h:h')
endfunction

for s:filetype in ['markdown', 'yaml']
  call ale#linter#Define(s:filetype, {
  \   'name': 'rubric',
  \   'lsp': 'stdio',
  \   'executable': 'rubric',
  \   'command': '%e lsp',
  \   'project_root': function('s:root'),
  \})
endfor
