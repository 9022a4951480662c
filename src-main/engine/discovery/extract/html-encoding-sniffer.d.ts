declare module 'html-encoding-sniffer' {
  interface SniffOptions {
    xml?: boolean;
    transportLayerEncodingLabel?: string;
    defaultEncoding?: string;
  }
  /** The name of the encoding that a browser would choose for these bytes. */
  function sniffEncoding(body: Uint8Array, options?: SniffOptions): string | null;
  export = sniffEncoding;
}
