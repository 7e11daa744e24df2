using ElasticJobs.Core.Elasticity;
using ElasticJobs.Tests.Shared.Elasticity;
using ElasticJobs.Web.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Web.Tests.Queues;

/// <summary>A console that starts no instances of its own accord: the tests do.</summary>
public sealed class QueueWithoutInstances() : QueueFixture(new TestConsole(static services => services.AddSingleton<IInstanceProgram>(new GivenProgram())));
