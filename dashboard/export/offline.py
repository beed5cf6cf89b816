def offline_page(items: object) -> bytes: return b""
