{{/* A role in the whole cluster with its binding. Takes: root, suffix of the name, resource that may be got. */}}
{{- define "elasticjobs.clusterRole" -}}
{{- $root := index . 0 -}}
{{- $name := printf "%s-%s" (include "elasticjobs.clusterName" $root) (index . 1) -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: {{ $name }}
  labels:
    {{- include "elasticjobs.labels" $root | nindent 4 }}
rules:
  - apiGroups: [""]
    resources: [{{ index . 2 }}]
    verbs: [get]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: {{ $name }}
  labels:
    {{- include "elasticjobs.labels" $root | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: {{ $name }}
subjects:
  - kind: ServiceAccount
    name: {{ include "elasticjobs.serviceAccount" $root }}
    namespace: {{ $root.Release.Namespace }}
{{- end }}
