using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace ElasticJobs.Worker;

internal static class Program
{
    public static async Task<int> Main()
    {
        if (WorkerSettings.Read(Environment.GetEnvironmentVariable, out var problems) is not { } settings)
        {
            foreach (var problem in problems)
                await Console.Error.WriteLineAsync(problem);
            return ExitCodes.WrongEnvironment;
        }

        using var loggers = LoggerFactory.Create(AddConsole);
        using var told = new CancellationTokenSource();
        using var toldAgain = new CancellationTokenSource();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var worker = new InstanceWorker(settings, new WorkerTimes(), TimeProvider.System, loggers);
        return await worker.RunAsync(told.Token, toldAgain.Token);

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            (told.IsCancellationRequested ? toldAgain : told).Cancel();
        }
    }

    // To standard error: standard output may be the tasks'.
    private static void AddConsole(ILoggingBuilder logging) => logging
        .AddSimpleConsole(console => (console.SingleLine, console.UseUtcTimestamp, console.TimestampFormat) = (true, true, "yyyy-MM-dd HH:mm:ss.fff "))
        .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
}
