import { describe, expect, it } from "vitest";
import { Bench } from "./reading.js";

const COLUMNS =
  "source, event_id, event_time, actor_id, action, outcome, object_id, collection, bytes, client_ip, site, channel";
const STORED = `SELECT ${COLUMNS} FROM event ORDER BY event_time, event_id`;

/** What the store has of one log, read by itself. */
async function stored(name: string, content: string): Promise<Record<string, unknown>[]> {
  const bench = await Bench.open();
  bench.put(`access/${name}`, content);
  const summary = await bench.read();
  expect(summary.refused).toBe(0);
  return bench.rows(STORED);
}

const lines = (...records: readonly object[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join("");

describe("the Microsoft 365 audit log", () => {
  const record = (Id: string, Operation: string, more: object): object => ({
    Id,
    CreationTime: "2026-05-01T10:00:00",
    Operation,
    Workload: "OneDrive",
    UserId: "ada@example.org",
    ...more,
  });

  it("gives time in UTC, the action of the operation and the address without its port", async () => {
    const log = lines(
      record("1", "FileDownloaded", { ObjectId: "/plan.docx", SiteUrl: "https://s/", ClientIP: "192.0.2.7:51234" }),
      record("2", "AnonymousLinkCreated", { ObjectId: "/plan.docx", ClientIP: "[2001:db8::1]:443" }),
      record("3", "UserLoginFailed", { ResultStatus: "Success", ActorIpAddress: "2001:db8::2" }),
      record("4", "Set-Mailbox", { ResultStatus: "False" }),
      record("5", "SomethingNew", {}),
    );
    const rows = await stored("m365.jsonl", log);
    expect(rows.map(({ action, outcome, client_ip }) => [action, outcome, client_ip])).toEqual([
      ["download", "success", "192.0.2.7"],
      ["share", "success", "2001:db8::1"],
      ["login", "denied", "2001:db8::2"],
      ["admin", "error", null],
      ["other", "success", null],
    ]);
    expect(rows[0]).toMatchObject({
      source: "m365",
      event_time: "2026-05-01T10:00:00.000000Z",
      actor_id: "ada@example.org",
      object_id: "/plan.docx",
      collection: "https://s/",
    });
  });

  it("is read from an exported table, whose column AuditData has the record", async () => {
    const data = JSON.stringify(
      record("1", "FileDownloaded", { ObjectId: "/plan, final.docx", ClientIP: "192.0.2.7" }),
    );
    const rows = await stored(
      "purview.csv",
      `RecordId,CreationDate,RecordType,Operation,UserId,AuditData\n1,2026-05-01,6,x,y,"${data.replaceAll('"', '""')}"\n`,
    );
    expect(rows).toMatchObject([
      {
        event_id: "1",
        actor_id: "ada@example.org",
        action: "download",
        object_id: "/plan, final.docx",
        source: "m365",
      },
    ]);
  });

  it("refuses a record of an exported table that is no JSON", async () => {
    const bench = await Bench.open();
    bench.put("access/purview.csv", "CreationDate,AuditData\n2026-05-01,{broken\n");
    expect(await bench.read()).toMatchObject({ accepted: 0, refused: 1 });
  });

  it("refuses a record without an id", async () => {
    const bench = await Bench.open();
    bench.put("access/m365.jsonl", lines(record("1", "FileAccessed", {}), record("", "FileAccessed", {})));
    expect(await bench.read()).toMatchObject({ accepted: 1, refused: 1 });
    expect(await bench.refusals()).toMatchObject([{ line: 2, reason: "no event_id" }]);
  });
});

describe("CloudTrail", () => {
  const record = (eventID: string, eventName: string, more: object): object => ({
    eventID,
    eventTime: "2026-05-01T10:00:00Z",
    eventSource: "s3.amazonaws.com",
    eventName,
    awsRegion: "eu-west-1",
    sourceIPAddress: "192.0.2.9",
    userIdentity: { type: "IAMUser", arn: "arn:aws:iam::1:user/ada" },
    requestParameters: null,
    ...more,
  });
  const records = [
    record("1", "GetObject", {
      requestParameters: { bucketName: "maps", key: "a/b.tif" },
      additionalEventData: { bytesTransferredOut: 237.0 },
      tlsDetails: { tlsVersion: "TLSv1.3" },
    }),
    record("2", "DeleteObject", { errorCode: "AccessDenied", requestParameters: { bucketName: "maps" } }),
    record("3", "ConsoleLogin", { responseElements: { ConsoleLogin: "Failure" } }),
    record("4", "PutBucketPolicy", { errorCode: "MalformedPolicy" }),
    record("5", "Decrypt", { userIdentity: { type: "AWSService", invokedBy: "cloudtrail.amazonaws.com" } }),
  ];

  it.each([
    ["one record a line", "trail.jsonl", lines(...records)],
    ["one object with all records", "trail.json", JSON.stringify({ Records: records })],
    ["the same, indented", "trail.json", JSON.stringify({ Records: records }, null, 2)],
    ["a list", "trail.json", JSON.stringify(records)],
  ])("is read from %s", async (_, name, log) => {
    const rows = await stored(name, log);
    expect(rows.map(({ actor_id, action, outcome, object_id }) => [actor_id, action, outcome, object_id])).toEqual([
      ["arn:aws:iam::1:user/ada", "download", "success", "maps/a/b.tif"],
      ["arn:aws:iam::1:user/ada", "destroy", "denied", "maps"],
      ["arn:aws:iam::1:user/ada", "login", "denied", null],
      ["arn:aws:iam::1:user/ada", "admin", "error", null],
      ["cloudtrail.amazonaws.com", "other", "success", null],
    ]);
    expect(rows[0]).toMatchObject({
      source: "cloudtrail",
      collection: "maps",
      bytes: 237,
      client_ip: "192.0.2.9",
      site: "eu-west-1",
      channel: "TLSv1.3",
    });
  });
});

describe("OCSF", () => {
  const base = { time: Date.parse("2026-05-01T10:00:00.250Z"), severity_id: 1, src_endpoint: { ip: "192.0.2.1" } };

  it("gives the action of each class and activity, and ids of the records or of their content", async () => {
    const log = lines(
      {
        ...base,
        class_uid: 6006,
        activity_id: 2,
        actor: { user: { uid: "ada" } },
        file: { name: "p.doc", size: 12 },
        metadata: { uid: "u1", sequence: 7 },
      },
      {
        ...base,
        class_uid: 6006,
        activity_id: 12,
        actor: { user: { name: "ada" } },
        file: { path: "/p.doc" },
        metadata: { uid: "u2" },
      },
      {
        ...base,
        class_uid: 6005,
        activity_id: 4,
        actor: { user: { uid: "ada" } },
        database: { name: "hr" },
        metadata: { uid: "u3" },
      },
      { ...base, class_uid: 3002, activity_id: 1, status_id: 2, user: { uid: "bob" }, metadata: { uid: "u4" } },
      {
        ...base,
        class_uid: 6003,
        activity_id: 4,
        status_id: 2,
        actor: { user: { uid: "ada" } },
        resources: [{ uid: "r1" }],
        metadata: {},
      },
      {
        ...base,
        class_uid: 6006,
        activity_id: 4,
        action_id: 2,
        actor: { user: { uid: "ada" } },
        file: { uid: "f1" },
        metadata: { uid: "u6" },
      },
    );
    const rows = await stored("ocsf.jsonl", log);
    const of = (id: string) => rows.find(({ event_id }) => event_id === id);
    expect(of("u1")).toMatchObject({
      actor_id: "ada",
      action: "download",
      object_id: "p.doc",
      bytes: 12,
      client_ip: "192.0.2.1",
    });
    expect(of("u1")?.event_time).toBe("2026-05-01T10:00:00.250000Z");
    expect(of("u2")).toMatchObject({ action: "share", object_id: "/p.doc" });
    expect(of("u3")).toMatchObject({ action: "search", object_id: "hr", collection: "hr" });
    expect(of("u4")).toMatchObject({ actor_id: "bob", action: "login", outcome: "denied" });
    expect(of("u6")).toMatchObject({ action: "destroy", outcome: "denied" });
    const byContent = rows.filter(({ event_id }) => /^[0-9a-f]{40}-1$/.test(String(event_id)));
    expect(byContent).toMatchObject([{ action: "destroy", outcome: "error", object_id: "r1" }]);
  });
});

describe("ECS", () => {
  it("is read nested and with dotted keys alike", async () => {
    const rows = await stored(
      "ecs.ndjson",
      lines(
        {
          "@timestamp": "2026-05-01T10:00:00.000Z",
          event: { id: "1", category: ["file"], type: ["access"], outcome: "success", dataset: "share" },
          user: { name: "ada" },
          file: { path: "/p.doc", size: 9 },
          source: { ip: "192.0.2.1" },
          tls: { version: "1.3", version_protocol: "tls" },
        },
        {
          "@timestamp": "2026-05-01T12:00:01+02:00",
          "event.id": "2",
          "event.category": "authentication",
          "event.type": "start",
          "event.outcome": "failure",
          "user.name": "bob",
        },
        {
          "@timestamp": "2026-05-01T10:00:02Z",
          event: { id: "3", action: "download", category: ["file"], type: ["denied"], outcome: "failure" },
          user: { email: "eve@example.org" },
        },
      ),
    );
    expect(rows).toMatchObject([
      {
        source: "share",
        event_id: "1",
        actor_id: "ada",
        action: "view",
        outcome: "success",
        object_id: "/p.doc",
        bytes: 9,
        channel: "tls1.3",
      },
      {
        source: "ecs",
        event_id: "2",
        event_time: "2026-05-01T10:00:01.000000Z",
        actor_id: "bob",
        action: "login",
        outcome: "denied",
      },
      { event_id: "3", actor_id: "eve@example.org", action: "download", outcome: "denied" },
    ]);
  });
});

describe("W3C extended logs", () => {
  it("take the day of the last #Date where their lines have none, also past midnight, and keep equal times of two days apart", async () => {
    const rows = await stored(
      "proxy.log",
      [
        "#Date: 2026-05-01 22:00:00",
        "#Fields: time c-ip cs-method cs-uri-stem sc-status",
        "22:00:00 192.0.2.1 GET /p.doc 200",
        "00:10:00 192.0.2.1 GET /p.doc 200",
        "#Date: 2026-05-02 22:00:00",
        "22:00:00 192.0.2.1 GET /p.doc 200",
        "",
      ].join("\n"),
    );
    expect(rows.map(({ event_time }) => event_time)).toEqual([
      "2026-05-01T22:00:00.000000Z",
      "2026-05-02T00:10:00.000000Z",
      "2026-05-02T22:00:00.000000Z",
    ]);
    expect(new Set(rows.map(({ event_id }) => String(event_id).replace(/-\d+$/, ""))).size).toBe(3);
  });

  it("take the fields of the last #Fields line, which may change within a file", async () => {
    const rows = await stored(
      "iis.log",
      [
        "#Software: Microsoft Internet Information Services 10.0",
        "#Fields: date time c-ip cs-username cs-method cs-uri-stem sc-status sc-bytes",
        "2026-05-01 10:00:00 192.0.2.1 EXAMPLE\\ada GET /p.doc 200 512",
        "2026-05-01 10:00:01 192.0.2.1 - GET /p.doc 401 0",
        "#Fields: time date sc-status cs-method cs-uri-stem c-ip",
        "10:00:02 2026-05-01 500 DELETE /p.doc 192.0.2.2",
        "",
      ].join("\r\n"),
    );
    expect(rows).toMatchObject([
      {
        actor_id: "EXAMPLE\\ada",
        action: "view",
        outcome: "success",
        object_id: "/p.doc",
        bytes: 512,
        event_time: "2026-05-01T10:00:00.000000Z",
      },
      { actor_id: "192.0.2.1", action: "view", outcome: "denied", bytes: 0 },
      {
        actor_id: "192.0.2.2",
        action: "destroy",
        outcome: "error",
        bytes: null,
        event_time: "2026-05-01T10:00:02.000000Z",
      },
    ]);
  });

  it("refuse a line that has another number of fields than its #Fields line", async () => {
    const bench = await Bench.open();
    bench.put(
      "access/iis.log",
      "#Fields: date time c-ip cs-method\n2026-05-01 10:00:00 192.0.2.1\n2026-05-01 10:00:00 192.0.2.1 GET\n",
    );
    expect(await bench.read()).toMatchObject({ accepted: 1, refused: 1 });
    expect(await bench.refusals()).toMatchObject([
      { line: 2, reason: "number of fields differs from the #Fields line" },
    ]);
  });
});

describe("combined web logs", () => {
  it("name the user, or the address where nobody is signed in", async () => {
    const rows = await stored(
      "access.log",
      [
        '192.0.2.1 - ada [17/May/2015:12:05:03 +0200] "GET /a?x=1 HTTP/1.1" 200 203023 "http://r/" "Mozilla/5.0"',
        '192.0.2.2 - - [17/May/2015:10:05:04 +0000] "DELETE /b HTTP/1.0" 403 - "-" "curl"',
        '192.0.2.3 - - [17/May/2015:10:05:05 +0000] "\\x16\\x03\\x01" 400 226',
        "",
      ].join("\n"),
    );
    expect(rows).toMatchObject([
      {
        event_time: "2015-05-17T10:05:03.000000Z",
        actor_id: "ada",
        action: "view",
        outcome: "success",
        object_id: "/a?x=1",
        bytes: 203023,
      },
      {
        actor_id: "192.0.2.2",
        action: "destroy",
        outcome: "denied",
        object_id: "/b",
        bytes: null,
        client_ip: "192.0.2.2",
      },
      { actor_id: "192.0.2.3", action: "other", outcome: "error", object_id: null, bytes: 226 },
    ]);
  });
});

describe("CEF", () => {
  it("gives the instant of a time with milliseconds and the name of a zone", async () => {
    const line = (time: string, id: number): string =>
      `CEF:0|Acme|Vault|1|1|Read|3|rt=${time} suser=ada externalId=${id}`;
    const rows = await stored(
      "zones.cef",
      [line("May 01 2026 10:00:00 UTC", 1), line("May 01 2026 12:00:00.250 Europe/Paris", 2), ""].join("\n"),
    );
    expect(rows.map(({ event_time }) => event_time)).toEqual([
      "2026-05-01T10:00:00.000000Z",
      "2026-05-01T10:00:00.250000Z",
    ]);
  });

  it("is read bare and after a syslog header, with spaces, equals signs and bars in its values", async () => {
    const rows = await stored(
      "firewall.cef",
      [
        "CEF:0|Acme|Vault|1.0|100|File \\| download|3|rt=1777629600000 suser=ada act=download filePath=/top secret/a\\=b.doc fsize=77 src=192.0.2.1 externalId=17",
        "May  1 10:00:01 host CEF:0|Acme|Vault|1.0|101|Login|3|rt=May 01 2026 12:00:01 +0200 suser=bob outcome=failure externalId=18",
        "CEF:0|Acme|Vault|1.0|102|Share|3|rt=1777629602000 suser=ada act=blocked fname=b.doc externalId=19",
        "",
      ].join("\n"),
    );
    expect(rows).toMatchObject([
      {
        source: "Acme Vault",
        event_id: "17",
        event_time: "2026-05-01T10:00:00.000000Z",
        actor_id: "ada",
        action: "download",
        outcome: "success",
        object_id: "/top secret/a=b.doc",
        bytes: 77,
        client_ip: "192.0.2.1",
      },
      { event_id: "18", event_time: "2026-05-01T10:00:01.000000Z", actor_id: "bob", action: "login", outcome: "error" },
      { event_id: "19", action: "share", outcome: "denied", object_id: "b.doc" },
    ]);
  });
});
