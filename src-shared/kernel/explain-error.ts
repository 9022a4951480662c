import { type ErrorCode, errorCodes } from './errors.js';

/** What to tell a person: whether the data is safe, and what to do next. */
export interface Advice {
  safe: string;
  next: string;
}

const advice: Record<ErrorCode, Advice> = {
  source_not_found: {
    safe: 'Nothing was changed.',
    next: 'Check the address or the path, and that the USB stick is plugged in.',
  },
  source_empty: {
    safe: 'Nothing was changed.',
    next: 'Choose the folder or archive that holds the HTML pages of the site.',
  },
  source_unreadable: {
    safe: 'Nothing was changed.',
    next: 'Copy or download the source again; if only a part is damaged, use a folder with the readable pages.',
  },
  source_blocked: {
    safe: 'Nothing was sent to that address.',
    next: 'If you trust this host, allow it by name with --allow-host HOST or in the source form.',
  },
  source_too_large: {
    safe: 'What was read before the limit is kept.',
    next: 'Use a smaller copy of the site, or raise the limit in the source options.',
  },
  home_not_writable: {
    safe: 'Nothing was changed.',
    next: 'Choose a folder that you may write to with --home DIR, or change its permissions.',
  },
  home_in_use: {
    safe: 'The data is untouched.',
    next: 'Close the other AIOS window or command that uses this folder, then try again.',
  },
  disk_full: {
    safe: 'The last completed step is kept; the unfinished one was undone.',
    next: 'Free some disk space, then repeat the command.',
  },
  data_damaged: {
    safe: 'The damaged folder was not changed.',
    next: 'Restore one of the snapshots listed under Settings, or run: aios backup restore.',
  },
  data_newer: {
    safe: 'The data is untouched.',
    next: 'It was written by a newer AIOS. Update this program, then open it again.',
  },
  not_found: {
    safe: 'Nothing was changed.',
    next: 'Check the name that you gave, or do first what is said to be missing.',
  },
  invalid_input: { safe: 'Nothing was changed.', next: 'Correct the value and try again.' },
  not_allowed: { safe: 'Nothing was changed.', next: 'Ask somebody with the right role to do it.' },
  self_approval: {
    safe: 'Nothing was deployed.',
    next: 'Let a second person approve, or allow self-approval for this client in Settings.',
  },
  conflict: {
    safe: 'Nothing was changed.',
    next: 'Somebody or something changed it meanwhile: look at the present state, then decide again.',
  },
  bundle_invalid: {
    safe: 'Nothing was imported.',
    next: 'Do not use this bundle. Ask its sender for a new one and compare its SHA-256.',
  },
  audit_broken: {
    safe: 'Nothing was repaired or changed.',
    next: 'Keep a copy of the data folder, and compare it with the last backup and exported evidence.',
  },
  engine_stopped: {
    safe: 'Completed work is kept, and so is what you typed.',
    next: 'It is being restarted; try again in a moment.',
  },
  cancelled: { safe: 'What was completed before is kept.', next: 'Resume it when you are ready.' },
  internal: {
    safe: 'The unfinished change was undone.',
    next: 'Try again; if it happens again, send the log file named under Settings to support.',
  },
};

/** The advice that goes with an error code. Total: every code has one. */
export function explainError(code: ErrorCode): Advice {
  return advice[code];
}

/** Whether `value` is one of the known codes: for what arrives over a border. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && (errorCodes as readonly string[]).includes(value);
}
