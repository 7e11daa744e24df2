/** English words of the terminal. */
export const terminalTexts = {
  terminal: 'Terminal. Shift and Escape leave it.',
  statusConnecting: 'connecting',
  statusLive: 'connected',
  statusReconnecting: 'reconnecting',
  statusEnded: 'ended',
  statusFailed: 'not available',
  ended: 'The session has ended.',
  endedReason: 'The session has ended: {reason}.',
  exitCode: 'Exit code {code}.',
  hint: 'Ctrl+C copies a selection, Ctrl+V pastes, Shift+Esc leaves',
} as const satisfies Record<string, string>;

export type TerminalText = keyof typeof terminalTexts;
