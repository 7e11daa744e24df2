{{/* What the schema can't say. All problems at once, each with the value and what to do. */}}
{{- define "elasticjobs.check" -}}
{{- $problems := list -}}
{{- $postgres := .Values.database.postgres -}}
{{- if not .Values.image.repository -}}
{{- $problems = append $problems "image.repository is empty. Name the image that you built, e.g. registry.example.com/elasticjobs." -}}
{{- end -}}
{{- if eq .Values.database.type "sqlite" -}}
{{- if gt (int .Values.replicas) 1 -}}
{{- $problems = append $problems (printf "replicas is %d, but SQLite has one writer. Set replicas to 1, or database.type to postgres." (int .Values.replicas)) -}}
{{- end -}}
{{- if or $postgres.connectionString $postgres.existingSecret -}}
{{- $problems = append $problems "database.postgres is set, but database.type is sqlite. Set database.type to postgres, or leave database.postgres out." -}}
{{- end -}}
{{- else if and $postgres.connectionString $postgres.existingSecret -}}
{{- $problems = append $problems "database.postgres has both connectionString and existingSecret. Set one." -}}
{{- else if not (or $postgres.connectionString $postgres.existingSecret) -}}
{{- $problems = append $problems "database.type is postgres without a connection string. Set database.postgres.existingSecret (and key), or database.postgres.connectionString." -}}
{{- end -}}
{{- with .Values.bootstrapToken -}}
{{- if and .value .existingSecret -}}
{{- $problems = append $problems "bootstrapToken has both value and existingSecret. Set one." -}}
{{- else if and .value (lt (len .value) 32) -}}
{{- $problems = append $problems (printf "bootstrapToken.value has %d characters and needs 32. Take a longer one, e.g. from 'openssl rand -hex 32'." (len .value)) -}}
{{- end -}}
{{- end -}}
{{- if and (eq .Values.workspaces.type "hostPath") (not .Values.workspaces.hostPath) -}}
{{- $problems = append $problems "workspaces.type is hostPath without a path. Set workspaces.hostPath, e.g. to /var/lib/elasticjobs/workspaces." -}}
{{- end -}}
{{- if and (ne .Values.workspaces.type "hostPath") .Values.workspaces.hostPath -}}
{{- $problems = append $problems (printf "workspaces.hostPath is set, but workspaces.type is %s. Set workspaces.type to hostPath, or leave the path out." .Values.workspaces.type) -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.host) -}}
{{- $problems = append $problems "ingress.enabled is true without a host. Set ingress.host, e.g. to jobs.example.com." -}}
{{- end -}}
{{- if and (not .Values.serviceAccount.create) (not .Values.serviceAccount.name) -}}
{{- $problems = append $problems "serviceAccount.create is false without a name. Set serviceAccount.name: the account \"default\" is that of tasks and must not get the console's rights." -}}
{{- end -}}
{{- if $problems -}}
{{- fail (printf "\n\n%s\n" (join "\n" $problems)) -}}
{{- end -}}
{{- end }}
