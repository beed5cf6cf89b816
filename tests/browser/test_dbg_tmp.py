import time
from tests.browser.conftest import *
from tests.browser.test_hardening import *
def test_dbg(page):
    page.open()
    page.choose("Relapse setting", "Relapsed or refractory")
    page.requests()
    connected(page.driver, False)
    tick(page, "Infants", "Included")
    page.until(lambda: banner(page) == KEPT)
    tick(page, "Relapse setting", "First relapse")
    time.sleep(3)
    print("offline posts", [r["url"][-40:] for r in page.requests()])
    connected(page.driver, True)
    print(page.driver.execute_script("return JSON.stringify(performance.getEntriesByType(\"resource\").slice(-3).map(e=>[e.name.slice(-20),e.responseStatus]))"))
    for _ in range(4):
        time.sleep(1); print(page.query, page.text("#counts"), [e.get_attribute("value") for e in page.all(".chip")], len(page.all(".chip")), page.driver.execute_script("return document.querySelector(\"[data-dash-is-loading]\") ? 1 : 0"), "|", banner(page), [(r["method"], r["url"][22:60], [v for v in ("first_relapse","included") if chr(34)+v+chr(34) in (r.get("postData") or "")]) for r in page.requests()])
    print(page.driver.execute_script("return JSON.stringify(window.dbg)"))
