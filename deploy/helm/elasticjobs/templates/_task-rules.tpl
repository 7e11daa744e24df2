{{/* Rules of what the console asks of the API server where tasks run. Takes: root. */}}
{{- define "elasticjobs.taskRules" -}}
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [pods/log]
  verbs: [get]
# What the cluster says of pods: why a volume can't be mounted, for example.
- apiGroups: [""]
  resources: [events]
  verbs: [get, list, watch]
# Debug terminals. Servers before 1.35 ask for "get", since it opens a WebSocket, newer ones for "create".
- apiGroups: [""]
  resources: [pods/exec]
  verbs: [get, create]
# Names for the workers of distributed tasks.
- apiGroups: [""]
  resources: [services]
  verbs: [get, list, watch, create, delete]
# Resource tasks. Every kind that they may make needs a rule like this one: see docs/kubernetes.md.
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, patch, delete]
# Use of processor and memory where the kubelets' own figures are not granted.
- apiGroups: [metrics.k8s.io]
  resources: [pods]
  verbs: [get]
{{- with .Values.rbac.extraRules }}
{{ toYaml . }}
{{- end }}
{{- end }}
