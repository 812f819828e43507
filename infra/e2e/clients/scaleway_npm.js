// Uses a Scaleway by npm's client `scaleway`, as any program would, and prints what it saw as one JSON object.
// Arguments: endpoint, key, organization, volume id.
const Scaleway = require('scaleway');

const [endpoint, token, organization, volume] = process.argv.slice(2);
const client = new Scaleway({ api_endpoint: endpoint, token, organization });

async function main() {
  const created = await client.post('snapshots', { name: 'by npm', organization, volume_id: volume });
  const id = created.body.snapshot.id;
  const listed = await client.get('snapshots');
  const renamed = await client.put('snapshots/' + id, { name: 'renamed by npm' });
  const got = await client.get('snapshots/' + id);
  const deleted = await client.delete('snapshots/' + id);
  const gone = await client.get('snapshots/' + id).then(() => 200, (error) => error.status);
  console.log(JSON.stringify({
    created: created.body.snapshot,
    createdStatus: created.status,
    isListed: listed.body.snapshots.some((each) => each.id === id),
    renamed: renamed.body.snapshot.name,
    got: got.body.snapshot.name,
    deleted: deleted.status,
    gone,
  }));
}

main().catch((error) => {
  console.error(error.status, JSON.stringify(error.body), error);
  process.exit(1);
});
