"""How gunicorn serves BlinaBoard: read by the Procfile's command and by plain `gunicorn app:server` alike."""

import ctypes
import gc
import os

import gunicorn.util

from dashboard.settings import of_this_process

# of what the start makes, hardly anything is waste: no collection looks for it (a tenth of the start) before all is there
gc.disable()

settings = of_this_process()
bind = f"0.0.0.0:{settings.port}"
workers = settings.workers
# a browser opens connections ahead of need, and each holds a thread until it says what it wants
threads = 8

# loaded once and shared by the workers; broken tables then end gunicorn instead of worker after worker
preload_app = True

# as long as gunicorn lets it be: a running order stands whole in its address (assets/share.js refuses a longer one in words)
limit_request_line = 8190
# no header says what was asked or where we are mounted, not even one of a trusted proxy
forwarder_headers = ""

# longer than the idle time of the usual proxies (60 s), so that none sends a request into a connection just closed
keepalive = 75
# SIGTERM: requests in flight are answered, and all is over within ten seconds
graceful_timeout = 8

# nothing is written to disk: no control socket in the home folder, the workers' signs of life in memory where there is such a place
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def when_ready(server):
    """Before the workers part: what gunicorn refuses itself, and memory."""
    from dashboard.web import door  # after the application, which has brought all that this brings

    # gunicorn offers no other way to give its refusals words and headers; a test over the wire says when this one ends
    gunicorn.util.write_error = door.refuse
    # what is loaded by now stays shared, since no collection touches it (a quarter of the memory)
    gc.collect()
    gc.freeze()
    gc.enable()
    # what reading large tables took is given back to the system, where its C library can (glibc)
    if give_back := getattr(ctypes.CDLL(None), "malloc_trim", None):
        give_back(0)
