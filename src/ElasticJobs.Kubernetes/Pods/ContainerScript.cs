using System.Text;

namespace ElasticJobs.Kubernetes.Pods;

/// <summary>
/// The POSIX shell script that a container runs around its command, for dash, bash and busybox. As process 1 it passes TERM on to all processes, so that the grace period reaches the task; keeps
/// the exit code, 128 + signal included; and leaves outputs as the termination message and results behind the log, so that neither needs a volume or a request.
/// </summary>
/// <remarks>
/// The termination message is STX, then one of: records <c>name US content RS</c>; <c>!</c> and a sentence, when the command could not be started; <c>?</c> and records of <c>size name RS</c>,
/// when outputs are too large. It ends with EOT. The kubelet keeps the last 4096 bytes, so a missing STX says that something was cut.
/// Behind the log follow lines that begin with RS and a token that the task does not know, each for itself since the two streams mix: <c>file NAME</c> and its <c>data BASE64</c>; at last
/// <c>end</c> on standard output and <c>err</c> on standard error.
/// </remarks>
internal static class ContainerScript
{
    /// <summary>Bytes that the kubelet keeps of a termination message.</summary>
    public const int MessageBytes = 4096;

    public const int ResultBytes = 1024 * 1024;
    public const int ResultFiles = 32;

    /// <summary>Holds the token of the frames until the script begins.</summary>
    public const string FrameVariable = "EJ_FRAME";

    private const string Begin = """
        ej_t=$EJ_FRAME
        ej_message=/dev/termination-log
        unset EJ_FRAME
        ej_mark() { printf '\036%s err\n' "$ej_t" >&2; printf '\036%s end\n' "$ej_t"; }
        ej_refuse() { printf '\002!%s\004' "$2" 2>/dev/null >"$ej_message"; printf '%s\n' "$2" >&2; ej_mark; exit "$1"; }
        mkdir -p "$EJ_POD_DIR" "$EJ_OUTPUTS" "$EJ_RESULTS" "${EJ_WORKSPACE:-$EJ_POD_DIR}" 2>/dev/null || ej_refuse 126 "The directories under $EJ_POD_DIR can't be made: the image's user may not write there."

        """;

    private const string Check = """
        command -v "$1" >/dev/null 2>&1 || ej_refuse 127 "There is no program '$1' in the image, or it is not executable. Correct the command, or take an image that has it."
        ej_child= ej_stopped= ej_again= ej_code=0
        ej_term() {
          ej_stopped=1 ej_woken=1
          if [ $$ = 1 ]; then kill -TERM -1; elif [ -n "$ej_child" ]; then kill -TERM "$ej_child"; fi 2>/dev/null
        }
        trap ej_term TERM

        """;

    // Background commands of a shell ignore INT and QUIT, and a shell can't undo that; the env of GNU can, that of busybox can't.
    private const string Run = """
        ej_env=
        env --default-signal=INT,QUIT true 2>/dev/null && ej_env='env --default-signal=INT,QUIT'
        exec $ej_env "$@" &
        ej_child=$!
        [ -z "$ej_stopped" ] || kill -TERM "$ej_child" 2>/dev/null
        while :; do
          ej_woken=
          wait "$ej_child" 2>/dev/null
          ej_status=$?
          [ -n "$ej_again" ] && [ $ej_status = 127 ] || ej_code=$ej_status
          [ -n "$ej_woken" ] || break
          ej_again=1
        done
        if [ $$ = 1 ]; then
          if [ -n "$ej_stopped" ]; then
            while kill -0 -1 2>/dev/null; do sleep 0.1 2>/dev/null || sleep 1; done
          fi
          kill -KILL -1 2>/dev/null
        fi
        trap '' TERM

        """;

