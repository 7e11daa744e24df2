using System.Text.Json.Serialization;
using ElasticJobs.Web.Streaming;

namespace ElasticJobs.Web.Hubs;

internal static class HubsHosting
{
    public static void AddHubs(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TaskStreams>();
        builder.Services
            .AddSignalR(options =>
            {
                options.MaximumReceiveMessageSize = 128 * 1024;
                options.StreamBufferCapacity = 4;
                options.MaximumParallelInvocationsPerClient = 8;
            })
            // Keys must reach the shell in the order in which they were pressed.
            .AddHubOptions<TerminalHub>(static options => options.MaximumParallelInvocationsPerClient = 1)
            .AddJsonProtocol(options => options.PayloadSerializerOptions.Converters.Add(new JsonStringEnumConverter()));
    }

    public static void MapHubs(this WebApplication app)
    {
        app.MapHub<LogsHub>("/hubs/logs");
        app.MapHub<RunsHub>("/hubs/runs");
        app.MapHub<ResourcesHub>("/hubs/resources");
        app.MapHub<TerminalHub>("/hubs/terminal");
    }
}
