{{/* The console's settings. */}}
{{- define "elasticjobs.env" -}}
{{- $name := include "elasticjobs.fullname" . -}}
- name: ASPNETCORE_URLS
  value: http://+:5080
# Believes the ingress about the scheme and the address that the browser used.
- name: ASPNETCORE_FORWARDEDHEADERS_ENABLED
  value: {{ .Values.forwardedHeaders | quote }}
- name: DOTNET_EnableDiagnostics
  value: "0"
- name: ElasticJobs__DataDirectory
  value: /data
- name: ElasticJobs__Runtime
  value: Kubernetes
# Pods with another owner are other consoles'.
- name: ElasticJobs__Kubernetes__Owner
  value: {{ $name }}
# Queues are served by the console that leads; the others pass requests on to it.
- name: POD_IP
  valueFrom:
    fieldRef:
      fieldPath: status.podIP
- name: ElasticJobs__AdvertisedUrl
  value: http://$(POD_IP):5080
# Where instances of elastic jobs find their queue, and the image that has their worker.
- name: POD_NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
- name: ElasticJobs__Elasticity__ConsoleUrl
  value: http://{{ $name }}.$(POD_NAMESPACE):{{ .Values.service.port }}
- name: ElasticJobs__Elasticity__WorkerImage
  value: {{ include "elasticjobs.image" . | quote }}
{{- with .Values.tasks.namespace }}
- name: ElasticJobs__Kubernetes__Namespace
  value: {{ . }}
{{- end }}
{{- range $project, $place := .Values.projects }}
- name: ElasticJobs__Kubernetes__Projects__{{ $project }}__Namespace
  value: {{ $place.namespace }}
{{- end }}
{{- with .Values.rbac.gpuExporterNamespace }}
- name: ElasticJobs__Kubernetes__GpuExporterNamespace
  value: {{ . }}
{{- end }}
{{- with .Values.tasks.image }}
- name: ElasticJobs__Kubernetes__DefaultImage
  value: {{ . | quote }}
{{- end }}
{{- with .Values.tasks.imagePullPolicy }}
- name: ElasticJobs__Kubernetes__ImagePullPolicy
  value: {{ . }}
{{- end }}
{{- if eq .Values.workspaces.type "claim" }}
- name: ElasticJobs__Kubernetes__WorkspaceClaim
  value: {{ include "elasticjobs.workspaceClaim" . }}
{{- else if eq .Values.workspaces.type "hostPath" }}
- name: ElasticJobs__Kubernetes__WorkspaceHostPath
  value: {{ .Values.workspaces.hostPath | quote }}
{{- end }}
{{- with .Values.bootstrapToken }}
{{- if or .value .existingSecret }}
# An admin's token for automation.
- name: ElasticJobs__BootstrapToken
  valueFrom:
    secretKeyRef:
      name: {{ .existingSecret | default $name }}
      key: {{ .key }}
      {{- if .optional }}
      optional: true
      {{- end }}
{{- end }}
{{- end }}
{{- if eq .Values.database.type "postgres" }}
- name: ConnectionStrings__ElasticJobs
  valueFrom:
    secretKeyRef:
      name: {{ .Values.database.postgres.existingSecret | default $name }}
      key: {{ .Values.database.postgres.key }}
{{- end }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}