    private const string Leave = """
        ej_outputs() {
          for ej_f in "$EJ_OUTPUTS"/*; do
            [ -f "$ej_f" ] && { printf '%s\037' "${ej_f##*/}"; cat "$ej_f" 2>/dev/null; printf '\036'; }
          done
        }
        ej_sizes() {
          for ej_f in "$EJ_OUTPUTS"/*; do
            [ -f "$ej_f" ] && printf '%s %s\036' "$(wc -c <"$ej_f")" "${ej_f##*/}"
          done
        }
        if [ "$(ej_outputs | wc -c)" -le 4094 ]; then
          { printf '\002'; ej_outputs; printf '\004'; } 2>/dev/null >"$ej_message"
        else
          { printf '\002?'; ej_sizes | head -c 4000; printf '\004'; } 2>/dev/null >"$ej_message"
        fi
        ej_n=0
        for ej_f in "$EJ_RESULTS"/*.json; do
          [ -f "$ej_f" ] || continue
          ej_n=$((ej_n + 1))
          if [ $ej_n -gt 32 ] || [ "$(wc -c <"$ej_f")" -gt 1048576 ]; then
            printf 'The result %s is left out: no more than 32 results of 1 MB each are kept.\n' "${ej_f##*/}" >&2
            continue
          fi
          printf '\036%s file %s\n' "$ej_t" "${ej_f##*/}"
          base64 "$ej_f" | sed "s/^/$(printf '\036')$ej_t data /"
        done

        """;

    private const string End = """
        ej_mark
        exit $ej_code
        """;

    /// <summary>The script of a container that runs its command (as its arguments).</summary>
    /// <param name="leaves">Whether outputs and results are this container's.</param>
    /// <param name="directory">Null: the image's own.</param>
    /// <param name="gate">File whose content lets the command begin. Null: it begins at once.</param>
    public static string Running(IReadOnlyList<FilePiece> files, string? directory, bool leaves, string? gate = null) =>
        $"{Prepare(files, directory)}{Check}{(gate is null ? "" : Wait(gate))}{Run}{(leaves ? Leave : "")}{End}";

    /// <summary>The script of a container that does nothing, for terminals.</summary>
    public static string Idle(IReadOnlyList<FilePiece> files) =>
        $"{Prepare(files, null)}: >{PodPaths.Ready}\ntrap 'exit 0' TERM\nwhile :; do sleep 3600 & wait $!; done";

    /// <summary>The script that becomes a terminal's shell in it.</summary>
    /// <param name="directory">Null: the image's own.</param>
    public static string Shell(IReadOnlyList<FilePiece> files, string? directory)
    {
        var script = new StringBuilder($"n=0; while [ ! -e {PodPaths.Ready} ] && [ $n -lt 50 ]; do n=$((n + 1)); sleep 0.1 2>/dev/null || sleep 1; done\n");
        foreach (var file in files)
            script.Append("unset ").Append(file.Variable).Append('\n');
        if (directory is not null)
            script.Append("cd ").Append(ShellText.Quote(directory)).Append('\n');
        return script.Append("export TERM=xterm-256color\nif command -v bash >/dev/null 2>&1; then exec bash; else exec sh; fi").ToString();
    }

    private static string Wait(string gate) => $$"""
        until [ -s {{ShellText.Quote(gate)}} ] || [ -n "$ej_stopped" ]; do sleep 0.2 2>/dev/null || [ -n "$ej_stopped" ] || sleep 1; done
        [ -z "$ej_stopped" ] || { ej_mark; exit 143; }

        """;

    private static string Prepare(IReadOnlyList<FilePiece> files, string? directory)
    {
        var script = new StringBuilder(Begin);
        foreach (var folder in files.Select(file => Path.GetDirectoryName(file.Path)).Where(folder => !string.IsNullOrEmpty(folder)).Distinct(StringComparer.Ordinal))
            script.Append("mkdir -p \"$EJ_POD_DIR\"/").Append(ShellText.Quote(folder!)).Append('\n');
        foreach (var file in files)
        {
            script.Append("printf %s \"$").Append(file.Variable).Append(file.IsFirst ? "\" >" : "\" >>").Append("\"$EJ_POD_DIR\"/").Append(ShellText.Quote(file.Path))
                .Append("\nunset ").Append(file.Variable).Append('\n');
        }

        if (directory is not null)
        {
            script.Append("cd ").Append(ShellText.Quote(directory)).Append(" 2>/dev/null || ej_refuse 126 ")
                .Append(ShellText.Quote($"There is no working directory '{directory}'. Make it in an earlier task, or correct workingDir.")).Append('\n');
        }

        return script.ToString();
    }
}
