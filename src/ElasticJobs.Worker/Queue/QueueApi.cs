using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Worker.Queue;

/// <summary>Says things to the queue until it has heard them: everything said carries an epoch and a number, so that saying it twice does no harm.</summary>
internal sealed partial class QueueApi(HttpClient http, WorkerSettings settings, WorkerTimes times, TimeProvider time, ILogger<QueueApi> logger)
{
    public static string Query(params ReadOnlySpan<(string Name, string? Value)> parts)
    {
        var query = new List<string>(parts.Length);
        foreach (var (name, value) in parts)
        {
            if (value is not null)
                query.Add($"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}");
        }

        return string.Join('&', query);
    }

    /// <param name="path">Empty, or below the queue's address.</param>
    /// <param name="content">Made for each attempt.</param>
    public async Task<QueueAnswer> SendAsync(HttpMethod method, string path, string query, Func<HttpContent> content, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(times, time);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var request = new HttpRequestMessage(method, $"{settings.QueueUrl}{path}?{query}") { Content = content() };
                Sign(request.Headers);
                using var response = await http.SendAsync(request, cancellationToken);
                if (response.IsSuccessStatusCode)
                    return QueueAnswer.Done;
                if (response.StatusCode == HttpStatusCode.Conflict)
                    return QueueAnswer.Fenced;
                if (response.StatusCode == HttpStatusCode.RequestEntityTooLarge)
                    return QueueAnswer.TooLarge;
                if (!IsPassing(response.StatusCode))
                {
                    LogRefused(logger, method.Method, query, (int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
                    return QueueAnswer.Refused;
                }

                LogTrouble(logger, attempt == 1 ? LogLevel.Warning : LogLevel.Debug, $"it answers {(int)response.StatusCode}");
            }
            catch (Exception error) when (IsPassing(error, cancellationToken))
            {
                LogTrouble(logger, attempt == 1 ? LogLevel.Warning : LogLevel.Debug, error.Message);
            }

            await backoff.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Gets what a frame's payload lies as.</summary>
    /// <param name="url">Relative to the queue's address, or absolute.</param>
    /// <returns>Null: it can't be had.</returns>
    public async Task<byte[]?> FetchAsync(string url, CancellationToken cancellationToken)
    {
        var address = new Uri(settings.QueueUrl, url);
        var backoff = new Backoff(times, time);
        while (true)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                // The token is the queue's; nobody else may see it.
                if (address.Authority == settings.QueueUrl.Authority && address.Scheme == settings.QueueUrl.Scheme)
                    Sign(request.Headers);
                using var response = await http.SendAsync(request, cancellationToken);
                if (response.IsSuccessStatusCode)
                    return await response.Content.ReadAsByteArrayAsync(cancellationToken);
                if (!IsPassing(response.StatusCode))
                {
                    LogNoPayload(logger, address, (int)response.StatusCode);
                    return null;
                }
            }
            catch (Exception error) when (IsPassing(error, cancellationToken))
            {
                LogTrouble(logger, LogLevel.Debug, error.Message);
            }

            await backoff.WaitAsync(cancellationToken);
        }
    }

    private void Sign(HttpRequestHeaders headers)
    {
        foreach (var (name, value) in QueueHeaders.Of(settings))
            headers.TryAddWithoutValidation(name, value);
    }

    private static bool IsPassing(HttpStatusCode status) => (int)status >= 500 || status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout;

    // A request that took too long is cancelled by the client itself.
    private static bool IsPassing(Exception error, CancellationToken cancellationToken) =>
        error is HttpRequestException or IOException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    [LoggerMessage(Message = "The queue can't be told something yet, {Reason}; it is tried again.")]
    private static partial void LogTrouble(ILogger logger, LogLevel level, string reason);

    [LoggerMessage(LogLevel.Error, "The queue refuses {Method} {Query} with {Status}: {Answer}")]
    private static partial void LogRefused(ILogger logger, string method, string query, int status, string answer);

    [LoggerMessage(LogLevel.Error, "The payload at {Address} can't be had: the answer is {Status}.")]
    private static partial void LogNoPayload(ILogger logger, Uri address, int status);
}
