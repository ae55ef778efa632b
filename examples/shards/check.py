#!/usr/bin/env python3
"""rubric check in parts, on the workers of Dask (pip install "dask[distributed]").

  check.py [--root DIR] [--parts N] [--workers N | --scheduler ADDRESS] [-- OPTIONS OF rubric check]

Each part reads its own posts and writes down what others have to know of them; then each checks its own posts by what all have
written. Findings go to stdout as one process would print them (--format concise), and the exit status is its status.
Workers on other machines need the same posts, at the same path, and a shared folder (--shared) for what they tell each other.
"""
import argparse
import pathlib
import subprocess
import sys
import tempfile

from dask.distributed import Client


def facts(program, root, part, path):
    """Writes down what others have to know of a part."""
    command = [program, 'terms', '--root', root, '--format', 'facts', '--shard', part]
    with open(path, 'wb') as out:
        subprocess.run(command, stdout=out, check=True)
    return path


def check(program, root, part, files, options):
    """The findings of a part, what it complains of, and its exit status."""
    known = [argument for file in files for argument in ('--vocabulary', file)]
    command = [program, 'check', '--root', root, '--format', 'concise', '--shard', part, *known, *options]
    done = subprocess.run(command, capture_output=True)
    return done.stdout, done.stderr, done.returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n', 1)[0])
    parser.add_argument('--program', default='rubric')
    parser.add_argument('--root', default='.')
    parser.add_argument('--parts', type=int, default=4)
    parser.add_argument('--workers', type=int, default=2)
    parser.add_argument('--scheduler', help='of a cluster that is there; local processes without it')
    parser.add_argument('--shared', help='a folder that all workers see')
    parser.add_argument('options', nargs='*', help='of rubric check')
    args = parser.parse_args()

    where = {'address': args.scheduler} if args.scheduler else {'n_workers': args.workers, 'threads_per_worker': 1}
    parts = [f'{number}/{args.parts}' for number in range(1, args.parts + 1)]
    with Client(**where) as client, tempfile.TemporaryDirectory(dir=args.shared) as folder:
        paths = [str(pathlib.Path(folder, f'{number}.ndjson')) for number in range(args.parts)]
        told = client.map(facts, [args.program] * args.parts, [args.root] * args.parts, parts, paths, pure=False)
        files = client.gather(told)
        checks = [client.submit(check, args.program, args.root, part, files, args.options, pure=False) for part in parts]
        done = client.gather(checks)
    for out, err, _ in done:
        sys.stdout.buffer.write(out)
        sys.stderr.buffer.write(err)
    return max(status for _, _, status in done)


if __name__ == '__main__':
    sys.exit(main())
