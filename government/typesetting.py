"""The process in which a long paper is set, so that its memory is given back; it imports nothing of ours.

Run as `python typesetting.py TEMPLATE ROOT TARGET` with the data on standard input.
"""

import sys


def main() -> int:
    """Exit code 1 where Typst refuses."""
    import typst  # noqa: PLC0415 -- who only asks where this file is does without

    template, root, target = sys.argv[1:4]
    data = sys.stdin.buffer.read().decode()
    try:
        typst.compile(template, output=target, root=root, sys_inputs={"data": data}, ignore_system_fonts=True)
    except typst.TypstError:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
