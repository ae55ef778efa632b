"""Reads with DuckDB what `rubric export` has written, and compares it with what `rubric terms` counts."""
import json
import sys

import duckdb

folder = sys.argv[1]
terms = json.load(open(f'{folder}/terms.json'))
expected = {(it['field'], it['term']): it['posts'] for it in terms}


def rows(query):
    return duckdb.sql(query.replace('@', folder)).fetchall()


for source in ("read_json('@/uses.ndjson')", "read_csv('@/uses.csv', all_varchar = true)"):
    counted = rows(f'select vocabulary, term, count(distinct path) from {source} group by all')
    counted = {(vocabulary, term): posts for vocabulary, term, posts in counted}
    # `terms` lists the terms of a vocabulary under each of the fields that share it.
    of_field = dict(rows(f'select distinct field, vocabulary from {source}'))
    told = {(of_field[field], term): posts for (field, term), posts in expected.items() if field in of_field}
    assert counted == told, source
posts = "read_json('@/posts.ndjson', columns = {path: 'varchar', fields: 'json'})"
(n_posts,), = rows(f'select count(distinct path) from {posts}')
(n_records,), = rows("select count(distinct path) from read_csv('@/posts.csv', all_varchar = true)")
assert n_posts == n_records > 0, (n_posts, n_records)
(n_tagged,), = rows(f"select count(*) from {posts} where len((fields->'$.tags')::varchar[]) > 0")
(n_titled,), = rows(f"select count(*) from {posts} where fields->>'$.title' is not null")
assert 0 < n_tagged <= n_posts and 0 < n_titled <= n_posts
print(f'{n_posts} posts and {len(expected)} terms')
