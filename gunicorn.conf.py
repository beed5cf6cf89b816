"""How gunicorn serves BlinaBoard, by the Procfile's command or by plain `gunicorn app:server`."""

import ctypes
import gc
import os

import gunicorn.util

from dashboard.settings import of_this_process

# almost nothing made during the start is garbage: collecting then would take a tenth of the start
gc.disable()

settings = of_this_process()
bind = f"0.0.0.0:{settings.port}"
workers = settings.workers
# browsers open connections in advance, and each holds a thread until its request arrives
threads = 8

# loaded once and shared by the workers; broken tables then end gunicorn, not one worker after another
preload_app = True

# gunicorn's maximum: an address holds a whole running order (assets/share.js refuses a longer one in words)
limit_request_line = 8190
# no header, not even a trusted proxy's, may set the path asked for or where we are mounted
forwarder_headers = ""

# longer than the idle time of the usual proxies (60 s), so that none sends a request into a connection just closed
keepalive = 75
# after SIGTERM, requests in flight are answered and all ends within ten seconds
graceful_timeout = 8

# nothing is written to disk: no control socket in the home folder, and the workers' heartbeats in memory where possible
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def when_ready(server):
    """Before the workers are forked, install our refusals and freeze shared memory."""
    from dashboard.web import door  # late: the application has loaded all that this needs

    # gunicorn has no official way to give its refusals words and headers; a test over the wire fails if this one ends
    gunicorn.util.write_error = door.refuse
    # no collection touches frozen objects, so that they stay shared (a quarter of the memory)
    gc.collect()
    gc.freeze()
    gc.enable()
    # return the memory used to read large tables to the system, if its C library can (glibc)
    if give_back := getattr(ctypes.CDLL(None), "malloc_trim", None):
        give_back(0)
