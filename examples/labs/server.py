#!/usr/bin/env python3
"""A small web server: answers every GET with its name and the client's address."""
import http.server
import socket
import sys


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = f"{sys.argv[1]} {self.client_address[0]}\n".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 100

    def server_bind(self):
        socket.socket.setsockopt(self.socket, socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        super().server_bind()


Server(("0.0.0.0", int(sys.argv[2])), Answer).serve_forever()
