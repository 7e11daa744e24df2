using System.Collections.Concurrent;
using ElasticJobs.Tests.Shared.Consoles;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace ElasticJobs.Benchmarks.Queues;

/// <summary>RabbitMQ with durable queues, persistent messages, a confirmation for each put and an acknowledgement for each task.</summary>
internal sealed class RabbitQueue : BenchQueue
{
    /// <summary>The program itself; the one in the path starts it as another user.</summary>
    public const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    private readonly PeerServer _server = new();
    private readonly ConcurrentDictionary<int, Task<IChannel>> _callers = [];
    private IConnection _connection = null!;

    public static async Task<RabbitQueue> StartAsync()
    {
        var queue = new RabbitQueue();
        var directory = queue._server.Directory;
        await queue._server.StartAsync(Program, [], new Dictionary<string, string>
        {
            ["HOME"] = directory,
            ["RABBITMQ_NODENAME"] = $"bench{queue._server.Port}@localhost",
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODE_PORT"] = $"{queue._server.Port}",
            ["RABBITMQ_DIST_PORT"] = $"{ConsoleProcess.FreePort()}",
            ["RABBITMQ_MNESIA_BASE"] = directory,
            ["RABBITMQ_LOG_BASE"] = directory,
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(directory, "plugins"),
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        });
        var factory = new ConnectionFactory { HostName = "127.0.0.1", Port = queue._server.Port, ConsumerDispatchConcurrency = 1 };
        queue._connection = await factory.CreateConnectionAsync();
        return queue;
    }

    public override async Task BeginAsync(string name, int workers)
    {
        await using var channel = await _connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false);
    }

    public override async Task PutAsync(string name, int caller, byte[] payload)
    {
        // With tracking, publishing ends when the confirmation is there.
        var channel = await _callers.GetOrAdd(caller, _ => _connection.CreateChannelAsync(new CreateChannelOptions(true, true)));
        await channel.BasicPublishAsync("", name, mandatory: true, new BasicProperties { Persistent = true }, payload);
    }

    public override async Task WorkAsync(string name, int worker, int window, Action<ReadOnlyMemory<byte>> taken, Action<ReadOnlyMemory<byte>> done, CancellationToken cancellationToken)
    {
        await using var channel = await _connection.CreateChannelAsync(cancellationToken: CancellationToken.None);
        await channel.BasicQosAsync(0, (ushort)window, false, CancellationToken.None);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            taken(delivery.Body);
            // The acknowledgement is sent, not answered: RabbitMQ has no answer to it.
            await channel.BasicAckAsync(delivery.DeliveryTag, false, CancellationToken.None);
            done(delivery.Body);
        };
        await channel.BasicConsumeAsync(name, autoAck: false, consumer, CancellationToken.None);
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public override async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _server.DisposeAsync();
    }
}
