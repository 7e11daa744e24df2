using System.Net;
using System.Net.WebSockets;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>Sends requests: at our own rate, with a deadline, again where the server says when, counted by metrics.</summary>
/// <param name="bulk">Limits the bulk requests that are under way.</param>
internal sealed partial class ApiTransport(ClusterConnection connection, RequestRate rate, SemaphoreSlim bulk, TimeSpan timeout, KubernetesInstruments instruments, TimeProvider time, ILogger logger)
{
    /// <summary>The whole body of a success.</summary>
    /// <exception cref="KubernetesApiException">The server refused.</exception>
    /// <exception cref="KubernetesUnreachableException">It did not answer.</exception>
    public async Task<byte[]> SendAsync(ApiRequest request, RequestPriority priority, CancellationToken cancellationToken)
    {
        if (priority == RequestPriority.Control)
            return await SendAsync(request, priority, static (response, token) => response.Content.ReadAsByteArrayAsync(token), cancellationToken);
        await bulk.WaitAsync(cancellationToken);
        try
        {
            return await SendAsync(request, priority, static (response, token) => response.Content.ReadAsByteArrayAsync(token), cancellationToken);
        }
        finally
        {
            bulk.Release();
        }
    }

    /// <summary>The body of a success as it comes; only its beginning has a deadline. Disposing the stream ends the request.</summary>
    /// <inheritdoc cref="SendAsync(ApiRequest, RequestPriority, CancellationToken)"/>
    public Task<Stream> OpenAsync(ApiRequest request, RequestPriority priority, CancellationToken cancellationToken) =>
        SendAsync(request, priority, static async (response, token) => (Stream)new ResponseStream(response, await response.Content.ReadAsStreamAsync(token)), cancellationToken);

    /// <summary>Anything else that is sent under the same rules, e.g. the handshake of a WebSocket.</summary>
    public async Task<T> ExchangeAsync<T>(ApiRequest request, RequestPriority priority, Func<ClusterAccess, CancellationToken, Task<ApiAnswer<T>>> send, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            await WaitForRateAsync(priority, cancellationToken);
            var answer = await TryAsync(request, send, cancellationToken);
            if (answer.Refusal is null)
                return answer.Value!;
            if (RetryPolicy.NextTry(answer.Code, answer.RetryAfter, tries, Random.Shared.NextDouble()) is not { } wait)
                throw StatusAnswer.ToException(answer.Code, answer.Refusal, answer.RetryAfter);
            RefusedForNow(request, (int)answer.Code, wait.TotalSeconds);
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    private Task<T> SendAsync<T>(ApiRequest request, RequestPriority priority, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        ExchangeAsync<T>(request, priority, async (access, token) =>
        {
            using var message = request.ToMessage(access.Server);
            var response = await access.SendAsync(message, token);
            var kept = false;
            try
            {
                if (!response.IsSuccessStatusCode)
                    return new ApiAnswer<T>(default, response.StatusCode, await response.Content.ReadAsByteArrayAsync(token), RetryPolicy.RetryAfterOf(response, time));
                var value = await read(response, token);
                kept = value is ResponseStream;
                return new ApiAnswer<T>(value, response.StatusCode);
            }
            finally
            {
                if (!kept)
                    response.Dispose();
            }
        }, cancellationToken);

    /// <summary>One try, and a second with credentials read anew where the first ones are no longer taken.</summary>
    private async Task<ApiAnswer<T>> TryAsync<T>(
        ApiRequest request, Func<ClusterAccess, CancellationToken, Task<ApiAnswer<T>>> send, CancellationToken cancellationToken)
    {
        var access = await connection.OpenAsync(cancellationToken);
        ApiAnswer<T> answer;
        try
        {
            answer = await TimedAsync(request, access, send, cancellationToken);
            if (answer.Code != HttpStatusCode.Unauthorized)
                return answer;
        }
        catch (KubernetesUnreachableException e) when (Innermost(e) is AuthenticationException)
        {
            // The server's certificate may come from a new authority, whose certificate is on file by now.
            if (await connection.RenewAsync(access, cancellationToken) is { } retrusted)
                return await TimedAsync(request, retrusted, send, cancellationToken);
            throw;
        }

        return await connection.RenewAsync(access, cancellationToken) is { } renewed ? await TimedAsync(request, renewed, send, cancellationToken) : answer;
    }

    private async Task<ApiAnswer<T>> TimedAsync<T>(
        ApiRequest request, ClusterAccess access, Func<ClusterAccess, CancellationToken, Task<ApiAnswer<T>>> send, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var code = 0;
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var answer = await send(access, either.Token);
            code = (int)answer.Code;
            return answer;
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new KubernetesUnreachableException($"{request}: {access.Server.Authority} gave no answer within {timeout.TotalSeconds:0.#} s.", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or WebSocketException)
        {
            throw new KubernetesUnreachableException($"{request}: {access.Server.Authority} can't be reached: {Innermost(e).Message}", e);
        }
        finally
        {
            instruments.Answered(request, code, time.GetElapsedTime(started));
        }
    }

    private async ValueTask WaitForRateAsync(RequestPriority priority, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        await rate.WaitAsync(priority, cancellationToken);
        instruments.WaitedForRate(priority, time.GetElapsedTime(started));
    }

    private static Exception Innermost(Exception exception) => exception.InnerException is { } inner ? Innermost(inner) : exception;
}
