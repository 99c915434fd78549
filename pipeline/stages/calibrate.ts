import type { Store } from "../../data/store/store.js";

const CALIBRATE = /* sql */ `
  UPDATE verdict SET p_calibrated = p_mid WHERE night = $night::DATE AND status = 'scored'
`;

/** Gives each scored verdict of the night the p-value that combination uses. */
export async function calibrate(store: Store, night: string): Promise<void> {
  await store.transaction(async () => {
    await store.run(CALIBRATE, { night });
  });
}
