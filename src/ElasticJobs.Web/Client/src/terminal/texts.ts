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
  reason_stopped: 'it was stopped',
  reason_expired: 'its time ran out',
  reason_exited: 'its shell was left',
  reason_console_restarted: 'the console was restarted',
  reason_removed: 'it was removed',
  exitCode: 'Exit code {code}.',
  hint: 'Ctrl+C copies a selection, Ctrl+V pastes, Shift+Esc leaves',
} as const satisfies Record<string, string>;

export type TerminalText = keyof typeof terminalTexts;

export const terminalTextsZh: Readonly<Record<TerminalText, string>> = {
  terminal: '终端。按 Shift 加 Esc 离开。',
  statusConnecting: '连接中',
  statusLive: '已连接',
  statusReconnecting: '重新连接中',
  statusEnded: '已结束',
  statusFailed: '不可用',
  ended: '会话已结束。',
  endedReason: '会话已结束：{reason}。',
  reason_stopped: '已被停止',
  reason_expired: '时间已到',
  reason_exited: 'Shell 已退出',
  reason_console_restarted: '控制台已重启',
  reason_removed: '已被移除',
  exitCode: '退出码 {code}。',
  hint: 'Ctrl+C 复制所选内容，Ctrl+V 粘贴，Shift+Esc 离开',
};
