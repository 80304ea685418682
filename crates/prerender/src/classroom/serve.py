"""Serves this folder to everybody on the local network: python3 serve.py [port]"""

import functools
import os
import socket
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer


class Handler(SimpleHTTPRequestHandler):
    # Windows may have other ideas of these, and browsers then refuse the scripts.
    extensions_map = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".css": "text/css",
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript",
        ".json": "application/json",
        ".wasm": "application/wasm",
    }

    def end_headers(self):
        # Frames and pages of other addresses may load the widgets.
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, *_):
        pass


def address():
    """This machine's own address on the local network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent: this asks by which way it would be.
            probe.connect(("192.0.2.1", 9))
            return probe.getsockname()[0]
        except OSError:
            return "127.0.0.1"


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    folder = os.path.dirname(os.path.abspath(__file__))
    server = ThreadingHTTPServer(("", port), functools.partial(Handler, directory=folder))
    print(f"学生 / students:  http://{address()}:{server.server_port}/", flush=True)
    print(f"本机 / here:      http://localhost:{server.server_port}/   (Ctrl-C)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
