"""Uses a Scaleway by libcloud's driver, as any program would, and prints what it saw as one JSON object.

Arguments: host, port (TLS), key, organization, volume id, id of a volume with many snapshots.
SSL_CERT_FILE names the certificate that is trusted, for libcloud takes no plain connection.
"""
import json
import sys
import time

from libcloud.compute.providers import get_driver
from libcloud.compute.types import Provider

host, port, key, organization, volume_id, often_id = sys.argv[1:7]
driver = get_driver(Provider.SCALEWAY)(key=organization, secret=key, host=host, port=int(port))

volumes = driver.list_volumes()
volume = next(each for each in volumes if each.id == volume_id)
often = next(each for each in volumes if each.id == often_id)
snapshot = driver.create_volume_snapshot(volume, name="by libcloud")
created = {"id": snapshot.id, "state": str(snapshot.state), "size": snapshot.size}


def mine():
    return next((each for each in driver.list_volume_snapshots(volume) if each.id == snapshot.id), None)


limit = time.monotonic() + 60
while time.monotonic() < limit and str(mine().state) != "available":
    time.sleep(0.3)
state = str(mine().state)
listed = len(driver.list_volume_snapshots(often))
destroyed = driver.destroy_volume_snapshot(snapshot)
print(json.dumps({
    "volumes": len(volumes),
    "volumeName": volume.name,
    "created": created,
    "state": state,
    "listed": listed,
    "destroyed": destroyed,
    "gone": mine() is None,
}))
