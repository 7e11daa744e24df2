using System.Globalization;
using System.Net;
using System.Text;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>What comes on the error channel when a process ends (v4 and v5).</summary>
internal static class ExecStatus
{
    public static ExecExit Read(ReadOnlySpan<byte> message)
    {
        if (StatusAnswer.Parse(message) is not { } status)
            return new ExecExit(null, Encoding.UTF8.GetString(message).Trim());
        if ((string?)status["status"] == "Success")
            return new ExecExit(0, null);
        var failure = StatusAnswer.ToException(status, HttpStatusCode.InternalServerError);
        var code = failure.Causes.FirstOrDefault(cause => cause.Reason == "ExitCode")?.Message;
        return new ExecExit(int.TryParse(code, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null, failure.Message);
    }
}
