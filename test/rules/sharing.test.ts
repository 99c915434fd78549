import { describe, expect, it } from "vitest";
import { agreement, event, told } from "./installation.js";

const HOMER = { actor_id: "ann", nation: "XHM", time_zone: "Europe/Paris", active_from: "2025-01-01" };
const PARTNER = { actor_id: "bea", nation: "XAR", time_zone: "Europe/Paris", active_from: "2025-01-01" };
const share = (changes = {}) => event({ action: "share", partner: "XAR", ...changes });

describe("release against marking", () => {
  it("a share with a nation on the list holds, one nation off is an exception about the person", async () => {
    const found = await told("release-marking", { event: [share(), share({ partner: "XBE" })] });
    expect(found).toMatchObject({ holds: 1, broken: 1 });
    expect(found.exceptions).toHaveLength(1);
    expect(found.exceptions[0]).toMatchObject({
      entity_type: "actor",
      entity_id: "ann",
      p_value: null,
      event_count: 1,
      state: "new",
      rank: 1,
    });
    expect(found.exceptions[0]?.summary).toContain("XBE is not on the release list");
  });

  it("an item for display is shown without exception and handed over with one", async () => {
    const marking = "SECRET//DISPLAY ONLY XAR";
    const found = await told("release-marking", {
      event: [event({ partner: "XAR", marking }), event({ partner: "XAR", marking, action: "download" })],
    });
    expect(found).toMatchObject({ holds: 1, broken: 1 });
  });

  it("an unknown word in a marking is undetermined with its reason, never an exception", async () => {
    const found = await told("release-marking", { event: [share({ marking: "SECRET//ZZTOP/REL TO XHM, XAR" })] });
    expect(found).toMatchObject({ holds: 0, broken: 0, undetermined: 1, exceptions: [] });
    expect(found.notes).toEqual(["the marking or the recipient's code cannot be read"]);
  });

  it("what was refused reached nobody", async () => {
    const found = await told("release-marking", { event: [share({ partner: "XBE", outcome: "denied" })] });
    expect(found).toMatchObject({ holds: 0, broken: 0 });
  });
});

describe("the agreement's dates", () => {
  it("its last day is covered and the day after is not", async () => {
    const at = (valid_to: string) =>
      told("agreement-in-force", { event: [share()], agreement: [agreement({ valid_to })] });
    expect(await at("2026-05-04")).toMatchObject({ holds: 1, broken: 0 });
    expect(await at("2026-05-03")).toMatchObject({ holds: 0, broken: 1 });
  });

  it("a lapsed agreement that breaks 800 events is one exception with 800 events, 200 of them named", async () => {
    const events = Array.from({ length: 800 }, (_, index) => share({ actor_id: `actor-${index % 40}` }));
    const { exceptions } = await told("agreement-in-force", {
      event: events,
      agreement: [agreement({ valid_to: "2026-05-03" })],
    });
    expect(exceptions).toHaveLength(1);
    expect(exceptions[0]).toMatchObject({ entity_type: "partner", entity_id: "XAR", event_count: 800, observed: 800 });
    expect(exceptions[0]?.event_ids).toHaveLength(200);
  });

  it("an empty date leaves it undetermined", async () => {
    const found = await told("agreement-in-force", { event: [share()], agreement: [agreement({ valid_to: null })] });
    expect(found).toMatchObject({ broken: 0, undetermined: 1 });
  });

  it("without an agreements feed the rule is not assessed, said once", async () => {
    const found = await told("agreement-in-force", { event: [share(), share()] });
    expect(found).toMatchObject({ holds: 0, broken: 0, undetermined: 0, notes: ["no agreements feed"] });
  });
});

describe("the agreement's scope", () => {
  it("SECRET is within a ceiling of SECRET and above one of CONFIDENTIAL", async () => {
    const under = (max_classification: string) =>
      told("agreement-class", { event: [share()], agreement: [agreement({ max_classification })] });
    expect(await under("SECRET")).toMatchObject({ holds: 1, broken: 0 });
    expect(await under("CONFIDENTIAL")).toMatchObject({ holds: 0, broken: 1 });
  });

  it("a collection that the agreement names holds and its neighbour does not", async () => {
    const found = await told("agreement-collection", {
      event: [share(), share({ collection: "MARITIME-2" })],
      agreement: [agreement()],
    });
    expect(found).toMatchObject({ holds: 1, broken: 1 });
  });
});

describe("the human-rights review", () => {
  it("covers its last day and not the day after", async () => {
    const at = (rights_review_valid_to: string | null) =>
      told("rights-review-in-force", {
        event: [share()],
        agreement: [agreement({ rights_review_valid_to }), agreement({ agreement_id: "AGR-XBE", partner: "XBE" })],
      });
    expect(await at("2026-05-04")).toMatchObject({ holds: 1, broken: 0 });
    expect(await at("2026-05-03")).toMatchObject({ holds: 0, broken: 1 });
    expect(await at(null)).toMatchObject({ holds: 0, broken: 1 });
  });

  it("is not assessed where no agreement ever carried one", async () => {
    const found = await told("rights-review-in-force", {
      event: [share()],
      agreement: [agreement({ rights_review_valid_to: null })],
    });
    expect(found.notes).toEqual(["no agreement has ever carried the date of a human-rights review"]);
  });
});

describe("onward sharing", () => {
  const forward = (changes = {}) => event({ action: "forward", actor_id: "bea", partner: "XBE", ...changes });
  const marking = "SECRET//REL TO XHM, XAR, XBE";
  const parties = { actor: [HOMER, PARTNER] };

  it("is an exception where the agreement forbids it, and none within the partner's own nation", async () => {
    const found = await told("onward", {
      ...parties,
      event: [forward({ marking }), forward({ marking, partner: "XAR" })],
      agreement: [agreement()],
    });
    expect(found).toMatchObject({ holds: 0, broken: 1 });
    expect(found.exceptions[0]?.entity_id).toBe("bea");
  });

  it("holds where the agreement allows it and the originator's list names the nation, and not one nation off", async () => {
    const found = await told("onward", {
      ...parties,
      event: [forward({ marking }), forward({ marking, partner: "XCA" })],
      agreement: [agreement({ onward_sharing: true })],
    });
    expect(found).toMatchObject({ holds: 1, broken: 1 });
  });

  it("needs the originator's consent on that day for what it controls", async () => {
    const at = (valid_to: string) =>
      told("onward", {
        ...parties,
        event: [forward({ marking: "SECRET//ORCON" })],
        object: [{ object_id: "OBJ-1", originator: "XHM", marking: "SECRET//ORCON" }],
        consent: [{ object_id: "OBJ-1", originator: "XHM", partner: "XBE", valid_from: "2026-01-01", valid_to }],
        agreement: [agreement({ onward_sharing: true })],
      });
    expect((await at("2026-05-03")).broken).toBe(1);
    expect((await at("2026-05-04")).broken).toBe(0);
  });
});
