const CHUNK = 0x8000;

export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK) binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(binary);
}

export function fromBase64(text: string): Uint8Array {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

/** xterm gives mouse reports as one character a byte, all else as text. */
export const binaryBytes = (data: string): Uint8Array => Uint8Array.from(data, character => character.charCodeAt(0));

/** Bytes that wait to be sent. */
export class ByteQueue {
  private parts: Uint8Array[] = [];

  push(bytes: Uint8Array): void {
    this.parts.push(bytes);
  }

  /** Takes at most so many bytes from the front. */
  take(most: number): Uint8Array {
    const taken: number[] = [];
    while (this.parts.length > 0 && taken.length < most) {
      const first = this.parts[0]!;
      const part = first.subarray(0, most - taken.length);
      for (const byte of part) taken.push(byte);
      if (part.length === first.length) this.parts.shift();
      else this.parts[0] = first.subarray(part.length);
    }
    return Uint8Array.from(taken);
  }

  clear(): void {
    this.parts = [];
  }
}
