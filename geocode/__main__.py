"""The command line: build, lookup, parse, read, export, merge, corrections.

Results on stdout, all else on stderr.

Here and in ``commands/`` alone the library prints, parses arguments and reads the environment.
"""

from __future__ import annotations

import sys

import click

from geocode.commands import COMMANDS
from geocode.commands.options import INTERRUPTED
from geocode.errors import GeocodeError
from geocode.terminal import forsake_stdout, heed_signals, ready_streams, say
from geocode.version import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="dateline")
def cli() -> None:
    """Dateline: text in; dated, placed, sourced events out; with no network.

    \b
    First, once:     python -m geocode build
    Then:            python -m geocode read reports/ --published 2022-02-14
                     python -m geocode export events.geojson
    One name:        python -m geocode lookup "near Kyiv"

    Exit status: 0 done, 1 an error (one line says what to do), 2 wrong usage, 130 interrupted.
    """  # noqa: D301 - \b is how click keeps lines


for _command in COMMANDS:
    cli.add_command(_command)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its status; every error is one line on stderr."""
    ready_streams()
    heed_signals()
    try:
        status = cli.main(arguments, prog_name="dateline", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        raise SystemExit(error.exit_code) from None
    except (click.Abort, KeyboardInterrupt):
        say("stopped; nothing half-written was left")
        raise SystemExit(INTERRUPTED) from None
    except GeocodeError as error:
        say(f"Error: {error}")
        raise SystemExit(1) from None
    except BrokenPipeError:  # the reader of our output left, as `| head` does
        forsake_stdout()
        raise SystemExit(1) from None
    except OSError as error:  # stores and files tell their own; this is mostly stdout
        forsake_stdout()
        say(f"Error: {error.strerror or error} at {error.filename or 'the output'}; check its disk")
        raise SystemExit(1) from None
    raise SystemExit(status if isinstance(status, int) else 0)


if __name__ == "__main__":
    main()
