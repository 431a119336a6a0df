// A self-signed certificate for this machine, so that tests speak real TLS: X.509 (RFC 5280) in DER, by hand, because Node
// makes keys and signatures but no certificates.
import { generateKeyPairSync, sign } from "node:crypto";

/** A value in DER: tag, length, contents. @param {number} tag @param {...Buffer} contents */
function der(tag, ...contents) {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (/** @type {Buffer[]} */ ...contents) => der(0x30, ...contents);
const identifier = (/** @type {number[]} */ ...bytes) => der(0x06, Buffer.from(bytes));
const text = (/** @type {number} */ tag, /** @type {string} */ value) => der(tag, Buffer.from(value, "latin1"));

const ecdsaWithSha256 = sequence(identifier(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
const commonName = identifier(0x55, 0x04, 0x03);
const basicConstraints = identifier(0x55, 0x1d, 0x13);
const subjectAltName = identifier(0x55, 0x1d, 0x11);

/** @param {Date} date */
const utcTime = (date) => text(0x17, `${date.toISOString().replaceAll(/^..|[-:T]|\..*/g, "")}Z`);

/**
 * For `localhost`, 127.0.0.1 and 0.0.0.0, from yesterday until tomorrow.
 *
 * @returns {{ certificate: string, key: string }} in PEM
 */
export function selfSigned() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = sequence(der(0x31, sequence(commonName, text(0x0c, "localhost"))));
  const day = 86_400_000;
  const names = sequence(
    text(0x82, "localhost"),
    der(0x87, Buffer.from([127, 0, 0, 1])),
    der(0x87, Buffer.from([0, 0, 0, 0])),
  );
  const signed = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    sequence(utcTime(new Date(Date.now() - day)), utcTime(new Date(Date.now() + day))),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(
      0xa3,
      sequence(
        sequence(basicConstraints, der(0x04, sequence(der(0x01, Buffer.from([255]))))),
        sequence(subjectAltName, der(0x04, names)),
      ),
    ),
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", signed, privateKey));
  const certificate = sequence(signed, ecdsaWithSha256, signature).toString("base64");
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${certificate.replaceAll(/.{64}(?=.)/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}
