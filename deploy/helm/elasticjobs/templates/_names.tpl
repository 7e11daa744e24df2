{{- define "elasticjobs.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 50 | trimSuffix "-" -}}
{{- end }}

{{/* At most 50 characters: with a suffix it is still a label's value and a service's name. */}}
{{- define "elasticjobs.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else if contains (include "elasticjobs.name" .) .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "elasticjobs.name" .) | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{/* Of objects of the whole cluster: releases of one name in several namespaces must not meet. */}}
{{- define "elasticjobs.clusterName" -}}
{{- $name := include "elasticjobs.fullname" . -}}
{{- if eq $name .Release.Namespace }}{{ $name }}{{ else }}{{ .Release.Namespace }}-{{ $name }}{{ end -}}
{{- end }}

{{- define "elasticjobs.selector" -}}
app.kubernetes.io/name: {{ include "elasticjobs.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "elasticjobs.labels" -}}
{{ include "elasticjobs.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "elasticjobs.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (include "elasticjobs.fullname" .) -}}
{{- end }}

{{- define "elasticjobs.image" -}}
{{- with .Values.image -}}
{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end -}}
{{- end }}

{{/* Where tasks run: a JSON list, each namespace once. */}}
{{- define "elasticjobs.taskNamespaces" -}}
{{- $namespaces := list (.Values.tasks.namespace | default .Release.Namespace) -}}
{{- range .Values.projects }}{{ $namespaces = append $namespaces .namespace }}{{ end -}}
{{- $namespaces | uniq | toJson -}}
{{- end }}

{{- define "elasticjobs.dataAccessMode" -}}
{{- .Values.data.accessMode | default (eq .Values.database.type "postgres" | ternary "ReadWriteMany" "ReadWriteOnce") -}}
{{- end }}

{{- define "elasticjobs.workspaceClaim" -}}
{{- .Values.workspaces.existingClaim | default (printf "%s-workspaces" (include "elasticjobs.fullname" .)) -}}
{{- end }}
